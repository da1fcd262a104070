/** The organiser's list of all shows, behind the admin token. */

import { listenForDismissal } from "../organiser/error-banner.ts";
import { requireAdminToken } from "../organiser/login.ts";
import { Overview } from "../organiser/overview.ts";

listenForDismissal();
requireAdminToken((api) => new Overview(api).start());
