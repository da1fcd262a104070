"""The element for everybody: whatever the language, the eyes, the hands and the window."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe, builders
from tests.support.picker import CONFLICT, PHONE, Picker, Wire
from tests.support.worker import Worker

NewPage = Callable[..., Page]

# 1280 by 1024 CSS pixels, seen at 400 %.
MAGNIFIED: dict[str, Any] = {"viewport": {"width": 320, "height": 256}}
DARK: dict[str, Any] = {"color_scheme": "dark"}
CONTRAST: dict[str, Any] = {"forced_colors": "active"}

SMALL_TARGETS = """picker => [...picker.shadowRoot.querySelectorAll("button, input, [role=tab]")]
  .filter((target) => target.checkVisibility({ visibilityProperty: true }))
  .filter((target) => !target.matches(".keyboard *"))
  .map((target) => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 24 || height < 24)
  .map(([html]) => html)"""
CUT_OFF = """picker => [...picker.shadowRoot.querySelectorAll("*")]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }) && part.getClientRects().length)
  .filter((part) => !part.closest(".hallmap, .visually-hidden, svg"))
  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
  .map((part) => part.outerHTML.slice(0, 80))"""


@pytest.fixture
def show(worker: Worker) -> str:
    rows = {"A": 10, "B": 10}
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", rows, prices={"Standard": 1250})


def enter(page: Page, worker: Worker, show: str, lang: str = "en") -> Picker:
    """Enter in a language of the visitor's."""
    visitor = Picker.enter(page, worker, show)
    if lang != "en":
        visitor.element.evaluate("(picker, lang) => picker.setAttribute('lang', lang)", lang)
        expect(visitor.element.locator(".picker")).to_have_attribute("lang", lang)
    return visitor


@pytest.mark.parametrize("device", [{}, {**PHONE, **DARK}, CONTRAST, MAGNIFIED], ids=repr)
def test_axe_finds_nothing(new_page: NewPage, worker: Worker, show: str, device: dict[str, Any]) -> None:
    ann = enter(new_page(expected_errors=CONFLICT, **device), worker, show)
    builders.book(worker.database, show, ["B1"])
    assert axe.faults(ann.page) == []
    ann.together.click()
    expect(ann.held).to_have_count(2)
    assert axe.faults(ann.page) == []
    if ann.button("Show details").is_visible():
        ann.button("Show details").click()
        assert axe.faults(ann.page) == []
        ann.button("Hide details").click()
    ann.open_list()
    ann.button("Row B").click()
    ann.button("Available only").click()
    assert axe.faults(ann.page) == []
    assert ann.element.evaluate(SMALL_TARGETS) == []
    assert ann.element.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("device", [{}, {**PHONE, **DARK}], ids=repr)
def test_axe_finds_nothing_in_a_conflict(
    new_page: NewPage, worker: Worker, show: str, device: dict[str, Any]
) -> None:
    page = new_page(expected_errors=CONFLICT, **device)
    wire = Wire(page)
    ann = enter(page, worker, show)
    wire.lose("seats-selected", "seat-conflict", "show-seq")
    bob = enter(new_page(), worker, show)
    bob.select("A5")
    ann.element.evaluate("picker => picker.map.select(['A5']).catch(() => {})")
    expect(ann.callout).to_be_visible()
    assert axe.faults(page) == []
    assert ann.element.evaluate(SMALL_TARGETS) == []


WORDS = {
    "de": ["Liste", "2 Plätze aussuchen lassen", "Ihre Plätze", "12,50 €"],
    "de-AT": ["Liste", "Ihre Plätze", "€ 12,50"],
    "ar": ["قائمة", "اختر لي مقعدين", "مقاعدك"],
    "pl-PL": ["Lista", "Wybierz mi 2 miejsca", "Twoje miejsca"],
    "he": ["רשימה", "בחרו לי שני מושבים", "המושבים שלכם"],
    "xx": ["List", "Choose 2 seats for me"],
}


def test_the_element_speaks_the_visitors_language(new_page: NewPage, worker: Worker, show: str) -> None:
    ann = enter(new_page(), worker, show)
    for lang, words in WORDS.items():
        ann.element.evaluate("(picker, lang) => picker.setAttribute('lang', lang)", lang)
        for text in words:
            expect(ann.element.get_by_text(text).first).to_be_visible()
        ann.select("A1")
        assert axe.faults(ann.page) == []
        ann.click("A1")
        ann.expect_state("free", "A1")


def test_changing_the_language_keeps_the_seats(new_page: NewPage, worker: Worker, show: str) -> None:
    ann = enter(new_page(), worker, show)
    ann.select("A1")
    ann.element.evaluate("picker => picker.setAttribute('lang', 'de')")
    expect(ann.held).to_contain_text("Reihe A, Platz 1")
    ann.select("A2")
    expect(ann.held).to_have_count(2)


