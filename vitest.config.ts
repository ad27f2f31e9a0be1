import { defineConfig } from 'vitest/config';
import { root } from './build/lib/paths.mjs';
import { CountingReporter } from './tests/support/vitest-reporter.ts';

// build/test.mjs runs one project after the other, so that figures do not depend on each other's load.
export default defineConfig({
  root,
  test: {
    reporters: process.env.SLIPWAY_REPORT === undefined ? ['default'] : [new CountingReporter(root)],
    pool: 'forks',
    projects: [
      {
        extends: true,
        // Property tests take a while on a machine that is busy with other things.
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          maxWorkers: 2,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'walls',
          include: ['tests/walls/**/*.test.ts'],
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: 'tests/support/engines-setup.ts',
          // Suites share the engines, and each may look at all containers there are.
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          // They assert deadlines of a second or two: nothing else may run beside them.
          maxWorkers: 1,
          testTimeout: 180_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'fresh',
          include: ['tests/fresh/**/*.test.ts'],
          maxWorkers: 1,
          // A whole machine is installed: once with all its downloads, later without.
          testTimeout: 900_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
