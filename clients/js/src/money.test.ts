import { expect, test } from "vitest";

import { money } from "./money.ts";

test("amounts are in the currency's minor unit, whatever that is", () => {
  expect(money(1250, "EUR", "en")).toBe("€12.50");
  expect(money(1250, "JPY", "en")).toBe("¥1,250");
  expect(money(1250, "KWD", "en").replace(/\s/, " ")).toBe("KWD 1.250");
});

test("a browser's own idea of a currency's digits does not count", () => {
  expect(money(5000, "HUF", "en").replace(/\s/, " ")).toBe("HUF 50.00");
  expect(money(5000, "IQD", "en").replace(/\s/, " ")).toBe("IQD 5.000");
});

test("a code that nobody knows has the usual two digits", () => {
  expect(money(5000, "ABC", "en").replace(/\s/, " ")).toBe("ABC 50.00");
});

test("they are written as the reader's language does", () => {
  expect(money(123450, "EUR", "de").replace(/\s/, " ")).toBe("1.234,50 €");
});
