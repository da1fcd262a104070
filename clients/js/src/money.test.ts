import { expect, test } from "vitest";

import { money } from "./money.ts";

test("amounts are in the currency's minor unit, whatever that is", () => {
  expect(money(1250, "EUR", "en")).toBe("€12.50");
  expect(money(1250, "JPY", "en")).toBe("¥1,250");
  expect(money(1250, "KWD", "en").replace(/\s/, " ")).toBe("KWD 1.250");
});

test("they are written as the reader's language does", () => {
  expect(money(123450, "EUR", "de").replace(/\s/, " ")).toBe("1.234,50 €");
});
