/** Renews locks while the visitor is active, and warns before they end. No timers, no I/O. */
import { json } from "../util/json.ts";

const RENEW_MS = 12_000; // before the end
const WARN_MS = 10_000;
const RETRY_MS = 1_000;
const OVERDUE_MS = 1_500; // the server announces an end at most so late

export interface Lock {
  seat: string;
  /** When it ends by the server's clock, epoch ms: distinguishes a renewed lock from one that was not. */
  until: number;
  /** The same by our clock. */
  deadline: number;
}

export interface Warning {
  seats: string[];
  deadline: number;
  renewable: boolean;
}

export interface RenewalSink {
  /** Renew the locks of these seats. */
  renew(seats: string[]): Promise<void>;
  warn(warning: Warning): void;
  /** The warning is over. */
  settled(): void;
  /** A lock should have ended, and no announcement has come. */
  overdue(): void;
}

interface Known {
  until: number;
  since: number; // when we learned that
  final: boolean; // whether it will not be prolonged
}

export class Renewal {
  readonly #sink: RenewalSink;
  #known = new Map<string, Known>();
  #activeAt = -Infinity;
  #notBefore = -Infinity;
  #renewing = false;
  #warned = "";
  #overdueAt = -Infinity;

  constructor(sink: RenewalSink) {
    this.#sink = sink;
  }

  /** The person did something. */
  active(now: number): void {
    this.#activeAt = now;
  }

  /** These locks will not be prolonged any more. */
  finish(seats: Iterable<string>): void {
    for (const seat of seats) {
      const known = this.#known.get(seat);
      if (known) known.final = true;
    }
  }

  /** Note which locks there are and until when. */
  note(locks: Lock[], now: number): void {
    this.#known = new Map(
      locks.map(({ seat, until }) => {
        const known = this.#known.get(seat);
        return [seat, known && until <= known.until ? known : { until, since: now, final: false }];
      }),
    );
  }

  /** Do what is due now. */
  tick(locks: Lock[], now: number): void {
    this.note(locks, now);
    const left = ({ deadline }: Lock) => deadline - now;
    const open = locks.filter((lock) => left(lock) > 0);
    const due = open.filter((lock) => left(lock) <= RENEW_MS && left(lock) > WARN_MS);
    if (due.some((lock) => this.#wantedAgain(lock))) this.#renew(open, now);
    this.#warn(open.filter((lock) => left(lock) <= WARN_MS));
    if (locks.some((lock) => left(lock) < -OVERDUE_MS)) this.#ask(now);
  }

  /** Whether the person has been active since this lock was granted or renewed, and it can be prolonged. */
  #wantedAgain({ seat }: Lock): boolean {
    const known = this.#known.get(seat);
    return known !== undefined && !known.final && this.#activeAt > known.since;
  }

  #renew(locks: Lock[], now: number): void {
    if (this.#renewing || now < this.#notBefore) return;
    this.#renewing = true;
    this.#notBefore = now + RETRY_MS;
    const seats = locks.map(({ seat }) => seat).filter((seat) => !this.#known.get(seat)?.final);
    this.#sink.renew(seats).finally(() => {
      this.#renewing = false;
    });
  }

  #warn(ending: Lock[]): void {
    const seats = ending.map(({ seat }) => seat);
    const deadline = Math.min(...ending.map((lock) => lock.deadline));
    const renewable = seats.some((seat) => !this.#known.get(seat)?.final);
    const until = Math.min(...ending.map((lock) => lock.until));
    const warning = ending.length ? json([seats, until, renewable]) : "";
    if (warning === this.#warned) return;
    this.#warned = warning;
    if (warning) this.#sink.warn({ seats, deadline, renewable });
    else this.#sink.settled();
  }

  #ask(now: number): void {
    if (now < this.#overdueAt + 2 * OVERDUE_MS) return;
    this.#overdueAt = now;
    this.#sink.overdue();
  }
}
