/** The checkout page. */
import { Checkout } from "../checkout/checkout.ts";
import { CheckoutView } from "../checkout/checkout-view.ts";
import { ownTimes } from "../times.ts";

ownTimes();
const root = document.querySelector<HTMLElement>("[data-checkout]");
if (root?.dataset.show) {
  const checkout = new Checkout(root.dataset.show, new CheckoutView(root), root.querySelector("form"));
  void checkout.start();
}
// Whoever comes back by the browser's button sees what is so now.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
