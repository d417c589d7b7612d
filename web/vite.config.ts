import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { finlandOnly } from './finland-only.ts';

const KAIKU = { target: 'http://localhost:4000', changeOrigin: false };

/**
 * The staff UI, served by Kaiku itself below /app/. `#posts/…` resolves to the TypeScript sources: previews and
 * counters run the very rules that the server publishes by.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  plugins: [react(), finlandOnly()],
  resolve: { conditions: ['kaiku-source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/, priority: 3 },
            { name: 'calendar', test: /node_modules[\\/](@fullcalendar|@full-ui|temporal-)/, priority: 2 },
            {
              name: 'holidays',
              test: /node_modules[\\/](date-holidays|date-holidays-parser|astronomia|caldate|moment)/,
              priority: 2,
            },
          ],
        },
      },
    },
  },
  // The server takes a change by a session only from the address that it was asked at, so that address goes along.
  server: { proxy: { '/api': KAIKU, '/media': KAIKU } },
});
