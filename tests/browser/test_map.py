"""The drawn hall: moved by mouse, wheel and fingers, pointed at, and walked by keys."""

import math
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, FloatRect, Locator, Page, expect

from seatapp.shows.demo import THEATRE_PRICES
from seatapp.shows.demo.theatre import theatre
from tests.support import builders
from tests.support.picker import PHONE, Picker
from tests.support.waiting import eventually
from tests.support.worker import Worker

SHOW = "theatre-to-look-at"
SEAT = "S10-20"
FIRST = "S1-1"
FINGER_PX = 24

NewPage = Callable[..., Page]
Point = tuple[float, float]


@pytest.fixture(scope="module", autouse=True)
def show(worker: Worker) -> str:
    return builders.add_show(worker, SHOW, plan=theatre(), prices=THEATRE_PRICES)


class Map:
    """The map of a hall's page, as somebody has it under their hands."""

    def __init__(self, page: Page, worker: Worker) -> None:
        self.page = page
        self.picker = Picker.enter(page, worker, SHOW)
        self.canvas = page.get_by_role("application")
        self.overview = page.get_by_label("Overview of the hall")
        self.tooltip = page.get_by_role("tooltip")
        self.await_rest()

    @property
    def box(self) -> FloatRect:
        box = self.canvas.bounding_box()
        assert box, "there is no map"
        return box

    def rect(self, seat: str = SEAT) -> dict[str, float] | None:
        """Return where a seat is in the window; None where it is out of sight."""
        rect: dict[str, float] | None = self.picker.element.evaluate(
            "(picker, seat) => picker.rectOf(seat)?.toJSON() ?? null", seat
        )
        return rect

    def size(self) -> float:
        """Return how wide the seat is drawn; very, if so that it is out of sight."""
        rect = self.rect()
        return rect["width"] if rect else math.inf

    def await_rest(self) -> None:
        """Wait until nothing moves by itself any more."""

        def rests() -> bool:
            before = self.rect(), self.rect(FIRST)
            self.page.wait_for_timeout(120)
            return before == (self.rect(), self.rect(FIRST))

        eventually(rests)

    def come_nearer(self) -> None:
        """Zoom in about the seat until it is easily chosen."""
        self.page.mouse.move(*self.picker.center(SEAT))
        while self.size() < 2 * FINGER_PX:
            self.page.mouse.wheel(0, -100)
            self.page.wait_for_timeout(50)
        self.await_rest()

    def focus(self, seat: str) -> None:
        self.picker.element.evaluate("(picker, seat) => picker.focusSeat(seat)", seat)

    @property
    def focused(self) -> Locator:
        return self.canvas.locator("button:focus")

    def expect_focus(self, seat: str) -> None:
        """A screen reader says which seat it is."""
        expect(self.focused).to_have_attribute("aria-label", pattern_of(seat))


def pattern_of(seat: str) -> re.Pattern[str]:
    row, number = seat[1:].split("-")
    return re.compile(rf"row {row}, seat {number}\b")


@pytest.fixture
def hall(new_page: NewPage, worker: Worker) -> Map:
    return Map(new_page(), worker)


