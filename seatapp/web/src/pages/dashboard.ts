/** The organiser's live view of one show, behind the admin token. */
import { DoorApi } from "../door/door-api.ts";
import { followInside } from "../door/inside.ts";
import { Dashboard } from "../organiser/dashboard.ts";
import { part } from "../organiser/dom.ts";
import { listenForDismissal } from "../organiser/error-banner.ts";
import { requireAdminToken } from "../organiser/login.ts";
import { ownTimes } from "../times.ts";

ownTimes();
listenForDismissal();
requireAdminToken((api) => {
  const show = part("inside").dataset.show ?? "";
  new Dashboard(api, show).start();
  followInside(new DoorApi(api, show));
});
