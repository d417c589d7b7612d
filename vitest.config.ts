import { defineConfig } from 'vitest/config';

// `#posts/…` and its siblings resolve to the TypeScript sources under this condition (package.json "imports").
// Not 'import': vitest hands these to node's --conditions, where it would send `require` to ES modules.
const conditions = ['kaiku-source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  // The environment that the global set-up runs in takes nothing from the two above.
  environments: { __vitest__: { resolve: { conditions, externalConditions: conditions } } },
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['tests/support/services.ts'],
    // Processes, not threads: tests kill servers, change umasks and start children. Two, because a small machine has two cores.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A loaded machine takes longer than a second to show what is awaited.
    expect: { poll: { timeout: 15_000 } },
  },
});
