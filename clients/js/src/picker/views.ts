/** The hall in its two views, map and list, and what is said at a seat in either. */
import type { Hall } from "../plan.ts";
import type { SeatMap } from "../seatmap.ts";
import { Bubble, type Speech } from "./bubble.ts";
import { h } from "./dom.ts";
import type { Frame } from "./frame.ts";
import { Prices } from "./legend.ts";
import type { Filter } from "./list/filter.ts";
import { SeatList } from "./list/seatlist.ts";
import { HallMap } from "./map/hallmap.ts";
import type { Names } from "./names.ts";
import { Tabs } from "./tabs.ts";
import type { Words } from "./words.ts";

export interface ViewsOptions {
  map: SeatMap;
  hall: Hall;
  words: Words;
  names: Names;
  /** A seat was pressed, on the map or in the list. */
  press(seat: string): void;
  /** Seats were asked for by their names. */
  choose(seats: string[]): void;
}

export class Views {
  readonly #options: ViewsOptions;
  readonly #box = h("div", { class: "map" });
  readonly #bubble: Bubble;
  readonly #list: SeatList;
  readonly #hallMap: HallMap;
  readonly #filter: Filter = { free: false, wheelchair: false, category: undefined };
  readonly #resizes: ResizeObserver;
  #offered: string[] = [];
  #view = "map";

  /** Take the toolbar and the stage of the frame. */
  constructor(frame: Frame, options: ViewsOptions) {
    const { hall, words, names } = options;
    this.#options = options;
    this.#bubble = new Bubble({
      words,
      rectOf: (seat) => this.rectOf(seat),
      keptRect: () => this.#box.querySelector(".controls")?.getBoundingClientRect(),
      focus: (seat) => this.focus(seat),
    });
    this.#list = this.#newList(frame);
    const tabs = this.#newTabs();
    const categories = [...hall.categories.values()];
    const prices = new Prices(categories, words, names, (category) => this.#show(category));
    frame.toolbar.append(tabs.element, prices.element);
    frame.stage.append(this.#box, this.#list.element, this.#bubble.element);
    this.#hallMap = this.#newMap();
    this.#resizes = new ResizeObserver(() => this.#bubble.place());
    this.#resizes.observe(frame.stage);
  }

  /** While false, everything is grey and nothing can be chosen. */
  set enabled(enabled: boolean) {
    this.#hallMap.enabled = enabled;
    this.#list.enabled = enabled;
  }

  /** These seats may look different now. */
  update(seats: ReadonlySet<string>): void {
    this.#hallMap.update(seats);
    this.#list.update(seats);
    if (this.#filter.category) this.#mark();
  }

  /** Say something at a seat, beside other seats on offer if there are any. */
  explain(speech: Speech, offered: string[] = []): void {
    this.#bubble.show({
      ...speech,
      closed: () => {
        this.#offered = [];
        this.#mark();
      },
    });
    this.#offered = offered;
    this.#mark();
  }

  silence(): void {
    this.#bubble.hide();
  }

  /** Bring seats into sight on the map. */
  reveal(seats: string[]): void {
    this.#hallMap.reveal(seats);
  }

  /** Put the keyboard on a seat. */
  focus(seat: string): void {
    if (this.#view === "list") this.#list.focus(seat);
    else this.#hallMap.focus(seat);
  }

  /** Return where a seat is in the window; undefined when it is out of sight. */
  rectOf(seat: string): DOMRect | undefined {
    return this.#view === "list" ? this.#list.rectOf(seat) : this.#hallMap.rectOf(seat);
  }

  /** The theme is another. */
  restyle(): void {
    this.#hallMap.restyle();
  }

  destroy(): void {
    this.silence();
    this.#resizes.disconnect();
    this.#hallMap.destroy();
  }

  #newList({ voice }: Frame): SeatList {
    const { hall, map, words, names, press, choose } = this.#options;
    const list = new SeatList(hall, {
      map,
      words,
      names,
      voice,
      filter: this.#filter,
      enabled: true,
      press,
      choose,
    });
    list.element.addEventListener("scroll", () => this.#bubble.place());
    return list;
  }

  #newTabs(): Tabs {
    const { words } = this.#options;
    const tabs = [
      { name: "map", label: words.say("map"), sign: "map", panel: this.#box },
      { name: "list", label: words.say("list"), sign: "list", panel: this.#list.element },
    ] as const;
    return new Tabs(words.say("views"), tabs, (view) => {
      this.#view = view;
      this.#list.shown = view === "list";
      this.#bubble.place();
    });
  }

  #newMap(): HallMap {
    const { hall, map, words, names, press } = this.#options;
    return new HallMap(this.#box, {
      hall,
      stateOf: (seat) => map.stateOf(seat),
      pending: (seat) => map.pending(seat),
      describe: (seat) => names.describe(seat, map.stateOf(seat)),
      press,
      moved: () => this.#bubble.place(),
      words: {
        map: words.say("seatingPlan"),
        help: words.say("mapHelp"),
        zoomIn: words.say("zoomIn"),
        zoomOut: words.say("zoomOut"),
        fit: words.say("fit"),
        overview: words.say("overview"),
      },
    });
  }

  /** Show where seats of a category are, or all alike. */
  #show(category: string | undefined): void {
    this.#filter.category = category;
    this.#mark();
    this.#list.refilter();
  }

  /** Mark what is on offer, else the free seats of the category that is looked for. */
  #mark(): void {
    const { hall, map } = this.#options;
    const { category } = this.#filter;
    const looked =
      category === undefined ? [] : [...hall.seats.values()].filter((seat) => seat.category === category);
    const free = looked.filter(({ id }) => map.stateOf(id) === "free").map(({ id }) => id);
    this.#hallMap.highlight(this.#offered.length ? this.#offered : free);
  }
}
