import { defineConfig } from 'vitest/config';

// `#posts/…` and its siblings resolve to the TypeScript sources under this condition (package.json "imports").
const conditions = ['kaiku-source', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
  },
});
