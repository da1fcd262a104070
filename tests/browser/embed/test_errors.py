"""What cannot work is said: in the element, by its `error` event, and in the console with the mend."""

import time
from collections.abc import Callable

import jwt
import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.support.picker import Picker
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .host import JWT_SECRET, SCRIPT, SHOP, STRANGER, element, errors, expect_codes, open_host

NewPage = Callable[..., Page]

WIDTH = "element => element.getBoundingClientRect().width"
ANY = "."
NOT_SET_UP = {
    "en": "this page is not set up for it",
    "de": "Diese Seite ist nicht dafür eingerichtet",
    "ar": "هذه الصفحة غير مهيأة لذلك",
}


def listen(page: Page) -> list[str]:
    """Keep what our code writes to the console."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.text.startswith("seatapp: "):
            said.append(message.text)

    page.on("console", note)
    return said


def token(seconds: float = 600, secret: str = JWT_SECRET) -> str:
    return jwt.encode({"sub": "customer-7", "exp": int(time.time() + seconds)}, secret)


@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_attribute_is_none(new_page: NewPage, worker: Worker, show: str, empty: str) -> None:
    page = new_page()
    page.goto(f"{worker.url}/shows/{show}")
    same = f'<seat-picker show=" {show} " server="{empty}" token="{empty}" lang="{empty}"></seat-picker>'
    page.evaluate("html => { document.body.innerHTML = html }", same)
    Picker(page).await_live().select("A1")


@pytest.mark.parametrize(
    "server",
    ["seats.example", "seats.example:8080", "localhost:5000", "htps://seats.example", "/", "https://"],
)
def test_a_server_that_is_no_origin_is_said_with_the_mend(new_page: NewPage, server: str) -> None:
    page = new_page()
    said = listen(page)
    ann = open_host(page, element(server, "hall"))
    expect(ann.notice("trouble")).to_contain_text(NOT_SET_UP["en"])
    expect_codes(page, "invalid_server")
    assert len(said) == 1
    assert f'"{server}" is no seat server' in said[0]
    assert "https://seats.example" in said[0]
    for language, text in NOT_SET_UP.items():
        ann.element.evaluate("(picker, lang) => { picker.lang = lang }", language)
        expect(ann.notice("trouble")).to_contain_text(text)
    expect_codes(page, "invalid_server")


def test_a_server_without_its_scheme_but_the_slashes_is_taken_as_links_are(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    open_host(new_page(), element(worker.url.removeprefix("http:"), show)).await_live()


def test_an_element_that_names_no_show_says_so_after_a_moment_and_shows_the_one_it_gets(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page()
    ann = open_host(page, f'<seat-picker show="" server="{worker.url}"></seat-picker>')
    expect(ann.notice("trouble")).to_have_text("This page does not say which show it is for.")
    expect_codes(page, "show_missing")
    ann.element.evaluate("(picker, show) => picker.setAttribute('show', show)", show)
    ann.await_live()
    expect(ann.notice("trouble")).to_have_count(0)


def test_a_show_that_is_named_in_a_moment_is_waited_for(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page()
    late = f"setTimeout(() => document.querySelector('seat-picker').setAttribute('show', '{show}'), 300)"
    ann = open_host(
        page, f'<seat-picker server="{worker.url}"></seat-picker><script type=module>{late}</script>'
    )
    ann.await_live()
    assert errors(page) == []


def test_a_show_that_is_not_there_is_an_error(new_page: NewPage, worker: Worker) -> None:
    page = new_page(expected_errors="status of 404")
    said = listen(page)
    ann = open_host(page, element(worker.url, "nowhere"))
    expect(ann.notice("gone")).to_have_text("There is no such show.")
    assert ann.element.locator(".views").evaluate(WIDTH) == ann.element.evaluate(WIDTH)
    expect_codes(page, "show_not_found")
    mend = f"Look at {worker.url}/api/shows for those on sale."
    assert said == [f'seatapp: There is no show "nowhere" at {worker.url}. {mend}']


def test_a_site_that_is_no_seat_server_is_not_taken_for_one_without_the_show(new_page: NewPage) -> None:
    page = new_page(expected_errors=ANY)
    ann = open_host(page, '<seat-picker show="hall"></seat-picker>')
    expect(ann.notice("connection")).to_contain_text(NOT_SET_UP["en"])
    expect_codes(page, "invalid_server")
    assert f'"{SHOP}" is no seat server' in errors(page)[0]["message"]


@pytest.mark.parametrize("script", [SCRIPT, "{server}/static/build/seat-picker.js"])
def test_an_origin_that_is_not_let_in_is_told_from_a_server_that_is_away(
    new_page: NewPage, worker: Worker, show: str, script: str
) -> None:
    page = new_page(expected_errors=ANY)
    said = listen(page)
    script = script.format(server=worker.url)
    ann = open_host(page, element(worker.url, show), origin=STRANGER, script=script)
    expect(ann.notice("connection")).to_contain_text(NOT_SET_UP["en"])
    expect_codes(page, "origin_not_allowed")
    assert f"Add {STRANGER} to its CORS_ORIGINS" in said[0]
    page.wait_for_timeout(1_500)  # it is tried again meanwhile
    expect_codes(page, "origin_not_allowed")
    assert len(said) == 1
    if script != SCRIPT:  # texts of other languages are beside it, for every origin
        ann.element.evaluate("picker => { picker.lang = 'fr' }")
        expect(ann.notice("connection")).to_contain_text("cette page")


def test_a_policy_that_keeps_the_page_from_the_server_is_named(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page(expected_errors=ANY)
    policy = "default-src 'none'; script-src 'self'; connect-src 'self'"
    open_host(page, element(worker.url, show), Content_Security_Policy=policy)
    expect_codes(page, "policy_blocks")
    assert f"Add {worker.url} and ws://127.0.0.1" in errors(page)[0]["message"]


def test_a_server_that_is_away_is_tried_again_until_it_is_there(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page(expected_errors=ANY)
    page.route(f"{worker.url}/**", lambda route: route.abort())
    ann = open_host(page, element(worker.url, show))
    expect(ann.notice("connection")).to_contain_text("cannot be reached right now. Trying again…")
    expect_codes(page, "unreachable")
    page.unroute(f"{worker.url}/**")
    ann.await_live()
    expect(ann.notice("connection")).to_be_hidden()


@pytest.mark.parametrize(
    "bad", ["not-a-token", token(secret="another secret that is long enough"), token(-60)]
)
def test_a_token_that_is_refused_is_said_and_a_good_one_mends_it(
    new_page: NewPage, worker: Worker, show: str, bad: str
) -> None:
    page = new_page(expected_errors="status of 401")
    said = listen(page)
    ann = open_host(page, element(worker.url, show, token=bad))
    expect(ann.notice("connection")).to_contain_text("You are no longer signed in.")
    expect_codes(page, "invalid_token")
    assert "does not accept the visitor's token" in said[0]
    ann.element.evaluate("(picker, good) => { picker.token = async () => good }", token())
    ann.await_live()
    expect(ann.notice("connection")).to_be_hidden()
    expect_codes(page, "invalid_token")


def test_a_token_that_expires_later_is_an_error_then(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(expected_errors="status of 401")
    ann = open_host(page, element(worker.url, show, token=token(600))).await_live()
    page.route("**/api/**", lambda route: route.fulfill(status=401, json={"code": "invalid_token"}))
    ann.click("A1")
    expect_codes(page, "invalid_token")
    expect(ann.notice("problem")).to_contain_text("You are no longer signed in.")


def test_a_function_that_gives_no_token_is_named(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page()
    body = f"""<script type="module">
      const picker = document.createElement("seat-picker");
      picker.token = () => {{ if (window.shop) return window.shop; throw new Error("the shop is away"); }};
      picker.setAttribute("show", "{show}");
      picker.setAttribute("server", "{worker.url}");
      document.body.append(picker);
    </script>"""
    ann = open_host(page, body)
    expect_codes(page, "token_unavailable")
    expect(ann.notice("connection")).to_contain_text("Trying again…")
    page.evaluate("good => { window.shop = good }", token())
    ann.await_live()


def test_an_error_is_no_error_of_the_windows(new_page: NewPage) -> None:
    page = new_page()
    head = "<script>window.onerror = () => { window.failed = true }; window.heard = [];</script>"
    body = element("seats.example", "hall", onerror="heard.push(event.detail.code)")
    open_host(page, body, head=head)
    eventually(lambda: page.evaluate("heard") == ["invalid_server"])
    assert page.evaluate("window.failed") is None
