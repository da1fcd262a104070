/** How an archived show sold: its figures and its bookings, behind the admin token. */
import { ArchivedShow } from "../organiser/archived-show.ts";
import { part } from "../organiser/dom.ts";
import { listenForDismissal } from "../organiser/error-banner.ts";
import { requireAdminToken } from "../organiser/login.ts";
import { ownTimes } from "../times.ts";

ownTimes();
listenForDismissal();
requireAdminToken((api) => new ArchivedShow(api, part("inside").dataset.show ?? "").start());
