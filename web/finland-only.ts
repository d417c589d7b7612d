import type { Plugin } from 'vite';

/** date-holidays carries every country of the world in one file (800 kB); the calendar shows Finland's. */
export function finlandOnly(): Plugin {
  return {
    name: 'kaiku-finland-only',
    async transform(code, id) {
      if (!/date-holidays[\\/]src[\\/]data\.js$/.test(id)) return null;
      const { data } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
        data: { holidays: Record<string, unknown>; names: unknown };
      };
      const { FI } = data.holidays;
      if (!FI) throw new Error('date-holidays has no Finland any more');
      return { code: `export const data = ${JSON.stringify({ ...data, holidays: { FI } })};`, map: null };
    },
  };
}
