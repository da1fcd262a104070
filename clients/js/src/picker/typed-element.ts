/** What the element extends: HTMLElement with the element's own events, also where there is no browser. */
import type { SeatPickerEvents } from "./events.ts";

type Name = keyof SeatPickerEvents;
type NativeName = Exclude<keyof HTMLElementEventMap, Name>;
type NativeListener<Type extends NativeName> = (
  this: HTMLElement,
  event: HTMLElementEventMap[Type],
) => unknown;
type Listener<Type extends Name> = (this: HTMLElement, event: CustomEvent<SeatPickerEvents[Type]>) => unknown;

/** An element whose listeners are given its events with their `detail`. */
export interface TypedElement extends HTMLElement {
  addEventListener<Type extends Name>(
    type: Type,
    listener: Listener<Type>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Type extends NativeName>(
    type: Type,
    listener: NativeListener<Type>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends Name>(
    type: Type,
    listener: Listener<Type>,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<Type extends NativeName>(
    type: Type,
    listener: NativeListener<Type>,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** A page that is rendered on a server imports the element too, and makes none. */
export const TypedElement = (globalThis.HTMLElement ?? class {}) as { new (): TypedElement };
