/** Test projects: `unit`, `contract` and `integration` side by side, then `e2e` (real windows, each with a product of its own), two files at a time. */
import { defineConfig } from "vitest/config";

const beside = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    globalSetup: ["test/setup/buildMain.mjs"],
    testTimeout,
    hookTimeout: 60_000,
    sequence: { groupOrder: 0 },
  },
});

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [
      beside("unit", 20_000),
      beside("contract", 30_000),
      beside("integration", 60_000),
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/setup/e2eSample.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
