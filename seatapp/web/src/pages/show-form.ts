/** The page on which a show is made or changed, behind the admin token. */
import { part } from "../organiser/dom.ts";
import { listenForDismissal } from "../organiser/error-banner.ts";
import { requireAdminToken } from "../organiser/login.ts";
import { ShowForm } from "../organiser/shows/show-form.ts";

listenForDismissal();
requireAdminToken((api) => new ShowForm(api, part("inside").dataset.show ?? "").start());
