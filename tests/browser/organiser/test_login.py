"""Logging in and out, and where the token may be."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.worker import Worker

from .dashboard import DESKTOP, await_live, choose_mode, click, expect_figures, log_in, watch

NewPage = Callable[..., Page]
StartWorker = Callable[..., Worker]


def test_a_wrong_token_is_explained_and_the_right_one_opens(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = log_in(new_page(expected_errors="status of 403"), f"{worker.url}/organiser", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("That is not the admin token.")
    expect(page.get_by_label("Admin token")).to_be_focused()
    expect(page.locator("[data-inside]")).to_be_hidden()
    page.get_by_label("Admin token").fill(" admin ")
    page.keyboard.press("Enter")
    expect(page.locator(f'a[href="/organiser/shows/{show}"]')).to_be_visible()
    expect(page.locator("[data-login]")).to_be_hidden()


@pytest.mark.parametrize("token", ["", "пароль"])
def test_a_token_that_cannot_be_sent_is_wrong_too(new_page: NewPage, worker: Worker, token: str) -> None:
    page = log_in(new_page(), f"{worker.url}/organiser", token)
    expect(page.get_by_role("alert")).to_contain_text("That is not the admin token.")


def test_the_token_stays_in_the_tab_until_the_log_out(new_page: NewPage, worker: Worker, show: str) -> None:
    page = watch(new_page(), worker, show)
    page.reload()
    await_live(page)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("Admin token")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Admin token")).to_be_visible()
    assert "admin" not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    page.reload()
    expect(page.get_by_label("Admin token")).to_be_visible()


def test_going_back_after_a_log_out_shows_nothing(new_page: NewPage, worker: Worker, show: str) -> None:
    page = log_in(new_page(), f"{worker.url}/organiser")
    page.locator(f'a[href="/organiser/shows/{show}"]').click()
    await_live(page)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Admin token")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Admin token")).to_be_visible()
    expect(page.locator("[data-inside]")).to_be_hidden()


def test_a_token_that_is_refused_later_leads_back_to_the_login(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = watch(new_page(viewport=DESKTOP, expected_errors="status of 401"), worker, show)
    refusal = {"success": False, "code": "unauthenticated", "message": "no"}
    page.route("**/sales", lambda route: route.fulfill(status=401, json=refusal))
    page.get_by_role("switch").click()
    expect(page.get_by_role("alert")).to_contain_text("does not accept the admin token any more")
    expect(page.locator("[data-inside]")).to_be_hidden()
    assert page.evaluate("sessionStorage.length") == 0


def test_without_an_admin_token_the_pages_say_that_they_are_off(
    new_page: NewPage, start_worker: StartWorker
) -> None:
    page = new_page()
    page.goto(f"{start_worker(ADMIN_TOKEN='').url}/organiser")
    expect(page.get_by_role("heading", name="The organiser's pages are off")).to_be_visible()
    expect(page.locator("input")).to_have_count(0)


def test_the_token_is_in_no_address_and_in_no_log(new_page: NewPage, start_worker: StartWorker) -> None:
    token = "open-sesame-4711"
    worker = start_worker(ADMIN_TOKEN=token)
    show = {"showId": "hall", "title": "Hamlet", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR"}
    bearer = {"Authorization": f"Bearer {token}"}
    assert worker.post("/api/shows", json={**show, "rows": {"A": 3}}, headers=bearer).ok
    page = new_page(viewport=DESKTOP)
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.on("websocket", lambda socket: addresses.append(socket.url))
    watch(page, worker, "hall", token)
    click(page, "A1")
    choose_mode(page, "Block and unblock")
    click(page, "A2")
    expect_figures(page, blocked=1)
    with page.expect_download():
        page.get_by_role("button", name="CSV").click()
    assert any("/summary" in address for address in addresses)
    assert any(address.startswith("ws:") for address in addresses)
    assert not [address for address in [*addresses, page.url] if token in address]
    assert token not in worker.log


@pytest.mark.parametrize("path", ["/organiser", "/organiser/shows/{show}"])
def test_the_pages_run_only_scripts_and_styles_of_their_own(worker: Worker, show: str, path: str) -> None:
    response = worker.get(path.format(show=show))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]+src=)|<style|\sstyle=|\son\w+=", response.text)
