"""The map on pages that zoom and transform it: what is under the pointer is meant, and it stays sharp."""

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support import builders
from tests.support.picker import PHONE, Picker
from tests.support.waiting import eventually
from tests.support.worker import Worker

SHOW = "hall-to-transform"
ROWS = dict.fromkeys("ABCDEFGH", 14)
SOLD = "D7"
TIP_REACH_PX = 16
WINDOW = {"width": 1000, "height": 800}

# What a page may do to the element and to what it is in.
STYLES: dict[str, "Styles"] = {
    "a parent's zoom of a half": {"parent": {"zoom": "0.5"}},
    "a parent's zoom below one": {"parent": {"zoom": "0.9"}},
    "a parent's zoom above one": {"parent": {"zoom": "1.5"}},
    "a zoom of its own": {"picker": {"zoom": "0.9"}},
    "zooms within each other": {
        "html": {"zoom": "1.25"},
        "parent": {"zoom": "0.8"},
        "picker": {"zoom": "0.9"},
    },
    "a parent that is scaled": {"parent": {"transform": "scale(0.7)", "transform-origin": "0 0"}},
    "a scale in a zoom": {
        "html": {"zoom": "0.9"},
        "parent": {"transform": "scale(1.2, 0.8)", "transform-origin": "0 0"},
    },
    "a parent that is turned": {"parent": {"rotate": "12deg"}},
    "a parent that is skewed": {"parent": {"transform": "skew(8deg, 4deg)"}, "picker": {"zoom": "0.9"}},
}
CASES = ["a parent's zoom below one", "a scale in a zoom", "a parent that is turned"]
# Rectangles as browsers told them before `currentCSSZoom`: in the zoomed pixels of their element.
OLD_RECTANGLES = """
const zoomOf = Object.getOwnPropertyDescriptor(Element.prototype, "currentCSSZoom").get;
const rectOf = Element.prototype.getBoundingClientRect;
delete Element.prototype.currentCSSZoom;
Element.prototype.getBoundingClientRect = function () {
  const [{ x, y, width, height }, zoom] = [rectOf.call(this), zoomOf.call(this)];
  return new DOMRect(x / zoom, y / zoom, width / zoom, height / zoom);
};
"""
STYLE = """(picker, styles) => {
  const elements = { html: document.documentElement, parent: picker.parentElement, picker };
  for (const { style } of Object.values(elements)) style.cssText = "";
  for (const [name, style] of Object.entries(styles)) {
    for (const [property, value] of Object.entries(style)) elements[name].style.setProperty(property, value);
  }
}"""
# Where the button that lies over a drawn seat is in the window: the browser's word, not the map's.
BUTTON = """(picker) => {
  const { x, y, width, height } = picker.shadowRoot.activeElement.getClientRects()[0];
  return [x + width / 2, y + height / 2];
}"""
DENSITY = """(picker) => {
  const canvas = picker.shadowRoot.querySelector(".viewport canvas");
  return canvas.width / canvas.clientWidth;
}"""

Styles = dict[str, dict[str, str]]
NewPage = Callable[..., Page]
Point = tuple[float, float]


@pytest.fixture(scope="module", autouse=True)
def show(worker: Worker) -> str:
    name = builders.add_show(worker, SHOW, ROWS)
    builders.book(worker.database, name, [SOLD])
    return name


class Transformed:
    """The map of a page that does something to it."""

    def __init__(self, page: Page, worker: Worker) -> None:
        self.page = page
        self.picker = Picker.enter(page, worker, SHOW)
        self.tooltip = page.get_by_role("tooltip")

    def style(self, styles: Styles) -> "Transformed":
        self.picker.element.evaluate(STYLE, styles)
        self.page.wait_for_timeout(50)  # the map follows its size in the next frame
        return self

    def drawn(self, seat: str) -> Point:
        """Return where a seat is drawn in the window: there the button is that has the focus."""
        self.picker.element.evaluate("(picker, seat) => picker.focusSeat(seat)", seat)
        self.picker.rect(seat)  # at rest
        x, y = self.picker.element.evaluate(BUTTON)
        return x, y

    def press_overview(self) -> Point:
        """Come near, press the overview right below its middle; return the number and row shown then."""
        self.drawn("D8")
        for _ in range(8):
            self.page.keyboard.press("+")
        overview = self.page.get_by_label("Overview of the hall")
        expect(overview).to_be_visible()
        box, whole = overview.bounding_box(), self.page.get_by_role("application").bounding_box()
        assert box
        assert whole
        self.page.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.75)
        (left, top), (right, bottom) = self.picker.center("E9"), self.picker.center("F10")
        x, y = whole["x"] + whole["width"] / 2, whole["y"] + whole["height"] / 2
        return 9 + (x - left) / (right - left), 5 + (y - top) / (bottom - top)

    def density(self) -> float:
        """Return how many pixels are drawn for one of the map's own CSS pixels."""
        density: float = self.picker.element.evaluate(DENSITY)
        return density


