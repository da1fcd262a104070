/** Makes <seat-picker> known to Svelte's templates. */
import type { HTMLAttributes } from "svelte/elements";

import type { SeatPicker, SeatPickerAttributes, SeatPickerHandlers } from "../picker/index.ts";

export * from "../picker/index.ts";

type Own = SeatPickerAttributes & SeatPickerHandlers;
type PickerProps = Own & Omit<HTMLAttributes<SeatPicker>, keyof Own>;

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "seat-picker": PickerProps;
  }
}
