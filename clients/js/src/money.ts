/** Amounts for people. */
import { languageTag } from "./util/language.ts";

/** ISO 4217: how many digits a minor unit has, by code, where it is not the usual number. Put here by the build. */
declare const MINOR_UNITS: Record<string, number>;

const USUAL_DIGITS = 2;
const formats = new Map<string, Intl.NumberFormat>();

/**
 * Write an amount in the currency's minor unit (cents; yen) as `locale` does; without one, the browser's. How
 * many digits that unit has is ISO 4217's to say: browsers have ideas of their own.
 */
export function money(amountMinor: number, currency: string, locale?: string): string {
  const digits = MINOR_UNITS[currency] ?? USUAL_DIGITS;
  return formatOf(currency, digits, locale).format(amountMinor / 10 ** digits);
}

function formatOf(currency: string, digits: number, locale = ""): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(languageTag(locale), {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  formats.set(key, format);
  return format;
}
