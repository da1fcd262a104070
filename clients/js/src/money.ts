/** Amounts for people. */

const formats = new Map<string, Intl.NumberFormat>();

/** Write an amount in the currency's minor unit (cents; yen) as `locale` does; without one, the browser's. */
export function money(amountMinor: number, currency: string, locale?: string): string {
  const format = formatOf(currency, locale);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  return format.format(amountMinor / 10 ** digits);
}

function formatOf(currency: string, locale = ""): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const format =
    formats.get(key) ?? new Intl.NumberFormat(locale || undefined, { style: "currency", currency });
  formats.set(key, format);
  return format;
}
