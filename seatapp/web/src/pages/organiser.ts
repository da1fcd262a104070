/** The organiser's list of all shows, behind the admin token. */
import { organise } from "../organiser/login.ts";
import { Overview } from "../organiser/overview.ts";
import { listenForDismissal } from "../organiser/problem.ts";

listenForDismissal();
organise((api) => new Overview(api).start());
