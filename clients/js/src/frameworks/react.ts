/** Makes <seat-picker> known to the JSX of React 19. */
import type { HTMLAttributes, RefAttributes } from "react";

import type { SeatPicker, SeatPickerAttributes, SeatPickerHandlers } from "../picker/index.ts";

export * from "../picker/index.ts";

type Own = SeatPickerAttributes & SeatPickerHandlers;
type PickerProps = Own & RefAttributes<SeatPicker> & Omit<HTMLAttributes<SeatPicker>, keyof Own>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "seat-picker": PickerProps;
    }
  }
}
