/** The door list of one show, behind the admin token. */
import { DoorApi } from "../door/door-api.ts";
import { DoorList } from "../door/door-list.ts";
import { part } from "../organiser/dom.ts";
import { listenForDismissal } from "../organiser/error-banner.ts";
import { requireAdminToken } from "../organiser/login.ts";
import { ownTimes } from "../times.ts";

ownTimes();
listenForDismissal();
requireAdminToken((api) => new DoorList(new DoorApi(api, part("inside").dataset.show ?? "")).start());
