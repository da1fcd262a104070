"""A shop's page with the element in it, on an origin of the shop's own."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.support.picker import Picker

SHOP = "http://shop.example"
STRANGER = "http://stranger.example"
JWT_SECRET = "a secret of the shop's, 32 bytes or more"
BUILD = Path(__file__).parents[3] / "seatapp" / "web" / "static" / "build"
PAGE = """<!doctype html>
<html {attributes}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
{head}
<script type="module" src="{script}"></script>
{body}
"""
SCRIPT = "/seat-picker.js"  # as a shop that builds its own pages has it
RECORDER = """
window.errors = [];
document.addEventListener("error", ({ detail }) => detail && errors.push(detail), { capture: true });
"""


def open_host(
    page: Page,
    body: str,
    *,
    origin: str = SHOP,
    head: str = "",
    attributes: str = "lang=en",
    script: str = SCRIPT,
    **headers: str,
) -> Picker:
    """Open a page of the shop's with this body; keyword arguments are headers of its answer."""
    html = PAGE.format(body=body, head=head, attributes=attributes, script=script)

    def answer(route: Route) -> None:
        if route.request.url.endswith(SCRIPT):
            route.fulfill(path=BUILD / "seat-picker.js", content_type="text/javascript")
        elif "/texts/" in route.request.url:
            path = BUILD / "texts" / route.request.url.rpartition("/")[2]
            route.fulfill(path=path, content_type="text/javascript")
        elif route.request.resource_type == "document":
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            route.fulfill(body=html, content_type="text/html", headers=named)
        else:
            route.fulfill(status=404, body="<h1>Not found</h1>", content_type="text/html")

    page.route(f"{origin}/**", answer)
    page.add_init_script(RECORDER)
    page.goto(f"{origin}/")
    return Picker(page)


def element(server: str, show: str, **attributes: str) -> str:
    """Return the element as it stands in a page."""
    rest = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<seat-picker show="{show}" server="{server}"{rest}></seat-picker>'


def errors(page: Page) -> list[Any]:
    """Return the details of the `error` events so far."""
    return list(page.evaluate("errors"))


def expect_codes(page: Page, *codes: str) -> None:
    page.wait_for_function("count => errors.length >= count", arg=len(codes))
    assert [error["code"] for error in errors(page)] == list(codes)


def expect_text(picker: Picker, notice: str, text: str) -> None:
    expect(picker.notice(notice)).to_contain_text(text)
