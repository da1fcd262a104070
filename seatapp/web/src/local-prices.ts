/** Write every price of the page with its currency's sign. */
import { money } from "seatapp";

export function localPrices(root: ParentNode = document): void {
  for (const price of root.querySelectorAll<HTMLDataElement>("data[data-currency]")) {
    price.textContent = money(
      Number(price.value),
      price.dataset.currency ?? "",
      document.documentElement.lang,
    );
  }
}
