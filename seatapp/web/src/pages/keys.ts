/** The organiser's page of colleagues' admin keys. */
import { listenForDismissal } from "../organiser/error-banner.ts";
import { KeyList } from "../organiser/key-list.ts";
import { requireAdminToken } from "../organiser/login.ts";

listenForDismissal();
requireAdminToken((api) => new KeyList(api).start());
