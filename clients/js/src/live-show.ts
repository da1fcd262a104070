/** One show kept live for one visitor: wires its data, its room, the seats, the locks and the commands together. */
import { AreaCommands } from "./areas/commands.ts";
import { AreaStore } from "./areas/store.ts";
import { ShowRoom, type TIMES } from "./connection/show-room.ts";
import { Api } from "./http/api.ts";
import { ignoreRefusal, Refusal } from "./http/refusal.ts";
import { SetupErrors, setupError } from "./http/setup-error.ts";
import { onActivity } from "./seats/activity.ts";
import { Basket } from "./seats/basket.ts";
import { together } from "./seats/best-together.ts";
import { Chooser } from "./seats/chooser.ts";
import { SeatCommands } from "./seats/commands.ts";
import { LockKeeper } from "./seats/lock-keeper.ts";
import { LossDetector } from "./seats/losses.ts";
import { prepareRows } from "./seats/prepare-rows.ts";
import { SeatStore } from "./seats/store.ts";
import type { ShowChange } from "./show/show-change.ts";
import { ShowState } from "./show/show-state.ts";
import type { Connection, SeatChange, SeatMapEvents, SeatMapOptions } from "./types.ts";
import { Emitter } from "./util/emitter.ts";
import { ServerClock } from "./util/server-clock.ts";

const TICK_MS = 250;

export class LiveShow {
  connection: Connection = "connecting";
  /** Why nothing can be selected any more. */
  goneAs: Refusal | undefined;
  readonly api: Api;
  readonly clock = new ServerClock();
  readonly events = new Emitter<SeatMapEvents>();
  readonly seats = new SeatStore((changes, own) => this.#changed(changes, own));
  readonly areas = new AreaStore((areas, own) => {
    this.events.emit("areas", { areas });
    if (own) this.#ownChanged();
  });
  readonly basket = new Basket(this, this.clock, () => this.state.hall);
  readonly state: ShowState;
  readonly commands: SeatCommands;
  readonly chooser: Chooser;
  readonly areaCommands: AreaCommands;

  readonly #activity: EventTarget | null | undefined;
  readonly #setupErrors: SetupErrors;
  readonly #room: ShowRoom;
  readonly #locks: LockKeeper;
  /** The room's connection; the map is live only when the show is loaded too. */
  #roomConnection: Connection = "connecting";
  #wasReady = false;
  #stopped = false;
  #endPreparing = () => {};
  #ends: (() => void)[] = [() => this.#endPreparing()];

  constructor({ show, server, token, activity }: SeatMapOptions, times: typeof TIMES) {
    this.#activity = activity;
    if (!show?.trim()) throw new Refusal(0, { ...setupError("show_missing", { show, server: "" }) });
    this.api = new Api(server, token, (code) => this.#setupErrors.begin(code));
    this.#setupErrors = new SetupErrors(
      { show, server: this.api.origin || String(globalThis.location?.origin) },
      (trouble) => this.#stopped || this.events.emit("error", trouble),
    );
    this.state = this.#newState(show);
    this.#room = this.#newRoom(show, times);
    this.#locks = this.#newLocks();
    this.commands = this.#newCommands(show);
    this.chooser = this.#newChooser();
    this.areaCommands = new AreaCommands(show, this, {
      refresh: () => this.#room.refresh(),
      final: (areas) => this.#locks.finish(areas),
      refused: (error) => this.commands.refused(error),
    });
  }

  /** Connect, and load the show; resolves when it is loaded. */
  async start(): Promise<void> {
    const ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#ends.push(() => clearInterval(ticking));
    this.#ends.push(onActivity(this.#activity, () => this.#locks.active()));
    this.#room.start(); // connects while the show is being loaded
    await this.state.refresh();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const end of this.#ends) end();
    this.state.stop();
    this.#room.stop();
    this.seats.forget();
    this.areas.forget();
    this.#locks.end();
    this.#connect("offline");
  }

  /** Renew the locks on these seats and on the visitor's places of these areas. */
  async renew(seats: string[], areas: string[]): Promise<void> {
    await Promise.all([this.commands.renew(seats), this.areaCommands.renew(areas)]);
  }

  /** Return `count` free seats next to each other, near this seat or the best in the hall, and none of `avoid`. */
  together(count: number, near?: string, avoid: string[] = []): string[] {
    const { hall } = this.state;
    if (!hall) return [];
    return together(hall, {
      count,
      near: near === undefined ? undefined : hall.seats.get(near),
      isFree: (seat) => this.seats.isOpen(seat) && !avoid.includes(seat) && !hall.wholeTableOf(seat),
    });
  }

  #newState(show: string): ShowState {
    return new ShowState(() => this.api.show(show), this.clock, {
      own: () => this.seats.own,
      loaded: (change) => this.#loaded(change),
      sales: (sales) => this.events.emit("sales", sales),
      unreachable: (refusal) => this.state.hall || this.#unreachable(refusal),
      gone: (refusal) => this.#gone(refusal),
    });
  }

