/** The organiser's live view of one show, behind the admin token. */
import { Dashboard } from "../organiser/dashboard.ts";
import { part } from "../organiser/dom.ts";
import { listenForDismissal } from "../organiser/error-banner.ts";
import { requireAdminToken } from "../organiser/login.ts";
import { ownTimes } from "../times.ts";

ownTimes();
listenForDismissal();
requireAdminToken((api) => new Dashboard(api, part("inside").dataset.show ?? "").start());
