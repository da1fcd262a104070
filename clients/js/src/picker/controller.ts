/** Connects an open seat map to its views: user actions go to the map, the map's events to the views. */
import type { Hall } from "../hall.ts";
import type { Show } from "../plan.ts";
import type { SeatChange, SeatMap, SeatMapEvents, ShowChange, Wish } from "../seat-map.ts";
import { SeatActions } from "./actions.ts";
import type { Counts } from "./areas/area-form.ts";
import { PlacesList } from "./areas/places-list.ts";
import { Basket, firstEnd } from "./basket.ts";
import { ChosenNotice } from "./chosen-notice.ts";
import type { Localizer } from "./i18n/localizer.ts";
import { SeatNames } from "./i18n/seat-names.ts";
import type { Layout } from "./layout.ts";
import { missingIn } from "./rules.ts";
import { ShowInfo } from "./show-info.ts";
import { ShowNotices } from "./show-notices.ts";
import { Summary } from "./summary.ts";
import { isShown } from "./ui/dom.ts";
import { Views } from "./views.ts";
import type { ViewsState } from "./views-state.ts";
import { Warnings } from "./warnings.ts";
import { WishForm, type WishFormState } from "./wish/wish-form.ts";

export interface ControllerOptions {
  map: SeatMap;
  hall: Hall;
  show: Show;
  i18n: Localizer;
  layout: Layout;
  /** The seats are held for the payment: time to go and pay. */
  checkedOut(): void;
}

const TICK_MS = 250;

export class PickerController {
  readonly #options: ControllerOptions;
  readonly #names: SeatNames;
  readonly #actions: SeatActions;
  readonly #chosen: ChosenNotice;
  readonly #basket: Basket;
  readonly #summary: Summary;
  readonly #warnings: Warnings;
  readonly #showNotices: ShowNotices;
  readonly #showInfo: ShowInfo;
  readonly #ends: (() => void)[];
  #views: Views;
  #wishForm: WishForm;
  #live = true;

