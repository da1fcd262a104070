"""Sizes follow the visitor's own setting, and not what a page does to its root."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support import axe
from tests.support.browser import chromium_of
from tests.support.picker import Picker
from tests.support.worker import Worker

from .host import element, open_host

NewPage = Callable[..., Page]

LARGE_TEXT = {"webkit": {"webprefs": {"default_font_size": 32}}}
ROOTS = ["62.5%", "10px", "100%", "200%", "1.25vw"]
SIZES = """picker => {
  const { shadowRoot } = picker;
  const text = (selector) => parseFloat(getComputedStyle(shadowRoot.querySelector(selector)).fontSize);
  return {
    text: text(".picker"),
    button: text(".summary .main"),
    small: text(".prices button"),
    tip: text(".tooltip"),
    target: shadowRoot.querySelector(".summary .main").getBoundingClientRect().height,
    panel: shadowRoot.querySelector(".panel").getBoundingClientRect().width,
    height: picker.getBoundingClientRect().height,
  };
}"""
SMALL_ROOT = "<title>Tonight</title><style>html { font-size: 62.5% } body { margin: 0 }</style>"
ACCESSIBLE = "<main><h1>Tonight</h1>{}</main>"
OVERFLOWS = "() => document.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def large_text(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A Chromium whose user wants text twice as large as usual."""
    with chromium_of(browser, tmp_path_factory.mktemp("profile"), LARGE_TEXT) as context:
        yield context


def sizes_at(ann: Picker, root: str) -> dict[str, Any]:
    ann.page.evaluate("size => { document.documentElement.style.fontSize = size }", root)
    return dict(ann.element.evaluate(SIZES))


def test_what_a_page_does_to_its_roots_font_size_changes_nothing(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page(viewport={"width": 1280, "height": 900})
    ann = open_host(page, element(worker.url, show)).await_live()
    ann.select("A1")
    usual = sizes_at(ann, "100%")
    assert (usual["text"], usual["small"], usual["tip"]) == (16, 14, 13)
    assert usual["button"] == 17
    assert usual["target"] >= 44
    for root in ROOTS:
        assert sizes_at(ann, root) == usual


def test_a_page_can_make_the_elements_text_larger(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(viewport={"width": 1600, "height": 1200})
    head = "<style>seat-picker { font-size: 24px }</style>"
    ann = open_host(page, element(worker.url, show), head=head).await_live()
    ann.select("A1")
    larger = ann.element.evaluate(SIZES)
    assert (larger["text"], larger["small"], larger["tip"]) == (24, 21, 19.5)


def test_who_wants_larger_text_has_it(large_text: BrowserContext, worker: Worker, show: str) -> None:
    page = large_text.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    ann = open_host(page, ACCESSIBLE.format(element(worker.url, show)), head=SMALL_ROOT).await_live()
    ann.select("A1")
    large = ann.element.evaluate(SIZES)
    assert (large["text"], large["small"], large["tip"]) == (32, 28, 26)
    assert axe.faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(OVERFLOWS) is False
    page.close()


def test_small_roots_keep_reflow_and_contrast(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(viewport={"width": 320, "height": 256})
    ann = open_host(page, ACCESSIBLE.format(element(worker.url, show)), head=SMALL_ROOT).await_live()
    assert page.evaluate(OVERFLOWS) is False
    assert axe.faults(page) == []
    ann.open_list()
    assert page.evaluate(OVERFLOWS) is False
