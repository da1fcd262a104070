/** What ISO 4217 says about amounts, from its own list: `define` puts it in the place of MINOR_UNITS. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const list = createRequire(import.meta.url).resolve("currency-codes/iso-4217-list-one.xml");
const entries = readFileSync(list, "utf8").split("<CcyNtry>");
// Codes without a minor unit (gold, "no currency") say "N.A." and drop out.
const digits = entries.flatMap((entry) => {
  const [, code] = /<Ccy>([A-Z]{3})<\/Ccy>/.exec(entry) ?? [];
  const [, units] = /<CcyMnrUnts>(\d)<\/CcyMnrUnts>/.exec(entry) ?? [];
  return code && units && units !== "2" ? [[code, Number(units)]] : [];
});

export const define = { MINOR_UNITS: JSON.stringify(Object.fromEntries(digits)) };
