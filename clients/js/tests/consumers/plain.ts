/** A page of a shop that uses no framework, and is checked with nothing but the package: only its types count. */
import "seatapp/seat-picker";
import { Bookings, money, Refusal, SeatMap } from "seatapp";
import type { SeatPicker } from "seatapp/seat-picker";

const picker = document.querySelector("seat-picker") ?? document.createElement("seat-picker");
picker.addEventListener("checkout", ({ detail }) => pay(detail.userId, detail.showId, detail.total));
picker.addEventListener("seats-lost", ({ detail: { seats, reason } }) => console.log(seats.join(), reason), {
  once: true,
});
picker.addEventListener("ready", function ({ detail }) {
  this.focus();
  if (detail.sales.state === "upcoming") console.log(detail.sales.opensAt);
});
picker.addEventListener("error", ({ detail }) => console.error(detail.code, detail.message));
picker.addEventListener("click", ({ clientX }) => clientX.toFixed());
picker.addEventListener("an-event-of-the-shop", (event: Event) => event.type);
picker.removeEventListener("checkout", ({ detail }) => detail.seats);
// @ts-expect-error: no such key
picker.addEventListener("checkout", ({ detail }) => detail.price);

async function pay(userId: string, showId: string, total: number): Promise<string> {
  console.log(userId, showId, money(total, picker.map?.show?.currency ?? "EUR"));
  const bookings = new Bookings({ server: "https://seats.example", token: async () => "a JWT" });
  const [latest] = (await bookings.list({ perPage: 1 })).bookings;
  const left = latest && (await bookings.cancel(latest.id, ["A1"]));
  return left?.status ?? "none";
}

export function open(element: HTMLElement = picker): (() => void) | undefined {
  const map = (element as SeatPicker).map ?? new SeatMap({ show: "cinema" });
  map.select(["A1"]).catch((error) => error instanceof Refusal && error.code);
  return map.on("ready", ({ show }) => console.log(show.title, map.userId));
}
