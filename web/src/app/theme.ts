import { createTheme, type MantineColorsTuple } from '@mantine/core';

const spruce: MantineColorsTuple = [
  '#eef6f4',
  '#d9ebe6',
  '#b1d6cc',
  '#86c0b0',
  '#60ac98',
  '#479f88',
  '#36917a',
  '#2a7a66',
  '#1d6a58',
  '#0f5546',
];

const night: MantineColorsTuple = [
  '#e7edee',
  '#c9d3d6',
  '#a9b7bb',
  '#8b9ba1',
  '#5c6d74',
  '#3d4d54',
  '#2b3940',
  '#1e2a30',
  '#172126',
  '#10181c',
];

/** Spruce, birch bark, cloudberry and winter dusk. Buttons and fields are large enough for cold fingers. */
export const theme = createTheme({
  colors: { spruce, dark: night },
  primaryColor: 'spruce',
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'md',
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, Roboto, "Noto Sans", sans-serif',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.75rem' }, h2: { fontSize: '1.25rem' }, h3: { fontSize: '1.05rem' } },
  },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});
