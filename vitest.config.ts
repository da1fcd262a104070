import { defineConfig } from "vitest/config";

import { define } from "./clients/js/currencies.js";

export default defineConfig({
  test: {
    reporters: ["default", "./clients/js/tests/failed.ts"],
    projects: [
      {
        define,
        resolve: { tsconfigPaths: true },
        test: {
          name: "units",
          include: ["clients/js/src/**/*.test.ts", "seatapp/web/src/**/*.test.ts"],
          // Modules are loaded once for all files: no test leaves anything behind in them.
          isolate: false,
          // Beside all other tests a machine may stand still for seconds.
          testTimeout: 60_000,
        },
      },
      {
        define,
        test: {
          name: "servers",
          include: ["clients/js/tests/**/*.test.ts"],
          globalSetup: "clients/js/tests/stack.ts",
          testTimeout: 180_000,
          // They wait most of the time.
          sequence: { concurrent: true, groupOrder: 1 },
          maxWorkers: 4,
        },
      },
    ],
  },
});
