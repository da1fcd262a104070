/** The check-in at the door of one show, behind the admin token. */
import { CheckIn } from "../door/check-in.ts";
import { CheckInView } from "../door/check-in-view.ts";
import { DoorApi } from "../door/door-api.ts";
import { door } from "../door/door-words.ts";
import { followInside } from "../door/inside.ts";
import { Scanner } from "../door/scanner.ts";
import { part, write } from "../organiser/dom.ts";
import { listenForDismissal, showError } from "../organiser/error-banner.ts";
import { requireAdminToken } from "../organiser/login.ts";
import { ownTimes } from "../times.ts";

ownTimes();
listenForDismissal();
requireAdminToken((organiser) => {
  const api = new DoorApi(organiser, part("inside").dataset.show ?? "");
  const checkIn = new CheckIn(api, new CheckInView(), followInside(api));
  listenForWords(checkIn);
  listenForCamera(checkIn);
});

function listenForWords(checkIn: CheckIn): void {
  const field = part<HTMLInputElement>("code");
  part("check-in").addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = field.value.trim();
    if (!words) return field.focus();
    await checkIn.typed(words);
    field.select();
  });
  const linked = new URLSearchParams(location.hash.slice(1)).get("code");
  if (linked) void checkIn.typed(linked);
  else field.focus();
}

function listenForCamera(checkIn: CheckIn): void {
  const [button, video] = [part("scan"), part<HTMLVideoElement>("video")];
  const draw = () => {
    video.hidden = !scanner.running;
    write(button, door.texts.scan[scanner.running ? "stop" : "start"]);
  };
  const scanner: Scanner = new Scanner(
    video,
    (code) => {
      if (checkIn.busy) scanner.forget();
      else void checkIn.scanned(code);
    },
    () => draw(),
  );
  button.addEventListener("click", async () => {
    if (scanner.running) return scanner.stop();
    showError("");
    const starting = scanner.start();
    draw();
    const problem = await starting;
    draw();
    if (problem) showError(door.texts.camera[problem]);
  });
  draw();
}
