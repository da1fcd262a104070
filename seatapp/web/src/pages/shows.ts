/** The list of shows. */
import { refreshOnReturn } from "../page-parts.ts";
import { ownTimes } from "../times.ts";

ownTimes();
refreshOnReturn("main > .cards");
