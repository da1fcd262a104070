"""What a test does with <seat-picker>: where seats are, what it says, and a wire that loses messages."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from .waiting import eventually
from .worker import Worker

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CONNECTION_ERRORS = "WebSocket connection|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET"
CONFLICT = "status of 409"


class Picker:
    """The element in a page, as the person in front of it has it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = page.locator("seat-picker")

    @classmethod
    def enter(cls, page: Page, worker: Worker, show: str) -> "Picker":
        """Open the show's page and wait until the hall is live."""
        page.goto(f"{worker.url}/shows/{show}")
        return cls(page).await_live()

    def await_live(self, timeout: float = 60_000) -> "Picker":
        expect(self.element).to_have_attribute("data-connection", "live", timeout=timeout)
        expect(self.together).to_be_attached()
        return self

    def state(self, seat: str) -> str:
        return str(self.element.evaluate("(picker, seat) => picker.map.stateOf(seat)", seat))

    def states(self, seats: list[str]) -> list[str]:
        return [self.state(seat) for seat in seats]

    def expect_state(self, state: str, *seats: str, timeout: float = 30) -> None:
        eventually(lambda: self.states(list(seats)) == [state] * len(seats), timeout)

    def rect(self, seat: str) -> dict[str, float]:
        """Return where a seat is on the map, once the map has come to rest."""
        places: list[Any] = []

        def rests() -> bool:
            self.page.wait_for_timeout(50)
            places.append(self.element.evaluate("(picker, seat) => picker.rectOf(seat)?.toJSON()", seat))
            return len(places) > 1 and places[-1] == places[-2]

        eventually(rests, 30)
        assert places[-1], f"{seat} is out of sight"
        return dict(places[-1])

    def center(self, seat: str) -> tuple[float, float]:
        """Return where to point at a seat on the map."""
        rect = self.rect(seat)
        return rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2

    def click(self, *seats: str) -> None:
        for seat in seats:
            self.page.mouse.click(*self.center(seat))

    def tap(self, *seats: str) -> None:
        for seat in seats:
            self.page.touchscreen.tap(*self.center(seat))

    def select(self, *seats: str) -> None:
        self.click(*seats)
        self.expect_state("mine", *seats)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.element.get_by_role("button", name=name)

    @property
    def together(self) -> Locator:
        """The button that chooses seats side by side."""
        return self.element.locator(".party-size .wide")

    def list_seat(self, seat: str) -> Locator:
        """Return a seat's button in the list."""
        return self.element.locator(f'[data-seat="{seat}"]')

    def open_list(self) -> "Picker":
        self.element.get_by_role("tab", name="List").click()
        return self

    @property
    def held(self) -> Locator:
        """The seats in the basket."""
        return self.element.locator("[data-held]")

    @property
    def callout(self) -> Locator:
        return self.element.locator(".callout")

    def notice(self, name: str) -> Locator:
        return self.element.locator(f'[data-notice="{name}"]')

    @property
    def spoken(self) -> Locator:
        """What a screen reader is told politely."""
        return self.element.locator(".visually-hidden [role=status]")

    @property
    def alerted(self) -> Locator:
        """What a screen reader is told at once."""
        return self.element.locator(".visually-hidden [role=alert]")

    def seconds_left(self) -> int:
        """Return what the first countdown of the basket shows."""
        shown = self.element.locator(".hold .clock").first.inner_text()
        minutes, seconds = re.findall(r"\d+", shown)
        return int(minutes) * 60 + int(seconds)

    def expect_seconds_left(self, least: int, most: int) -> None:
        """Wait until the first countdown shows that: the server's time is known better by each answer."""
        eventually(lambda: least <= self.seconds_left() <= most)


RECORDER = """
window.told = [];
const names = ["seats-change", "seat-conflict", "seats-expiring", "seats-lost", "checkout"];
for (const name of [...names, "show-change", "sales-change"]) {
  document.addEventListener(name, ({ detail }) => told.push([name, detail]));
}
"""


def record_events(page: Page) -> None:
    """Keep the events that the element sends to the page, from its next load on: see `events`."""
    page.add_init_script(RECORDER)


def events(page: Page, name: str) -> list[Any]:
    """Return the details of the events of one name."""
    return [detail for told, detail in page.evaluate("told") if told == name]


class Wire:
    """The page's WebSocket, of which the test can lose messages from the server."""

    def __init__(self, page: Page) -> None:
        self.loses: Callable[[str], bool] = lambda _: False
        self.lost: list[str] = []
        page.route_web_socket(re.compile("/socket.io/"), self._connect)

    def lose(self, *words: str) -> None:
        """From now on lose the messages that contain one of these words."""
        self.loses = lambda text: any(word in text for word in words)

    def _connect(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda text: self._pass(route, str(text)))
        route.on_message(server.send)

    def _pass(self, route: WebSocketRoute, text: str) -> None:
        if self.loses(text):
            self.lost.append(text)
        else:
            route.send(text)
