/** Amounts as people type them, in the currency's own unit, and as the server counts, in its minor unit. */

const DIGIT_SETS = [0x660, 0x6f0]; // Arabic's and Persian's zeros
const AMOUNT = /^(\d+)(?:[.,\u066b](\d*))?$/;
/** As much as the server takes: a whole hall's takings stay exact. */
const MOST = 75_059_993_789;

/** Read "12.50", "12,5" or "1200" with so many decimals; undefined for what is no amount, or has too many. */
export function parseAmount(text: string, digits: number): number | undefined {
  const found = AMOUNT.exec(western(text).replaceAll(/\s/g, ""));
  const decimals = found?.[2] ?? "";
  if (!found || decimals.length > digits) return undefined;
  const amount = Number(found[1] + decimals.padEnd(digits, "0"));
  return amount <= MOST ? amount : undefined;
}

/** Write an amount in minor units for a field: 1250 of a currency with two digits is "12.50". */
export function amountText(amount: number, digits: number): string {
  const text = String(amount).padStart(digits + 1, "0");
  return digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
}

function western(text: string): string {
  return text.replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (DIGIT_SETS.findLast((zero) => zero <= code) ?? code));
  });
}
