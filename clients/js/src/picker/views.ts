/** The two views of the hall, map and list, and the callout at a seat in either. */
import type { Hall } from "../hall.ts";
import type { SeatChange } from "../seat-map.ts";
import { Standing } from "./areas/standing.ts";
import { featureButtons } from "./features.ts";
import type { Layout } from "./layout.ts";
import { Prices } from "./legend.ts";
import { type Filter, fits } from "./list/filter.ts";
import { SeatList } from "./list/seat-list.ts";
import { HallMap, type Viewport } from "./map/hall-map.ts";
import { mapWords } from "./map-words.ts";
import { Callout, type CalloutContent } from "./ui/callout.ts";
import { h } from "./ui/dom.ts";
import { windowRect } from "./ui/local-space.ts";
import { Tabs } from "./ui/tabs.ts";
import type { ViewsOptions, ViewsState } from "./views-state.ts";

export class Views {
  readonly #options: ViewsOptions;
  readonly #box = h("div", { class: "map" });
  readonly #callout: Callout;
  readonly #standing: Standing;
  readonly #list: SeatList;
  readonly #hallMap: HallMap;
  readonly #filter: Filter;
  readonly #resizes: ResizeObserver;
  readonly #tabs: Tabs;
  readonly #chips = h("div", { class: "chips" });
  #prices: Prices;
  #offered: string[] = [];
  #view: string;

