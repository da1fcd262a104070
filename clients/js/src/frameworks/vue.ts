/** Makes <seat-picker> known to Vue's templates. */
import type { HTMLAttributes, PublicProps } from "vue";

import type { SeatPicker, SeatPickerAttributes, SeatPickerEvents } from "../picker/index.ts";

export * from "../picker/index.ts";

/** What Vue makes of an event's name: `@seats-change` is the prop `onSeatsChange`. */
type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;
type Handlers = {
  [Name in keyof SeatPickerEvents as `on${Capitalize<Camel<Name>>}`]?: (
    event: CustomEvent<SeatPickerEvents[Name]>,
  ) => void;
};
type Own = SeatPickerAttributes & Handlers;

/** The element, seen as a component. */
interface SeatPickerComponent {
  new (): SeatPicker & { $props: Own & Omit<HTMLAttributes, keyof Own> & PublicProps };
}

declare module "vue" {
  interface GlobalComponents {
    "seat-picker": SeatPickerComponent;
  }
}
