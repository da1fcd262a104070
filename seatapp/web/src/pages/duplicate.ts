/** The page that gives a show more dates, behind the admin token. */
import { part } from "../organiser/dom.ts";
import { listenForDismissal } from "../organiser/error-banner.ts";
import { requireAdminToken } from "../organiser/login.ts";
import { Duplicate } from "../organiser/shows/duplicate.ts";
import { ownTimes } from "../times.ts";

ownTimes();
listenForDismissal();
requireAdminToken((api) => new Duplicate(api, part("inside").dataset.show ?? "").start());
