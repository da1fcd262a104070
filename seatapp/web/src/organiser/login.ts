/** The login: asks for the admin token, and keeps it in this tab only. */
import { Refusal } from "seatapp";
import { SafeStorage } from "seatapp/browser";
import { explain as explainRefusal } from "../refusal-words.ts";
import { isForToken, OrganiserApi } from "./api.ts";
import { part, write } from "./dom.ts";
import { login } from "./login-words.ts";

const storage = new SafeStorage("sessionStorage");
const TOKEN = "seatapp.organiser.token";
const REASON = "seatapp.organiser.reason";
/** What an HTTP header can carry. */
const SENDABLE = /^[\x20-\xff]+$/;

/** Open the page for the organiser: with the token that this tab keeps, or once the form gave the right one. */
export function requireAdminToken(open: (api: OrganiserApi) => unknown): void {
  addEventListener("pageshow", ({ persisted }) => {
    // A page from the browser's history cache shows what was on it, also after a log-out.
    if (persisted) location.reload();
  });
  part("logout").addEventListener("click", () => leave());
  const token = storage.get(TOKEN);
  if (token) enter(token, open);
  else askForToken((given) => enter(given, open));
}

function enter(token: string, open: (api: OrganiserApi) => unknown): void {
  part("login").hidden = true;
  part("inside").hidden = false;
  part("logout").hidden = false;
  open(new OrganiserApi(token, () => leave(login.text("refused"))));
}

/** Forget the token, and begin again with nothing on the page. */
function leave(reason = ""): void {
  storage.delete(TOKEN);
  storage.set(REASON, reason);
  location.reload();
}

function askForToken(enter: (token: string) => void): void {
  const field = part<HTMLInputElement>("token");
  const button = part<HTMLButtonElement>("enter");
  part("login").hidden = false;
  part("forgetful").hidden = storage.lasts;
  explain(storage.get(REASON) ?? "");
  storage.delete(REASON);
  field.focus();
  part("login-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const token = field.value.trim();
    const problem = await problemWith(token);
    button.disabled = false;
    explain(problem);
    if (problem) return field.select();
    field.value = "";
    storage.set(TOKEN, token);
    enter(token);
    part("inside").focus();
  });
}

async function problemWith(token: string): Promise<string> {
  if (!SENDABLE.test(token)) return login.text("wrong");
  try {
    await new OrganiserApi(token).shows("coming", 1);
    return "";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return isForToken(error) ? login.text("wrong") : explainRefusal(error);
  }
}

function explain(problem: string): void {
  const field = part("token");
  const place = part("login-problem");
  write(place, problem);
  place.hidden = !problem;
  field.setAttribute("aria-invalid", String(problem !== ""));
}
