"""Pages and browsers that make it hard: old libraries, old browsers, languages as people write them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.picker import Picker
from tests.support.worker import Worker

from .host import element, errors, expect_codes, open_host

NewPage = Callable[..., Page]

# What Prototype.js, MooTools and their like do to a page, and worse.
LIBRARIES = {
    "enumerable members of all lists": "Array.prototype.contains = function (x) { return this.includes(x) };",
    "enumerable members of all objects": "Object.prototype.extend = function () {};",
    "lists and texts that are JSON by themselves": """
      Array.prototype.toJSON = function () { return "[" + this.map((x) => x?.toJSON()).join(", ") + "]" };
      String.prototype.toJSON = function () { return '"' + this + '"' };
      Number.prototype.toJSON = function () { return String(this) };""",
    "lists made in another manner": """
      Array.from = (list) => Array.prototype.slice.call(list || []);
      Array.prototype.entries = Array.prototype.toArray = function () { return this.slice() };
      Array.prototype.first = function () { return this[0] };""",
}
NO_SHEETS = """
  for (const kind of [Document, ShadowRoot]) delete kind.prototype.adoptedStyleSheets;
  CSSStyleSheet = class { constructor() { throw new TypeError("Illegal constructor"); } };
"""
NO_LIGHT_DARK = """
  const supports = CSS.supports.bind(CSS);
  CSS.supports = (name, value) => !/light-dark/.test(value) && supports(name, value);
"""
POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src *; style-src {}"
# The page's language, the element's, and how it calls the map.
LANGUAGES = [
    ("en", "de_DE", "Plan"),
    ("de_DE", "en", "Map"),
    ("de_DE", "", "Plan"),
    ("en", "DE", "Plan"),
    ("de-DE-x_y", "", "Plan"),
    ("en", "ar_EG", "مخطط"),
    ("de_AT.UTF-8", "", "Plan"),
    ("de", "es_MX", "Plano"),
    ("de", "sv_SE", "Map"),
    ("de", "C", "Map"),
    ("", "", "Map"),
]
LOUD = """{
  cursor: crosshair; font: italic small-caps 900 30px/3 monospace; letter-spacing: .2em;
  overflow-wrap: anywhere; text-align: center; text-indent: 3em; text-shadow: 0 0 9px red;
  text-transform: uppercase; white-space: pre; word-break: break-all; word-spacing: 1em;
}"""
TEXT_STYLE = """element => {
  const style = getComputedStyle(element);
  return ["cursor", "font", "letterSpacing", "overflowWrap", "textAlign", "textIndent", "textShadow",
    "textTransform", "whiteSpace", "wordBreak", "wordSpacing"].map(name => style[name]);
}"""
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(28, 31, 41)"


def background(ann: Picker) -> str:
    return str(ann.element.locator(".frame").evaluate("frame => getComputedStyle(frame).backgroundColor"))


def text_style(ann: Picker) -> list[str]:
    return list(ann.element.locator(".party-size .label").first.evaluate(TEXT_STYLE))


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_page_whose_library_extends_what_is_the_languages_has_a_hall(
    new_page: NewPage, worker: Worker, show: str, library: str
) -> None:
    head = f"<script>{LIBRARIES[library]}</script>"
    ann = open_host(new_page(), element(worker.url, show), head=head).await_live()
    ann.select("A1", "A2")
    booking = ann.element.evaluate("picker => picker.map.book()")
    assert booking["seats"] == ["A1", "A2"]
    expect(ann.notice("booked")).to_contain_text("row A, seats 1 and 2")


@pytest.mark.parametrize(
    ("head", "policy"),
    [
        ("", "'unsafe-inline'"),
        ("<style nonce=once></style>", "'nonce-once'"),
    ],
)
def test_without_constructable_style_sheets_it_looks_the_same(
    new_page: NewPage, worker: Worker, show: str, head: str, policy: str
) -> None:
    page = new_page(color_scheme="dark")
    head += f"<script>{NO_SHEETS}{NO_LIGHT_DARK}</script>"
    body = element(worker.url, show)
    ann = open_host(page, body, head=head, Content_Security_Policy=POLICY.format(policy)).await_live()
    assert background(ann) == DARK
    ann.element.evaluate("picker => picker.setAttribute('theme', 'light')")
    assert background(ann) == LIGHT
    ann.element.evaluate("picker => { picker.lang = 'de' }")
    expect(ann.element.get_by_role("tab", name="Plan")).to_be_visible()
    assert background(ann) == LIGHT
    ann.select("A1")


def test_what_a_page_does_to_its_own_text_changes_nothing(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    plain = open_host(new_page(), element(worker.url, show)).await_live()
    loud = open_host(new_page(), element(worker.url, show), head=f"<style>html {LOUD}</style>").await_live()
    assert text_style(loud) == text_style(plain)


def test_a_nonce_of_the_elements_own_is_enough(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page()
    body = element(worker.url, show, nonce="mine")
    policy = POLICY.format("'nonce-mine'")
    head = f"<script>{NO_SHEETS}</script>"
    ann = open_host(page, body, head=head, Content_Security_Policy=policy).await_live()
    assert background(ann) == LIGHT


def test_styles_that_the_page_forbids_an_old_browser_are_an_error(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page(expected_errors="Content Security Policy")
    head = f"<script>{NO_SHEETS}</script>"
    policy = POLICY.format("'none'")
    open_host(page, element(worker.url, show), head=head, Content_Security_Policy=policy).await_live()
    expect_codes(page, "styles_blocked")
    assert "nonce" in errors(page)[0]["message"]


def test_our_own_pages_are_styled_in_an_old_browser_too(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page()
    page.add_init_script(NO_SHEETS + NO_LIGHT_DARK)
    ann = Picker.enter(page, worker, show)
    assert background(ann) == LIGHT


def test_languages_are_understood_as_people_write_them(new_page: NewPage, worker: Worker, show: str) -> None:
    ann = open_host(new_page(locale="en-US"), element(worker.url, show, lang="en")).await_live()
    for around, own, words in LANGUAGES:
        ann.element.evaluate(
            """(picker, [around, own]) => {
              document.documentElement.lang = around;
              picker.lang = own;
            }""",
            [around, own],
        )
        expect(ann.element.get_by_role("tab").first).to_have_text(words)


def test_the_language_is_that_of_the_page_through_a_shadow_root(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    inner = element(worker.url, show)
    body = f"<div><template shadowrootmode=open>{inner}</template></div>"
    ann = open_host(new_page(), body, attributes='lang="de_DE"').await_live()
    expect(ann.element.get_by_role("tab").first).to_have_text("Plan")