@pytest.fixture
def hall(new_page: NewPage, worker: Worker) -> Transformed:
    return Transformed(new_page(viewport=WINDOW, reduced_motion="reduce"), worker)


def test_a_click_chooses_the_seat_that_is_drawn_there(hall: Transformed) -> None:
    for styles in STYLES.values():
        hall.style(styles)
        for seat in ("B3", "H8"):
            place = hall.drawn(seat)
            assert hall.picker.center(seat) == pytest.approx(place, abs=1), styles
            hall.page.mouse.move(*place)
            expect(hall.tooltip).to_contain_text(f"ow {seat[0]}, seat {seat[1:]},")
        hall.page.mouse.click(*place)
        hall.picker.expect_state("mine", seat)
        hall.page.mouse.click(*place)
        hall.picker.expect_state("free", seat)


def test_browsers_whose_rectangles_leave_zoom_out_choose_the_same(new_page: NewPage, worker: Worker) -> None:
    page = new_page(viewport=WINDOW, reduced_motion="reduce")
    page.add_init_script(OLD_RECTANGLES)
    hall = Transformed(page, worker).style(STYLES["zooms within each other"])
    hall.page.mouse.click(*hall.drawn("H8"))
    hall.picker.expect_state("mine", "H8")


@pytest.mark.parametrize("case", CASES)
def test_hands_move_the_map_as_far_as_they_go(hall: Transformed, case: str) -> None:
    hall.style(STYLES[case])
    x, y = hall.drawn("D8")
    width = hall.picker.rect("D8")["width"]
    hall.page.mouse.move(x, y)
    for _ in range(3):
        hall.page.mouse.wheel(0, -200)
    eventually(lambda: hall.picker.rect("D8")["width"] > 1.5 * width)
    assert hall.picker.center("D8") == pytest.approx((x, y), abs=2)
    hall.page.mouse.down()
    hall.page.mouse.move(x + 20, y + 10, steps=3)
    hall.page.mouse.move(x + 60, y - 30, steps=3)
    hall.page.mouse.up()
    assert hall.picker.center("D8") == pytest.approx((x + 60, y - 30), abs=2)


@pytest.mark.parametrize("case", CASES[:2])
def test_a_press_on_the_overview_leads_to_what_is_there(hall: Transformed, case: str) -> None:
    plain = hall.press_overview()
    hall.style(STYLES[case])
    assert hall.press_overview() == pytest.approx(plain, abs=0.3)


@pytest.mark.parametrize("case", CASES)
def test_a_callout_points_to_its_seat(hall: Transformed, case: str) -> None:
    hall.style(STYLES[case])
    place = hall.drawn(SOLD)
    hall.page.mouse.click(*place)
    expect(hall.picker.callout).to_be_visible()
    tip = hall.picker.callout.locator(".tip").bounding_box()
    assert tip
    at = tip["x"] + tip["width"] / 2, tip["y"] + tip["height"] / 2
    assert math.dist(at, place) < hall.picker.rect(SOLD)["width"] / 2 + TIP_REACH_PX


def test_a_page_that_fingers_enlarged_chooses_the_seat_that_is_drawn_there(
    new_page: NewPage, worker: Worker
) -> None:
    hall = Transformed(new_page(**PHONE, reduced_motion="reduce"), worker)
    hall.style(STYLES["a parent's zoom below one"])
    hall.page.context.new_cdp_session(hall.page).send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    eventually(lambda: hall.page.evaluate("visualViewport.scale") == 2)
    for _ in range(2):  # a finger comes nearer first
        x, y = hall.drawn("B3")
        left, top = hall.page.evaluate("[visualViewport.offsetLeft, visualViewport.offsetTop]")
        hall.page.touchscreen.tap(x - left, y - top)
    hall.picker.expect_state("mine", "B3")


def test_the_map_is_as_sharp_as_the_display(hall: Transformed) -> None:
    hall.style({"picker": {"width": "600px", "height": "500px"}})
    assert hall.density() == pytest.approx(1, abs=0.01)
    session = hall.page.context.new_cdp_session(hall.page)
    for height, ratio in (
        (801, 2),
        (802, 1),
    ):  # the browser announces it only where the window has another size
        display = {**WINDOW, "height": height, "deviceScaleFactor": ratio, "mobile": False}
        session.send("Emulation.setDeviceMetricsOverride", display)
        eventually(lambda: hall.density() == pytest.approx(ratio, abs=0.02))  # noqa: B023
    hall.style({"picker": {"zoom": "1.5"}})
    eventually(lambda: hall.density() == pytest.approx(1.5, abs=0.02))
