/** A visitor at an open hall: what they do, and what happens to them. */
import type { Hall, Show } from "../plan.ts";
import type { SeatMap, SeatMapEvents, ShowChange } from "../seat-map.ts";
import { Basket } from "./basket.ts";
import { Changes } from "./changes.ts";
import { Doings } from "./doings.ts";
import { isShown } from "./dom.ts";
import type { Frame } from "./frame.ts";
import { signs } from "./legend.ts";
import { Names } from "./names.ts";
import { Summary } from "./summary.ts";
import { Together } from "./together.ts";
import { Views, type ViewsState } from "./views.ts";
import { Warnings } from "./warnings.ts";
import type { Words } from "./words.ts";

export interface VisitOptions {
  map: SeatMap;
  hall: Hall;
  show: Show;
  words: Words;
  frame: Frame;
  /** The seats are held for the payment: time to go and pay. */
  checkedOut(): void;
}

const TICK_MS = 250;

export class Visit {
  readonly #options: VisitOptions;
  readonly #names: Names;
  readonly #doings: Doings;
  readonly #together: Together;
  readonly #basket: Basket;
  readonly #summary: Summary;
  readonly #warnings: Warnings;
  readonly #changes: Changes;
  readonly #ends: (() => void)[];
  #views: Views;
  #signs: HTMLElement;
  #live = true;

  constructor(options: VisitOptions) {
    const { map, hall, show, words, frame } = options;
    this.#options = options;
    this.#names = new Names(hall, words, show.currency, (seat) => map.priceOf(seat));
    const { voice, notices } = frame;
    const tools = { map, words, names: this.#names, voice, notices };
    const doings = new Doings({
      ...tools,
      explain: (seat, text) => this.views.explain({ seat, text, brief: true }),
    });
    this.#doings = doings;
    this.#views = this.#newViews(hall);
    this.#basket = new Basket({
      words,
      names: this.#names,
      colorOf: (category) => map.hall?.categories.get(category)?.color ?? "",
      giveBack: (seat) => void doings.giveBack([seat]),
      clear: () => void doings.clear(),
    });
    this.#summary = new Summary(words, this.#names, () => void this.#checkout());
    this.#warnings = new Warnings({ ...tools, doings, checkout: () => void this.#checkout() });
    this.#together = new Together(words, show.maxSeatsPerUser, (count) => void this.#chooseTogether(count));
    this.#changes = new Changes(tools);
    this.#signs = signs(words, hall);
    frame.details.append(this.#basket.element, this.#signs);
    frame.panel.append(this.#together.element, this.#summary.element);
    frame.open();
    this.#ends = this.#listen();
    this.#fill(map.basket, map.total);
    this.#changes.sales(map.sales, false);
    this.#enable();
  }

  get views(): Views {
    return this.#views;
  }

  /** Whether the map tells what is so. */
  set live(live: boolean) {
    this.#live = live;
    this.#enable();
  }

  end(): void {
    for (const end of this.#ends) end();
    this.views.destroy();
  }

  #listen(): (() => void)[] {
    const { map, frame } = this.#options;
    const ticking = setInterval(() => this.#tick(), TICK_MS);
    return [
      () => clearInterval(ticking),
      map.on("change", ({ seats }) => this.#changed(seats)),
      map.on("basket", ({ basket, total }) => this.#fill(basket, total)),
      map.on("conflict", (conflict) => this.#conflict(conflict)),
      map.on("expiring", (warning) => this.#warnings.expiring(warning)),
      map.on("settled", () => this.#warnings.settled()),
      map.on("lost", (loss) => this.#warnings.lost(loss)),
      map.on("booked", ({ seats }) => this.#booked(seats)),
      map.on("changed", (change) => this.#redraw(change)),
      map.on("sales", (sales) => {
        this.#changes.sales(sales, true);
        frame.notices.hide("problem");
        this.#enable();
      }),
    ];
  }

  #enable(): void {
    const onSale = this.#options.map.sales.state === "open";
    this.views.enabled = this.#live && onSale;
    this.#together.enabled = onSale;
  }

  #newViews(hall: Hall, before?: ViewsState): Views {
    const options = {
      ...this.#options,
      hall,
      names: this.#names,
      press: (seat: string) => this.#press(seat),
      choose: (seats: string[]) => void this.#choose(seats),
    };
    return new Views(this.#options.frame, options, before);
  }

  /** The organiser changed the show: the new hall comes in the place of the old one. */
  #redraw(change: ShowChange): void {
    const { map, words } = this.#options;
    const { hall, show } = map;
    if (!hall || !show) return;
    this.#names.adopt(hall, show.currency);
    if (change.what.includes("plan")) {
      const before = this.views.state;
      this.views.destroy();
      this.#views = this.#newViews(hall, before);
      const anew = signs(words, hall);
      this.#signs.replaceWith(anew);
      this.#signs = anew;
    } else if (change.what.includes("prices")) this.views.reprice(hall);
    this.#basket.redraw(map.basket);
    this.#changes.changed(change);
    this.#enable();
  }

  #changed(seats: ReadonlySet<string>): void {
    this.views.update(seats);
    this.#warnings.changed(seats);
  }

  #fill(basket: SeatMapEvents["basket"]["basket"], total: number): void {
    const { frame } = this.#options;
    const atTogether = this.#together.element.matches(":focus-within");
    frame.filled = basket.length > 0;
    // Where there is little room it makes way for the summary, and must not take the keyboard along.
    if (atTogether && !isShown(this.#together.element)) frame.panel.focus();
    this.#basket.update(basket);
    this.#summary.update(basket, total);
    this.#tick();
  }

  #tick(): void {
    const now = this.#options.map.now();
    this.#basket.tick(now);
    this.#summary.tick(now);
    this.#warnings.tick();
  }

  #press(seat: string): void {
    this.views.silence();
    if (this.#live) this.#doings.press(seat);
  }

  async #choose(seats: string[]): Promise<void> {
    this.views.silence();
    if (await this.#doings.choose(seats)) this.views.reveal(seats);
  }

  async #chooseTogether(count: number): Promise<void> {
    this.views.silence();
    const seats = await this.#doings.chooseTogether(count);
    if (seats.length) this.views.reveal(seats);
  }

  async #checkout(): Promise<void> {
    if (this.#summary.pending) return;
    this.#summary.pending = true;
    if (await this.#doings.checkout()) this.#options.checkedOut();
    this.#summary.pending = false;
  }

  /** Others were faster: say so at the seat, and offer seats as good. */
  #conflict({ conflicts, wanted, alternatives }: SeatMapEvents["conflict"]): void {
    const { words, frame } = this.#options;
    const [seat] = conflicts;
    if (seat === undefined) return;
    const names = { n: conflicts.length, seats: this.#names.of(conflicts) };
    const none = wanted.length > conflicts.length ? words.say("noneTaken") : "";
    const text = [words.say("conflict", names), none].filter(Boolean).join(" ");
    const label = words.say("takeInstead", { seats: this.#names.of(alternatives) });
    const run = () => void this.#choose(alternatives);
    this.views.explain(
      { seat, text, action: alternatives.length ? { label, run } : undefined },
      alternatives,
    );
    frame.voice.alert(alternatives.length ? `${text} ${label}?` : text);
  }

  #booked(seats: string[]): void {
    const { words, frame } = this.#options;
    const text = words.say("booked", { seats: this.#names.of(seats) });
    frame.notices.show("booked", { sign: "check", text, closable: true });
    frame.voice.tell(text);
  }
}
