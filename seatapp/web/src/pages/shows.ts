/** The list of shows: what stands there for everybody is put into the visitor's own words. */
import { localPrices } from "../prices.ts";
import { localTimes } from "../times.ts";

localTimes();
localPrices();