  #newRoom(show: string, times: typeof TIMES): ShowRoom {
    const hasTypes = () => !!this.state.show?.ticketTypes?.length;
    const losses = new LossDetector(this, this.clock, this.events, hasTypes);
    const sink = {
      replace: losses.replace.bind(losses),
      apply: losses.apply.bind(losses),
      connection: (connection: Connection) => this.#roomConnected(connection),
      holdsSeats: () => this.seats.own.length > 0 || this.areas.own.length > 0,
      revised: (revision: number) => this.state.announce(revision),
      gone: (refusal: Refusal) => this.#gone(refusal),
    };
    return new ShowRoom(show, this.api, sink, times);
  }

  #newLocks(): LockKeeper {
    return new LockKeeper(this, this.clock, {
      renew: (seats, areas) => this.renew(seats, areas).catch(ignoreRefusal),
      warn: (warning) => this.events.emit("expiring", warning),
      settled: () => this.events.emit("settled", {}),
      doubt: () => void this.#room.refresh(),
    });
  }

  #newCommands(show: string): SeatCommands {
    const parts = { api: this.api, seats: this.seats, clock: this.clock, events: this.events };
    return new SeatCommands(show, parts, {
      doubt: () => this.#room.refresh(),
      outdated: () => void this.state.refresh(),
      final: (seats) => this.#locks.finish(seats),
      places: () => this.areas.counts,
      alternatives: (wanted, avoid) => this.together(wanted.length, wanted[0], avoid),
      gone: (refusal) => this.#gone(refusal),
    });
  }

  #newChooser(): Chooser {
    const { commands, seats } = this;
    const typeOf = (seat: string) => {
      const type = seats.ticketTypeOf(seat);
      return type === undefined ? [] : [[seat, type]];
    };
    return new Chooser({
      best: (wish) => commands.best(wish),
      select: (ids, options) => commands.select(ids, options),
      release: (ids) => commands.release(ids),
      own: (ids) => ids.filter((seat) => seats.stateOf(seat) === "mine"),
      typesOf: (ids) => Object.fromEntries(ids.flatMap(typeOf)),
      hasRules: () => Object.values(this.state.show?.rules ?? {}).some(Boolean),
    });
  }

  /** The show is loaded for the first time, or (with `change`) again; pending commands go on meanwhile. */
  #loaded(change: ShowChange | undefined): void {
    const lost = change?.lost.map(({ id }) => id) ?? [];
    if (lost.length) {
      this.seats.learn(lost, "taken", this.clock.now());
      this.events.emit("lost", { seats: lost, reason: "removed" });
    }
    if (change) this.events.emit("changed", change);
    const seats = new Set([...(this.state.hall?.seats.keys() ?? []), ...(change?.removed ?? [])]);
    this.events.emit("change", { seats, changes: [] });
    this.#ownChanged();
    if (change) this.#prepare();
    else this.#roomConnected(this.#roomConnection);
    if (change?.what.includes("plan")) void this.#room.refresh();
  }

  #tick(): void {
    this.state.tick();
    if (this.connection === "live") this.#locks.tick();
  }

  #changed(changes: readonly SeatChange[], own: boolean): void {
    const seats = new Set(changes.map(({ seat }) => seat));
    if (changes.length) this.events.emit("change", { seats, changes });
    if (own) this.#ownChanged();
  }

  #ownChanged(): void {
    this.#locks.note();
    const { held, places, total } = this.basket;
    this.events.emit("basket", { basket: held, places, total });
  }

  #roomConnected(connection: Connection): void {
    this.#roomConnection = connection;
    if (connection !== "live" || this.state.hall) this.#connect(connection);
  }

  #connect(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    if (connection === "live") this.#setupErrors.over();
    this.events.emit("connection", { connection });
    this.#emitReady();
  }

  /** Once: a handler of `connection` may have stopped the map meanwhile. */
  #emitReady(): void {
    const { show } = this.state;
    if (this.connection !== "live" || !show || this.#wasReady) return;
    this.#wasReady = true;
    this.events.emit("ready", { show });
    this.#prepare();
  }

  /** Begin once the hall has been drawn: what searches need can wait for that. */
  #prepare(): void {
    this.#endPreparing();
    if (this.state.hall && !this.#stopped) this.#endPreparing = prepareRows(this.state.hall);
  }

  #unreachable(refusal: Refusal): void {
    this.#connect("offline");
    void this.#setupErrors.diagnose(refusal);
  }

  #gone(refusal: Refusal): void {
    if (this.#stopped) return;
    this.goneAs = refusal;
    this.state.sales = { state: "closed" };
    this.#setupErrors.begin("show_not_found");
    this.stop();
    this.events.emit("gone", { message: refusal.message });
  }
}
