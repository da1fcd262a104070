import { expect, test } from "vitest";

import { addressOf } from "./address.ts";

test("an address is the title and the day, in letters that every address has", () => {
  expect(addressOf("Hamlet", "2030-06-01")).toBe("hamlet-2030-06-01");
  expect(addressOf("  Così fan tutte! ", "2030-06-01")).toBe("cosi-fan-tutte-2030-06-01");
  expect(addressOf("عطيل", "2030-06-01")).toBe("show-2030-06-01");
  expect(addressOf("Hamlet", "")).toBe("hamlet");
  expect(addressOf("x".repeat(99), "2030-06-01")).toHaveLength(64);
});
