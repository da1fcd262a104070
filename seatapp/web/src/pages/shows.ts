/** The list of shows: what stands there for everybody is put into the visitor's own words. */
import { localize, refreshOnReturn } from "../page-parts.ts";

localize();
refreshOnReturn("main > .cards");
