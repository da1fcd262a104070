import { expect, test } from "vitest";

import { amountText, parseAmount } from "./amounts.ts";

test("an amount is read by the currency's digits, exactly", () => {
  expect(parseAmount("12.50", 2)).toBe(1250);
  expect(parseAmount(" 12,5 ", 2)).toBe(1250);
  expect(parseAmount("0.29", 2)).toBe(29);
  expect(parseAmount("1200", 0)).toBe(1200);
  expect(parseAmount("1.234", 3)).toBe(1234);
  expect(parseAmount("1 200", 2)).toBe(120000);
  expect(parseAmount("١٢٫٥٠", 2)).toBe(1250);
});

test("what is no amount, or has more digits than the currency, is none", () => {
  for (const text of ["", "free", "-1", "1.2.3", "12.505", "1e3", "99999999999"]) {
    expect(parseAmount(text, 2)).toBeUndefined();
  }
  expect(parseAmount("12.5", 0)).toBeUndefined();
});

test("an amount is written as it would be typed", () => {
  expect(amountText(1250, 2)).toBe("12.50");
  expect(amountText(5, 2)).toBe("0.05");
  expect(amountText(0, 2)).toBe("0.00");
  expect(amountText(1200, 0)).toBe("1200");
  expect(amountText(1234, 3)).toBe("1.234");
});
