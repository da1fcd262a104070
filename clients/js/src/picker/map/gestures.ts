/** Recognizes gestures on the map (drag, flick, pinch, wheel, tap) and passes them to handlers. */
import type { Place } from "../../plan.ts";
import type { LocalSpace } from "../ui/local-space.ts";

export interface GestureHandlers {
  /** A hand came down: what moves by itself must stop. */
  touched(): void;
  dragged(dx: number, dy: number): void;
  /** Let go at this speed, in pixels a millisecond. */
  flicked(vx: number, vy: number): void;
  /** Came nearer by `factor` about a point; false if that was not possible. */
  zoomed(factor: number, at: Place): boolean;
  tapped(at: Place, by: Tap): void;
  /** A mouse or pen is over a point, or left. */
  hovered(at: Place | undefined): void;
}

export interface Tap {
  finger: boolean;
  /** Whether it is the second of two in the same place. */
  again: boolean;
}

const SLIP_PX = { mouse: 4, other: 9 }; // a press that moves less is a tap
const AGAIN_MS = 320;
const AGAIN_PX = 24;
const FLICK_MS = 80; // of the last movement that tell its speed
const WHEEL_PX = 120; // the most that one turn of the wheel counts

interface Pointer extends Place {
  /** Where it came down, in the window: a hand trembles as much on a map that is drawn small. */
  start: Place;
  type: string;
  moved: boolean;
  trail: [time: number, x: number, y: number][];
}

/** Listen on `target` until `signal`; places are those of `space`. */
export function listen(
  target: HTMLElement,
  space: LocalSpace,
  handlers: GestureHandlers,
  signal: AbortSignal,
): void {
  const pointers = new Map<number, Pointer>();
  let pinched = false;
  let last: (Place & { time: number }) | undefined;

  const inWindow = ({ clientX, clientY }: MouseEvent): Place => ({ x: clientX, y: clientY });
  const place = (event: MouseEvent): Place => space.toLocal(inWindow(event));

  function press(event: PointerEvent): void {
    if (event.button !== 0) return;
    handlers.touched();
    if (!pointers.size) pinched = false;
    const { x, y } = place(event);
    const [start, type] = [inWindow(event), event.pointerType];
    pointers.set(event.pointerId, { x, y, start, type, moved: false, trail: [] });
    target.setPointerCapture(event.pointerId);
    if (pointers.size > 1) pinched = true;
  }

  function move(event: PointerEvent): void {
    const pointer = pointers.get(event.pointerId);
    const { x, y } = place(event);
    const at = { x, y };
    if (!pointer) {
      if (event.pointerType !== "touch") handlers.hovered(at);
      return;
    }
    const slip = pointer.type === "mouse" ? SLIP_PX.mouse : SLIP_PX.other;
    if (!pinched && !pointer.moved && distance(inWindow(event), pointer.start) < slip) return;
    const others = [...pointers.values()].filter((other) => other !== pointer);
    const [other] = others;
    if (other) pinch(pointer, at, other);
    else handlers.dragged(at.x - pointer.x, at.y - pointer.y);
    if (!pointer.moved) handlers.hovered(undefined);
    Object.assign(pointer, at, { moved: true });
    pointer.trail.push([event.timeStamp, at.x, at.y]);
    if (pointer.trail.length > 20) pointer.trail.shift();
  }

  /** One finger moved: the point between the two follows, and what is there grows about it. */
  function pinch(before: Place, now: Place, still: Place): void {
    handlers.dragged((now.x - before.x) / 2, (now.y - before.y) / 2);
    const middle = { x: (now.x + still.x) / 2, y: (now.y + still.y) / 2 };
    handlers.zoomed((distance(now, still) || 1) / (distance(before, still) || 1), middle);
  }

  function lift(event: PointerEvent): void {
    const pointer = pointers.get(event.pointerId);
    if (!pointer) return;
    pointers.delete(event.pointerId);
    if (pinched) return;
    if (pointer.moved) handlers.flicked(...speed(pointer.trail, event.timeStamp));
    else tap(event, pointer.type);
  }

  function tap(event: PointerEvent, type: string): void {
    const [at, time] = [inWindow(event), event.timeStamp];
    const again = last !== undefined && time - last.time < AGAIN_MS && distance(at, last) < AGAIN_PX;
    last = again ? undefined : { ...at, time };
    handlers.tapped(place(event), { finger: type === "touch", again });
  }

  function wheel(event: WheelEvent): void {
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (!event.ctrlKey && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      handlers.dragged(-event.deltaX * lines, 0);
      return;
    }
    const pixels = Math.max(-WHEEL_PX, Math.min(WHEEL_PX, event.deltaY * lines));
    // At the end of its way out the map lets the page scroll on.
    if (handlers.zoomed(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0022)), place(event)) || event.ctrlKey) {
      event.preventDefault();
    }
  }

  target.addEventListener("pointerdown", press, { signal });
  target.addEventListener("pointermove", move, { signal });
  target.addEventListener("pointerup", lift, { signal });
  target.addEventListener("pointercancel", ({ pointerId }) => pointers.delete(pointerId), { signal });
  target.addEventListener("pointerleave", () => pointers.size || handlers.hovered(undefined), { signal });
  target.addEventListener("wheel", wheel, { signal, passive: false });
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Pixels a millisecond, over the end of a trail; a hand that rested flicks nothing. */
function speed(trail: Pointer["trail"], now: number): [number, number] {
  const recent = trail.filter(([time]) => now - time < FLICK_MS);
  const [first, last] = [recent[0], recent.at(-1)];
  if (!first || !last || first === last) return [0, 0];
  const passed = Math.max(last[0] - first[0], 1);
  return [(last[1] - first[1]) / passed, (last[2] - first[2]) / passed];
}
