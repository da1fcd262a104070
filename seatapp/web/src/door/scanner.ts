/** The camera: says what the QR code says that is held in front of it. */
import type { BarcodeDetector } from "qr/decode.js";

import { qrDetector } from "./qr-detector.ts";

const LOOK_MS = 120;
/** How long a code has to be out of sight before it counts again: a ticket is held there longer than it takes. */
const AWAY_MS = 2500;

export type CameraProblem = "insecure" | "refused" | "missing" | "failed";

export class Scanner {
  readonly #video: HTMLVideoElement;
  readonly #read: (code: string) => void;
  readonly #stopped: () => void;
  #running: object | undefined;
  #last = { code: "", seenAt: 0 };

  /** `read` is called once for each time that a code comes into sight, `stopped` when nobody looks any more. */
  constructor(video: HTMLVideoElement, read: (code: string) => void, stopped: () => void) {
    this.#video = video;
    this.#read = read;
    this.#stopped = stopped;
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Look through the camera; returns why not, if that is so. */
  async start(): Promise<CameraProblem | undefined> {
    if (!navigator.mediaDevices) return "insecure";
    this.stop();
    this.#running = {};
    const run = this.#running;
    try {
      const [detector, stream] = await Promise.all([qrDetector(), openCamera()]);
      this.#video.srcObject = stream;
      if (run !== this.#running) return this.#release(stream);
      await this.#video.play();
      void this.#look(detector, run);
      return undefined;
    } catch (error) {
      this.stop();
      return problemOf(error);
    }
  }

  stop(): void {
    this.#running = undefined;
    this.#release(this.#video.srcObject);
    this.#video.srcObject = null;
    this.#stopped();
  }

  /** Let a code that is still in sight count anew. */
  forget(): void {
    this.#last = { code: "", seenAt: 0 };
  }

  async #look(detector: BarcodeDetector, run: object): Promise<void> {
    while (run === this.#running) {
      const [found] = await detector.detect(this.#video).catch(() => []); // between two frames there is none
      if (found && run === this.#running) this.#saw(found.rawValue);
      await new Promise((rested) => setTimeout(rested, LOOK_MS));
    }
  }

  #saw(code: string): void {
    const now = performance.now();
    const isNew = code !== this.#last.code || now - this.#last.seenAt > AWAY_MS;
    this.#last = { code, seenAt: now };
    if (isNew) this.#read(code);
  }

  #release(stream: MediaProvider | null): undefined {
    if (stream instanceof MediaStream) for (const track of stream.getTracks()) track.stop();
  }
}

function openCamera(): Promise<MediaStream> {
  const video = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
}

function problemOf(error: unknown): CameraProblem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "refused";
  return name === "NotFoundError" ? "missing" : "failed";
}
