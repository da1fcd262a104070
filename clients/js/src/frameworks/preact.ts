/** Makes <seat-picker> known to the JSX of Preact. */
import type { HTMLAttributes } from "preact";

import type { SeatPicker, SeatPickerAttributes, SeatPickerHandlers } from "../picker/index.ts";

export * from "../picker/index.ts";

type Own = SeatPickerAttributes & SeatPickerHandlers;
type PickerProps = Own & Omit<HTMLAttributes<SeatPicker>, keyof Own>;

declare global {
  namespace preact.JSX {
    interface IntrinsicElements {
      "seat-picker": PickerProps;
    }
  }
}
