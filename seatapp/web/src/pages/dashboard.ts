/** The organiser's live view of one show, behind the admin token. */
import { Dashboard } from "../organiser/dashboard.ts";
import { part } from "../organiser/dom.ts";
import { organise } from "../organiser/login.ts";
import { listenForDismissal } from "../organiser/problem.ts";
import { ownTimes } from "../times.ts";

ownTimes();
listenForDismissal();
organise((api) => new Dashboard(api, part("inside").dataset.show ?? "").start());
