"""Somebody at a window: sees what it shows, and clicks and types where a person would."""

import time
from typing import Any

from tests.support.waiting import eventually

from .window import Window, WindowError

LIVE_SECONDS = 20
PATIENCE_SECONDS = 15
REST_SECONDS = 0.05
HELPERS = """
const picker = document.querySelector("seat-picker");
const shown = (element) => element.checkVisibility({ visibilityProperty: true });
const all = (selector) => [document, picker?.shadowRoot]
  .flatMap((root) => [...(root?.querySelectorAll(selector) ?? [])]).filter(shown);
const say = (element) => (element.ariaLabel ?? element.innerText).replace(/\\s+/g, " ").trim();
const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
const topmost = (root, x, y) => {
  const element = root.elementFromPoint(x, y);
  return element?.shadowRoot ? topmost(element.shadowRoot, x, y) : element;
};
"""
IS_LIVE = "return picker?.dataset.connection === 'live' && all('.party-size .wide').length > 0"
SEAT = "const rect = picker.rectOf(arguments[0]); return rect ? middle(rect) : null"
CONTROL = """
const control = all(arguments[0]).find((element) => say(element).startsWith(arguments[1]));
control?.scrollIntoView({ block: "nearest" });
const place = control && middle(control.getBoundingClientRect());
return place && control.contains(topmost(document, ...place)) ? place : null;
"""
CONTROLS = "button, a, summary, [role=tab]"


class Visitor:
    """A person at a window, who sees what is in the element too."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def enter(self, url: str) -> "Visitor":
        """Open a page with a seat map, and wait until the hall is live."""
        self.window.open(url)
        return self.await_live()

    def await_live(self) -> "Visitor":
        self._await(IS_LIVE, timeout=LIVE_SECONDS)
        return self

    def click(self, *seats: str) -> None:
        """Click at seats on the map."""
        for seat in seats:
            self.window.click(*self._resting(SEAT, seat))

    def select(self, *seats: str) -> None:
        self.click(*seats)
        self.expect_state("mine", *seats)

    def press(self, name: str, among: str = CONTROLS) -> None:
        """Click at the first control that is called so, or begins so."""
        self.window.click(*self._resting(CONTROL, among, name))

    def open_row(self, row: str) -> "Visitor":
        """Go to the list, and open a row of it."""
        self.press("List")
        self.press(row)
        return self

    def press_seat(self, seat: str) -> None:
        """Click at a seat in the list."""
        self.press("", among=f'[data-seat="{seat}"]')

    def states(self, *seats: str) -> list[str]:
        return list(self._run("return [...arguments].map((seat) => picker.map.stateOf(seat))", *seats))

    def texts(self, part: str) -> list[str]:
        """Return what the parts of the page with this selector say, as far as they are shown."""
        return list(self._run("return all(arguments[0]).map(say)", part))

    def expect_state(self, state: str, *seats: str) -> None:
        condition = (
            "return [...arguments].slice(1).every((seat) => picker.map.stateOf(seat) === arguments[0])"
        )
        self._await(condition, state, *seats)

    def expect_text(self, part: str, text: str) -> None:
        """Wait until a part of the page with this selector says so."""
        condition = "return all(arguments[0]).some((part) => say(part).includes(arguments[1]))"
        self._await(condition, part, text)

    def expect_none(self, part: str) -> None:
        """Wait until no part of the page with this selector is shown."""
        self._await("return all(arguments[0]).length === 0", part)

    def expect_path(self, path: str) -> None:
        """Wait until the address has a path that begins like this."""
        self._await("return location.pathname.startsWith(arguments[0])", path)

    def expect_title(self, title: str) -> None:
        self._await("return document.title === arguments[0]", title)

    def seconds_left(self) -> int:
        """Return what the first countdown of the basket shows."""
        minutes, seconds = self.texts(".hold .clock")[0].split()[-1].split(":")
        return int(minutes) * 60 + int(seconds)

    def _run(self, body: str, *values: Any) -> Any:
        return self.window.run(HELPERS + body, *values)

    def _await(self, condition: str, *values: Any, timeout: float = PATIENCE_SECONDS) -> None:
        """Wait until the script returns something true; pages may come and go meanwhile."""
        try:
            eventually(lambda: self._attempt(condition, *values), timeout)
        except AssertionError:
            raise AssertionError(
                f"{values} not in {timeout} s; the page says {self.texts('body, .picker')}"
            ) from None

    def _attempt(self, body: str, *values: Any) -> Any:
        try:
            return self._run(body, *values)
        except WindowError:  # the page goes away
            return None

    def _resting(self, body: str, *values: Any) -> list[float]:
        """Return the place that the script finds, once it stays the same for a moment."""
        places: list[Any] = [None]

        def rests() -> bool:
            if places[-1]:
                time.sleep(REST_SECONDS)
            places.append(self._attempt(body, *values))
            return bool(places[-1]) and places[-1] == places[-2]

        eventually(rests, PATIENCE_SECONDS, f"nowhere to click: {values}")
        return list(places[-1])