class Fingers:
    """Fingers on a phone."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session

    def put(self, *points: Point) -> None:
        self._send("touchStart", points)

    def move(self, *points: Point) -> None:
        self._send("touchMove", points)

    def lift(self) -> None:
        self._send("touchEnd", ())

    def tap(self, point: Point) -> None:
        self.put(point)
        self.lift()

    def _send(self, kind: str, points: tuple[Point, ...]) -> None:
        touches = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


@pytest.fixture
def phone(new_page: NewPage, worker: Worker) -> tuple[Map, Fingers]:
    page = new_page(**PHONE)
    return Map(page, worker), Fingers(page.context.new_cdp_session(page))


def test_the_whole_hall_is_in_sight_at_first_and_has_no_overview(hall: Map) -> None:
    assert all(hall.rect(seat) for seat in (FIRST, SEAT, "B8-1", "B8-56", "L1-1", "R1-1"))
    expect(hall.overview).to_be_hidden()


def test_dragging_moves_the_hall_and_chooses_nothing(hall: Map) -> None:
    hall.come_nearer()
    x, y = hall.picker.center(SEAT)
    hall.page.mouse.move(x, y)
    hall.page.mouse.down()
    hall.page.mouse.move(x + 30, y + 20, steps=5)
    hall.page.mouse.move(x + 60, y + 40, steps=5)
    hall.page.wait_for_timeout(150)  # a hand that rests flicks nothing
    hall.page.mouse.up()
    hall.await_rest()
    assert hall.picker.center(SEAT) == pytest.approx((x + 60, y + 40), abs=1)
    assert hall.picker.state(SEAT) == "free"


def test_a_flick_lets_the_hall_glide_on(hall: Map) -> None:
    hall.come_nearer()

    def glides() -> bool:
        x, y = hall.picker.center(SEAT)
        hall.page.mouse.move(x, y)
        hall.page.mouse.down()
        for step in range(1, 6):
            hall.page.mouse.move(x - 10 * step, y)
        hall.page.mouse.up()
        hall.await_rest()
        return hall.picker.center(SEAT)[0] < x - 55

    eventually(glides, 10)  # a hand on a busy machine is a slow hand


def test_the_wheel_zooms_about_the_pointer_and_out_again_to_the_whole(hall: Map) -> None:
    at, size = hall.picker.center(SEAT), hall.size()
    hall.page.mouse.move(*at)
    hall.page.mouse.wheel(0, -300)
    eventually(lambda: hall.size() > 1.2 * size)
    hall.await_rest()
    assert hall.picker.center(SEAT) == pytest.approx(at, abs=1)
    for _ in range(20):
        hall.page.mouse.wheel(0, 300)
    eventually(lambda: hall.size() == pytest.approx(size))


def test_a_click_chooses_and_gives_back(hall: Map) -> None:
    hall.picker.select(SEAT)
    hall.picker.click(SEAT)
    hall.picker.expect_state("free", SEAT)


def test_the_overview_shows_where_one_is_and_leads_elsewhere(hall: Map) -> None:
    hall.come_nearer()
    expect(hall.overview).to_be_visible()
    assert not hall.rect("L1-1")
    box = hall.overview.bounding_box()
    assert box
    hall.page.mouse.click(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.3)
    eventually(lambda: not hall.rect(SEAT))
    hall.page.get_by_role("button", name="Show the whole hall").click()
    eventually(lambda: hall.rect(SEAT) and hall.rect("L1-1"))
    expect(hall.overview).to_be_hidden()


def test_a_double_click_between_seats_comes_nearer(hall: Map) -> None:
    size = hall.size()
    x, y = hall.box["x"], hall.box["y"]
    hall.page.mouse.dblclick(x + 20, y + hall.box["height"] * 0.6)
    eventually(lambda: hall.size() > 1.5 * size)


def test_a_tooltip_says_what_a_seat_is_and_escape_puts_it_away(hall: Map) -> None:
    hall.page.mouse.move(*hall.picker.center(SEAT))
    expect(hall.tooltip).to_contain_text(pattern_of(SEAT))
    expect(hall.tooltip).to_contain_text("€64.00")
    hall.page.keyboard.press("Escape")
    expect(hall.tooltip).to_be_hidden()
    hall.page.mouse.move(*hall.picker.center("S10-21"))
    expect(hall.tooltip).to_contain_text(pattern_of("S10-21"))
    hall.page.mouse.move(hall.box["x"] + 5, hall.box["y"] + 5)
    expect(hall.tooltip).to_be_hidden()


def test_arrow_keys_walk_from_seat_to_seat_and_enter_chooses(hall: Map) -> None:
    hall.focus(FIRST)
    hall.expect_focus(FIRST)
    for key, seat in {"ArrowRight": "S1-2", "ArrowLeft": "S1-1", "End": "S1-15", "Home": "S1-1"}.items():
        hall.page.keyboard.press(key)
        hall.expect_focus(seat)
    hall.page.keyboard.press("ArrowRight")
    expect(hall.tooltip).to_contain_text(pattern_of("S1-2"))
    for key, state, pressed in (("Enter", "mine", "true"), ("Space", "free", "false")):
        hall.page.keyboard.press(key)
        hall.picker.expect_state(state, "S1-2")
        expect(hall.focused).to_have_attribute("aria-pressed", pressed)


def test_the_seat_with_the_focus_is_seen_and_large_enough_to_hit(hall: Map) -> None:
    hall.come_nearer()
    hall.focus(FIRST)
    eventually(lambda: hall.rect(FIRST))
    hall.await_rest()
    hall.page.keyboard.press("0")
    hall.await_rest()
    box, (x, y) = hall.focused.bounding_box(), hall.picker.center(FIRST)
    assert box
    assert min(box["width"], box["height"]) >= FINGER_PX
    assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == pytest.approx((x, y), abs=1)


def test_the_map_is_one_stop_of_the_tab_key(hall: Map) -> None:
    hall.focus(SEAT)
    hall.page.keyboard.press("Tab")
    expect(hall.page.get_by_role("button", name="Zoom in")).to_be_focused()
    hall.page.keyboard.press("Shift+Tab")
    hall.expect_focus(SEAT)


def test_keys_zoom_and_show_the_whole(hall: Map) -> None:
    size = hall.size()
    hall.focus(SEAT)
    hall.page.keyboard.press("0")
    hall.await_rest()
    hall.page.keyboard.press("+")
    eventually(lambda: hall.size() > 1.3 * size)
    hall.await_rest()
    hall.page.keyboard.press("-")
    eventually(lambda: hall.size() < 1.2 * size)
    hall.page.keyboard.press("+")
    hall.page.keyboard.press("0")
    eventually(lambda: hall.size() == pytest.approx(size))


def test_keys_zoom_about_the_seat_that_the_keyboard_is_on(new_page: NewPage, worker: Worker) -> None:
    hall = Map(new_page(reduced_motion="reduce"), worker)
    hall.focus(FIRST)
    hall.page.keyboard.press("0")
    place = hall.picker.center(FIRST)
    for _ in range(6):
        hall.page.keyboard.press("+")
    assert hall.picker.rect(FIRST)["width"] > 2 * FINGER_PX
    assert hall.picker.center(FIRST) == pytest.approx(place, abs=1)


def test_who_wants_no_motion_is_there_at_once(new_page: NewPage, worker: Worker) -> None:
    hall = Map(new_page(reduced_motion="reduce"), worker)
    size = hall.size()
    hall.page.get_by_role("button", name="Zoom in").click()
    assert hall.size() == pytest.approx(1.6 * size)


def test_a_finger_comes_nearer_first_and_then_chooses(phone: tuple[Map, Fingers]) -> None:
    hall, fingers = phone
    assert hall.size() < FINGER_PX
    fingers.tap(hall.picker.center(SEAT))
    eventually(lambda: hall.size() >= FINGER_PX)
    hall.await_rest()
    assert hall.picker.state(SEAT) == "free"
    x, y = hall.picker.center(SEAT)
    fingers.tap((x, y + hall.size() / 2 + 4))  # a thumb is not exact
    hall.picker.expect_state("mine", SEAT)


def test_two_fingers_zoom_the_map_and_not_the_page(phone: tuple[Map, Fingers]) -> None:
    hall, fingers = phone
    size, (x, y) = hall.size(), hall.picker.center(SEAT)
    fingers.put((x - 30, y), (x + 30, y))
    for spread in range(35, 95, 5):
        fingers.move((x - spread, y), (x + spread, y))
    fingers.lift()
    hall.await_rest()
    assert hall.size() == pytest.approx(3 * size, rel=0.1)
    assert hall.picker.center(SEAT) == pytest.approx((x, y), abs=8)
    assert hall.page.evaluate("visualViewport.scale") == 1
    assert hall.picker.state(SEAT) == "free"


def test_a_double_tap_between_seats_comes_nearer(phone: tuple[Map, Fingers]) -> None:
    hall, fingers = phone
    size, box = hall.size(), hall.box
    for _ in range(2):
        fingers.tap((box["x"] + 20, box["y"] + 20))
    eventually(lambda: hall.size() > 1.5 * size)


def test_a_finger_drags_the_map_and_not_the_page(phone: tuple[Map, Fingers]) -> None:
    hall, fingers = phone
    fingers.tap(hall.picker.center(SEAT))
    eventually(lambda: hall.size() >= FINGER_PX)
    hall.await_rest()
    x, y = hall.picker.center(SEAT)
    fingers.put((x, y))
    for step in range(1, 11):
        fingers.move((x, y - 6 * step))
    hall.page.wait_for_timeout(150)
    fingers.lift()
    hall.await_rest()
    assert hall.picker.center(SEAT) == pytest.approx((x, y - 60), abs=2)
    assert hall.page.evaluate("scrollY") == 0
