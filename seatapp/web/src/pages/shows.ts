/** The list of shows: what stands there in UTC is put into the visitor's own time zone. */
import { localTimes } from "../times.ts";

localTimes();