  /** Render into the toolbar and the views of the layout; `before` is the state to restore. */
  constructor(layout: Layout, options: ViewsOptions, before?: ViewsState) {
    const { hall, i18n } = options;
    this.#options = options;
    this.#view = before?.view ?? "map";
    this.#filter = {
      free: false,
      wheelchair: false,
      category: undefined,
      features: new Set(),
      ...before?.filter,
    };
    if (!hall.categories.has(this.#filter.category ?? "")) this.#filter.category = undefined;
    this.#callout = new Callout({
      i18n,
      container: layout.views,
      rectOf: (seat) => this.rectOf(seat),
      keptRect: () => windowRect(this.#box.querySelector(".controls") as Element),
      focus: (seat) => this.focus(seat),
    });
    this.#standing = new Standing({
      ...options,
      choose: (area, counts) => {
        this.hideCallout();
        options.choosePlaces(area, counts);
      },
      explain: (content) => this.explain(content),
    });
    this.#list = this.#newList(layout);
    this.#tabs = this.#newTabs();
    this.#prices = this.#newPrices(hall);
    const features = featureButtons(i18n, hall, this.#filter.features, () => this.#refilter());
    this.#chips.append(this.#prices.element, features);
    layout.toolbar.append(this.#tabs.element, this.#chips);
    layout.views.append(this.#box, this.#list.element, this.#callout.element);
    this.#hallMap = this.#newMap(before?.viewport);
    this.#resizes = new ResizeObserver(() => this.#callout.place());
    this.#resizes.observe(layout.views);
    if (before) this.#restore(before);
  }

  get state(): ViewsState {
    return {
      view: this.#view,
      filter: this.#filter,
      viewport: this.#hallMap.viewport,
      opened: this.#list.opened,
      focused: this.#focused,
    };
  }

  /** The same hall has other prices. */
  reprice(hall: Hall): void {
    const { element } = this.#prices;
    this.#prices = this.#newPrices(hall);
    element.replaceWith(this.#prices.element);
    this.#list.refilter();
  }

  /** While false, everything is grey and nothing can be chosen. */
  set enabled(enabled: boolean) {
    this.#hallMap.enabled = enabled;
    this.#list.enabled = enabled;
  }

  /** Show what is different. */
  update(changes: readonly SeatChange[]): void {
    this.#hallMap.update(changes);
    this.#list.update(changes);
    if (this.#isFiltered) this.#mark();
  }

  /** Show what is different in these areas. */
  updateAreas(areas: ReadonlySet<string>): void {
    this.#hallMap.updateAreas();
    this.#standing.update(areas);
  }

  /** Show a callout at a seat, and mark the seats on offer if there are any. */
  explain(content: CalloutContent, offered: string[] = []): void {
    this.#callout.show({
      ...content,
      closed: () => {
        this.#offered = [];
        this.#mark();
      },
    });
    this.#offered = offered;
    this.#mark();
  }

  hideCallout(): void {
    this.#callout.hide();
  }

  /** Bring seats into sight on the map. */
  reveal(seats: string[]): void {
    this.#hallMap.reveal(seats);
  }

  /** Put the keyboard on a seat. */
  focus(seat: string): void {
    if (this.#view === "list") this.#standing.focus(seat) || this.#list.focus(seat);
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
    this.hideCallout();
    this.#resizes.disconnect();
    this.#hallMap.destroy();
    for (const part of [this.#tabs.element, this.#chips, this.#list.element]) part.remove();
    for (const part of [this.#box, this.#callout]) part.remove();
  }

  #restore({ opened, focused }: ViewsState): void {
    const { hall } = this.#options;
    this.#list.open(opened);
    this.#list.refilter();
    this.#list.shown = this.#view === "list";
    this.#mark();
    if (focused !== undefined && hall.seats.has(focused)) this.focus(focused);
    else if (focused !== undefined) this.#tabs.focus();
  }

  get #focused(): string | undefined {
    const { activeElement } = this.#box.getRootNode() as ShadowRoot;
    const here = [this.#tabs.element, this.#chips, this.#list.element, this.#box];
    if (!activeElement || !here.some((part) => part.contains(activeElement))) return undefined;
    return this.#hallMap.focused ?? activeElement.closest<HTMLElement>("[data-seat]")?.dataset.seat ?? "";
  }

  #newList({ liveRegion }: Layout): SeatList {
    const { hall, map, i18n, names, press, choose } = this.#options;
    const list = new SeatList(hall, {
      map,
      i18n,
      names,
      liveRegion,
      filter: this.#filter,
      enabled: true,
      press,
      choose,
      areas: this.#standing.element,
    });
    list.element.addEventListener("scroll", () => this.#callout.place());
    return list;
  }

  #newTabs(): Tabs {
    const { i18n } = this.#options;
    const tabs = [
      { name: "map", label: i18n.text("map"), sign: "map", panel: this.#box },
      { name: "list", label: i18n.text("list"), sign: "list", panel: this.#list.element },
    ] as const;
    return new Tabs(i18n.text("views"), tabs, this.#view, (view) => {
      this.#view = view;
      this.#list.shown = view === "list";
      this.#callout.place();
    });
  }

  #newPrices(hall: Hall): Prices {
    const { i18n, names } = this.#options;
    const show = (category: string | undefined) => {
      this.#filter.category = category;
      this.#refilter();
    };
    return new Prices([...hall.categories.values()], i18n, names, show, this.#filter.category);
  }

  #newMap(viewport: Viewport | undefined): HallMap {
    const { hall, map, i18n, names, press } = this.#options;
    return new HallMap(this.#box, {
      hall,
      viewport,
      stateOf: (seat) => map.stateOf(seat),
      pending: (seat) => map.pending(seat),
      describe: (seat) => names.describe(seat, map.stateOf(seat)),
      press,
      standing: this.#standing.signs,
      moved: () => this.#callout.place(),
      words: mapWords(i18n),
    });
  }

  /** Show where seats of what is looked for are, or all alike. */
  #refilter(): void {
    this.#mark();
    this.#list.refilter();
  }

  get #isFiltered(): boolean {
    return this.#filter.category !== undefined || this.#filter.features.size > 0;
  }

  /** Mark what is on offer, else the free seats of what is looked for. */
  #mark(): void {
    const { hall, map } = this.#options;
    const filter = { ...this.#filter, free: false, wheelchair: false };
    const looked = this.#isFiltered ? [...hall.seats.values()] : [];
    const free = looked.filter((seat) => map.stateOf(seat.id) === "free" && fits(seat, "free", filter));
    this.#hallMap.highlight(this.#offered.length ? this.#offered : free.map(({ id }) => id));
  }
}
