/** The check-in: from a code, or what somebody says, to who comes in. */
import { Refusal } from "seatapp";

import type { OrganiserBooking } from "../organiser/api.ts";
import type { CheckInView } from "./check-in-view.ts";
import type { DoorApi } from "./door-api.ts";

type Work = () => Promise<void>;

export class CheckIn {
  readonly #api: DoorApi;
  readonly #view: CheckInView;
  readonly #changed: () => void;
  /** By booking, the admission whose answer never came: it is asked for again before anything else. */
  readonly #unanswered = new Map<string, () => Promise<OrganiserBooking>>();
  #busy = false;

  /** `changed` is called when somebody is inside who was not, or the other way round. */
  constructor(api: DoorApi, view: CheckInView, changed: () => void) {
    this.#api = api;
    this.#view = view;
    this.#changed = changed;
    view.on({
      admit: (booking, seats) => this.#run(() => this.#admit(booking, seats), "tryAgain"),
      undo: (booking, seats) => this.#run(() => this.#undo(booking, seats), "tryAgain"),
      open: (booking) => this.#view.choose(booking),
    });
  }

  /** Whether an answer is waited for. */
  get busy(): boolean {
    return this.#busy;
  }

  /** A ticket is held in front of the camera. */
  scanned(code: string): Promise<void> {
    return this.#run(() => this.#look(code, false), "tryLookup");
  }

  /** Somebody typed a reference, or what they know of a booking. */
  typed(words: string): Promise<void> {
    return this.#run(() => this.#look(words, true), "tryLookup");
  }

  async #run(work: Work, doubt: "tryAgain" | "tryLookup"): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#view.wait(true);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.temporary) this.#view.disconnected(doubt, () => this.#run(work, doubt));
      else this.#view.refuse(error);
    } finally {
      this.#busy = false;
      this.#view.wait(false);
    }
  }

  async #look(code: string, isTyped: boolean): Promise<void> {
    try {
      const { booking, scanned } = await this.#api.ticket(code);
      await this.#found(booking, scanned);
    } catch (error) {
      const isUnknown = error instanceof Refusal && error.code === "booking_not_found";
      if (!(isUnknown && isTyped)) throw error;
      await this.#search(code, error);
    }
  }

  async #search(words: string, unknown: Refusal): Promise<void> {
    const [booking, ...others] = await this.#api.search(words);
    if (!booking) throw unknown;
    if (others.length) this.#view.list([booking, ...others]);
    else await this.#found(booking, false);
  }

  /** Who shows the ticket itself comes in at once, unless they are several and have not all come. */
  async #found(booking: OrganiserBooking, scanned: boolean): Promise<void> {
    const outside = outsideOf(booking);
    if (this.#unanswered.has(booking.id)) await this.#admit(booking, outside);
    else if (!outside.length) this.#view.already(booking);
    else if (scanned && (outside.length === 1 || this.#view.admitsAll)) await this.#admit(booking, outside);
    else this.#view.choose(booking);
  }

  async #admit(booking: OrganiserBooking, seats: string[]): Promise<void> {
    const request = this.#unanswered.get(booking.id) ?? this.#api.admission(booking.id, seats);
    this.#unanswered.set(booking.id, request);
    try {
      const now = await request();
      this.#unanswered.delete(booking.id);
      const before = new Set(booking.checkedIn.map(({ seat }) => seat));
      const came = now.checkedIn.flatMap(({ seat }) =>
        seat !== undefined && !before.has(seat) ? [seat] : [],
      );
      this.#view.admitted(now, came.length ? came : seats);
      this.#changed();
    } catch (error) {
      if (!(error instanceof Refusal && error.temporary)) this.#unanswered.delete(booking.id);
      throw error;
    }
  }

  async #undo(booking: OrganiserBooking, seats: string[]): Promise<void> {
    this.#view.undone(await this.#api.undo(booking.id, seats), seats);
    this.#changed();
  }
}

/** Return the seats of the booking that nobody has come in for. */
export function outsideOf({ seats, checkedIn }: OrganiserBooking): string[] {
  const inside = new Set(checkedIn.map(({ seat }) => seat));
  return seats.filter((seat) => !inside.has(seat));
}
