import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "units", include: ["clients/js/src/**/*.test.ts", "seatapp/web/src/**/*.test.ts"] } },
      {
        test: {
          name: "servers",
          include: ["clients/js/tests/**/*.test.ts"],
          globalSetup: "clients/js/tests/stack.ts",
          testTimeout: 60_000,
          // They wait most of the time.
          sequence: { concurrent: true },
          maxWorkers: 4,
        },
      },
    ],
  },
});
