/** What the checkers of Vue's and Svelte's templates look up for <seat-picker>. */

import type {} from "seatapp/svelte";
import type {} from "seatapp/vue";
import type { SvelteHTMLElements } from "svelte/elements";
import type { GlobalComponents } from "vue";

type VueProps = InstanceType<GlobalComponents["seat-picker"]>["$props"];
type SvelteProps = SvelteHTMLElements["seat-picker"];

export const vue: VueProps = {
  show: "cinema",
  token: async () => "a JWT",
  class: ["hall"],
  onCheckout: ({ detail }) => detail.userId,
  onSeatsChange: ({ detail }) => detail.seats.join(),
};
export const svelte: SvelteProps = {
  show: "cinema",
  class: "hall",
  oncheckout: ({ detail }) => detail.userId,
  "onseats-change": ({ detail }) => detail.seats.join(),
};
// @ts-expect-error: a show's id is a string
export const wrongInVue: VueProps = { show: 1 };
// @ts-expect-error: a show's id is a string
export const wrongInSvelte: SvelteProps = { show: 1 };
