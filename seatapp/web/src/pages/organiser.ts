/** The organiser's list of all shows, behind the admin token. */
import { organise } from "../organiser/login.ts";
import { listShows } from "../organiser/overview.ts";
import { listenForDismissal } from "../organiser/problem.ts";
import { localTimes } from "../times.ts";

listenForDismissal();
organise(async (api) => {
  await listShows(api);
  localTimes();
});
