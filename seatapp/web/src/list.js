/** The page of shows needs no more than this. */
import { localTimes } from "./words.js";

localTimes();
