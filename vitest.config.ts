import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["clients/js/src/**/*.test.ts", "clients/js/tests/**/*.test.ts", "seatapp/web/src/**/*.test.ts"],
  },
});