  constructor(options: ControllerOptions) {
    const { map, hall, show, i18n, layout } = options;
    this.#options = options;
    this.#names = new SeatNames(hall, i18n, show.currency, (seat) => map.priceOf(seat));
    const { liveRegion, notices } = layout;
    const context = { map, i18n, names: this.#names, liveRegion, notices };
    const actions = new SeatActions({
      ...context,
      explain: (content, offered) => this.views.explain(content, offered),
      take: (seats) => void this.#choose(seats),
    });
    this.#actions = actions;
    this.#views = this.#newViews(hall);
    this.#basket = new Basket({
      i18n,
      names: this.#names,
      colorOf: (category) => map.hall?.categories.get(category)?.color ?? "",
      giveBack: (seat) => void actions.giveBack([seat]),
      places: new PlacesList({
        map,
        i18n,
        names: this.#names,
        giveBack: (area) => this.#choosePlaces(area, {}),
      }),
      server: map.server,
      typesOf: ({ category }) => (map.show?.ticketTypes ?? []).filter(({ prices }) => category in prices),
      retype: (seat, type) => actions.retype(seat, type),
      clear: () => void actions.clear(),
    });
    this.#summary = new Summary(i18n, this.#names, () => void this.#checkout());
    this.#warnings = new Warnings({ ...context, actions, checkout: () => void this.#checkout() });
    this.#chosen = new ChosenNotice({
      ...context,
      actions,
      refocus: () => layout.panel.focus(),
      reveal: (seats) => this.views.reveal(seats),
    });
    this.#wishForm = this.#newWishForm(show, hall);
    this.#showNotices = new ShowNotices(context);
    this.#showInfo = new ShowInfo(i18n, show, hall);
    layout.details.append(this.#basket.element, this.#showInfo.element);
    layout.panel.append(this.#chosen.element, this.#wishForm.element, this.#summary.element);
    layout.open();
    this.#ends = this.#listen();
    this.#fill(map);
    this.#showNotices.sales(map.sales, false);
    this.#enable();
  }

  get views(): Views {
    return this.#views;
  }

  /** Whether the map is live. */
  set live(live: boolean) {
    this.#live = live;
    this.#enable();
  }

  end(): void {
    for (const end of this.#ends) end();
    this.views.destroy();
  }

  #listen(): (() => void)[] {
    const { map, layout } = this.#options;
    const ticking = setInterval(() => this.#tick(), TICK_MS);
    return [
      () => clearInterval(ticking),
      map.on("change", ({ changes }) => this.#changed(changes)),
      map.on("basket", (held) => this.#fill(held)),
      map.on("areas", ({ areas }) => this.views.updateAreas(areas)),
      map.on("conflict", (conflict) => this.#actions.explainConflict(conflict)),
      map.on("expiring", (warning) => this.#warnings.expiring(warning)),
      map.on("settled", () => this.#warnings.settled()),
      map.on("lost", (loss) => this.#warnings.lost(loss)),
      map.on("booked", (booked) => this.#booked(booked)),
      map.on("changed", (change) => this.#redraw(change)),
      map.on("sales", (sales) => {
        this.#showNotices.sales(sales, true);
        layout.notices.hide("problem");
        this.#enable();
      }),
    ];
  }

  #enable(): void {
    const onSale = this.#options.map.sales.state === "open";
    this.views.enabled = this.#live && onSale;
    this.#wishForm.enabled = onSale;
  }

  #newViews(hall: Hall, before?: ViewsState): Views {
    const options = {
      ...this.#options,
      hall,
      names: this.#names,
      press: (seat: string) => this.#press(seat),
      choose: (seats: string[]) => void this.#choose(seats),
      choosePlaces: (area: string, counts: Counts) => this.#choosePlaces(area, counts),
    };
    return new Views(this.#options.layout, options, before);
  }

  #newWishForm(show: Show, hall: Hall, before?: WishFormState): WishForm {
    const { i18n } = this.#options;
    const choose = (wish: Wish) => void this.#chooseBest(wish);
    return new WishForm({ i18n, names: this.#names, show, hall, choose }, before);
  }

  /** The organiser changed the show: the new hall comes in the place of the old one. */
  #redraw(change: ShowChange): void {
    const { map } = this.#options;
    const { hall, show } = map;
    if (!hall || !show) return;
    this.#names.adopt(hall, show.currency);
    if (change.what.includes("plan")) {
      const before = this.views.state;
      this.views.destroy();
      this.#views = this.#newViews(hall, before);
    } else if (change.what.includes("prices")) this.views.reprice(hall);
    this.#showInfo.update(show, hall);
    const { element, state } = this.#wishForm;
    this.#wishForm = this.#newWishForm(show, hall, state);
    element.replaceWith(this.#wishForm.element);
    this.#basket.redraw(map.basket, map.places);
    this.#showNotices.changed(change);
    this.#enable();
  }

  #changed(changes: readonly SeatChange[]): void {
    this.views.update(changes);
    this.#warnings.changed(changes);
  }

  #fill({ basket, places, total }: SeatMapEvents["basket"]): void {
    const { layout, map, i18n } = this.#options;
    const form = this.#wishForm.element;
    const atForm = form.matches(":focus-within");
    const n = places.reduce((sum, { count }) => sum + count, basket.length);
    layout.filled = n > 0;
    // Where there is little room it makes way for the summary, and must not take the keyboard along.
    if (atForm && !isShown(form)) layout.panel.focus();
    this.#basket.update(basket, places);
    const missing = map.show ? missingIn(i18n, map.show, n) : "";
    this.#summary.update({ n, total, missing, deadline: firstEnd([...basket, ...places]) });
    this.#chosen.update();
    this.#tick();
  }

  #tick(): void {
    const now = this.#options.map.now();
    this.#basket.tick(now);
    this.#summary.tick(now);
    this.#warnings.tick();
  }

  #press(seat: string): void {
    this.views.hideCallout();
    if (this.#live) this.#actions.press(seat);
  }

  async #choose(seats: string[]): Promise<void> {
    this.views.hideCallout();
    if (await this.#actions.choose(seats)) this.views.reveal(seats);
  }

  #choosePlaces(area: string, counts: Counts): void {
    void this.#actions.choosePlaces(area, counts);
  }

  async #chooseBest(wish: Wish): Promise<void> {
    const { panel } = this.#options.layout;
    this.views.hideCallout();
    const wasAsked = await this.#chosen.choose(wish);
    // Where the form makes way for the summary, the keyboard is on the panel by now.
    const isStillHere = panel.matches(":focus") || this.#wishForm.element.matches(":focus-within");
    if (wasAsked && isStillHere) this.#chosen.element.focus();
  }

  async #checkout(): Promise<void> {
    if (this.#summary.pending) return;
    this.#summary.pending = true;
    if (await this.#actions.checkout()) this.#options.checkedOut();
    this.#summary.pending = false;
  }

  #booked({ seats, areas = [] }: SeatMapEvents["booked"]): void {
    const { i18n, layout } = this.#options;
    const text = i18n.text("booked", { seats: this.#names.of([...seats, ...areas]) });
    layout.notices.show("booked", { sign: "check", text, closable: true });
    layout.liveRegion.announce(text);
  }
}