def test_arabic_runs_from_right_to_left(new_page: NewPage, worker: Worker, show: str) -> None:
    ann = enter(new_page(), worker, show, "ar")
    panel = ann.element.locator(".panel").bounding_box()
    views = ann.element.locator(".views").bounding_box()
    assert panel
    assert views
    assert panel["x"] < views["x"]
    ann.select("A1", "A2")
    expect(ann.element.locator(".sum")).to_contain_text("مقعدان")
    ann.element.get_by_role("tab", name="قائمة").click()
    ann.element.get_by_role("heading", level=4).first.get_by_role("button").click()
    first, second = ann.list_seat("A1").bounding_box(), ann.list_seat("A2").bounding_box()
    assert first
    assert second
    assert second["x"] < first["x"]
    ann.list_seat("A1").focus()
    ann.page.keyboard.press("ArrowLeft")
    assert ann.element.evaluate("picker => picker.shadowRoot.activeElement.dataset.seat") == "A2"


def test_the_dark_is_dark(new_page: NewPage, worker: Worker, show: str) -> None:
    def ground(visitor: Picker) -> str:
        panel = visitor.element.locator(".panel")
        return str(panel.evaluate("panel => getComputedStyle(panel).backgroundColor"))

    page = new_page()
    page.goto(f"{worker.url}/shows/{show}")
    # A page that has no colours of its own.
    page.evaluate("document.querySelector('link[rel=stylesheet]').remove()")
    ann = Picker(page).await_live()
    assert ground(ann) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    assert ground(ann) == "rgb(28, 31, 41)"
    ann.element.evaluate("picker => picker.setAttribute('theme', 'light')")
    assert ground(ann) == "rgb(255, 255, 255)"
    ann.element.evaluate("picker => picker.style.setProperty('--seatapp-surface', 'rgb(1, 2, 3)')")
    assert ground(ann) == "rgb(1, 2, 3)"


def test_at_400_percent_nothing_is_out_of_reach(new_page: NewPage, worker: Worker, show: str) -> None:
    ann = enter(new_page(**MAGNIFIED), worker, show)
    assert ann.page.evaluate("document.documentElement.scrollWidth") <= 320
    ann.together.scroll_into_view_if_needed()
    ann.together.click()
    expect(ann.held).to_have_count(2)
    ann.button("Remove all").click()
    expect(ann.held).to_have_count(0)
    ann.together.click()
    with ann.page.expect_navigation(url="**/checkout"):
        ann.button("Checkout").click()


def test_nothing_moves_for_who_wants_no_motion(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(expected_errors="ERR_FAILED", reduced_motion="reduce")
    page.route("**/api/shows/*", lambda route: route.abort())
    page.goto(f"{worker.url}/shows/{show}")
    skeleton = Picker(page).element.locator(".skeleton i").first
    expect(skeleton).to_be_visible()
    assert skeleton.evaluate("seat => seat.getAnimations().length") == 0


def test_what_was_focused_in_the_basket_hands_the_focus_on(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    ann = enter(new_page(), worker, show)
    ann.select("A1", "A2")
    ann.button("Remove row A, seat 1").press("Enter")
    expect(ann.held).to_have_count(1)
    expect(ann.button("Remove row A, seat 2")).to_be_focused()
    ann.page.keyboard.press("Enter")
    expect(ann.held).to_have_count(0)
    expect(ann.element.get_by_role("heading", name="Your seats")).to_be_focused()


@pytest.mark.parametrize("view", ["map", "list"])
def test_a_conflict_is_settled_with_the_keyboard(
    new_page: NewPage, worker: Worker, show: str, view: str
) -> None:
    page = new_page(expected_errors=CONFLICT)
    wire = Wire(page)
    ann = enter(page, worker, show)
    wire.lose("seats-selected", "seat-conflict", "show-seq")
    enter(new_page(), worker, show).select("A5")
    if view == "list":
        ann.open_list()
    ann.element.evaluate("picker => picker.focusSeat('A5')")
    page.keyboard.press("Enter")
    instead = ann.callout.get_by_role("button", name="instead")
    expect(instead).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if instead.evaluate("button => button.matches(':focus')"):
            break
    page.keyboard.press("Enter")
    expect(ann.held).to_have_count(1)
    name = ann.element.evaluate("picker => picker.shadowRoot.activeElement?.textContent ?? ''")
    label = ann.element.evaluate(
        "picker => picker.shadowRoot.activeElement?.getAttribute('aria-label') ?? ''"
    )
    assert "eat 5" in name + label


def test_the_keyboard_is_never_lost(new_page: NewPage, worker: Worker, show: str) -> None:
    phone = enter(new_page(**PHONE), worker, show)
    phone.together.press("Enter")
    expect(phone.held).to_have_count(2)
    expect(phone.notice("chosen")).to_be_focused()
    phone.button("Show details").press("Enter")
    phone.button("Remove all").press("Enter")
    expect(phone.held).to_have_count(0)
    expect(phone.element.get_by_role("heading", name="Your seats")).to_be_focused()
