"""A colleague's key: made, used and revoked in the browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support.worker import Worker

from .dashboard import DESKTOP, PHONE, add_show, await_live, choose_mode, click, log_in, problem, wide

NewPage = Callable[..., Page]


def test_a_colleague_gets_a_key_for_one_show_until_it_is_revoked(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    """Made on a phone, used on a desktop."""
    other = add_show(worker)
    boss = log_in(new_page(**PHONE), f"{worker.url}/organiser/keys")
    boss.get_by_label("Name").fill(f"door of {show}")
    boss.get_by_label("Sell: book").check()
    boss.get_by_label("For").select_option("some")
    boss.get_by_label(f"({show})").check()
    boss.get_by_role("button", name="Make the key").click()
    expect(boss.get_by_role("button", name="Copy")).to_be_visible()
    secret = boss.locator("[data-secret]").inner_text()
    assert axe.faults(boss) == []
    assert wide(boss) <= 0

    colleague = new_page(viewport=DESKTOP, expected_errors="status of 40[13]")
    log_in(colleague, f"{worker.url}/organiser", secret)
    expect(colleague.locator(f'a[href="/organiser/shows/{show}"]')).to_be_visible()
    expect(colleague.locator(f'a[href="/organiser/shows/{other}"]')).to_have_count(0)
    colleague.goto(f"{worker.url}/organiser/shows/{show}")
    await_live(colleague)
    choose_mode(colleague, "Block and unblock")
    click(colleague, "A2")
    expect(colleague.locator('[data-figure="blocked"]')).to_have_text("1")
    colleague.get_by_role("switch").click()
    expect(problem(colleague)).to_contain_text("not for this")
    colleague.goto(f"{worker.url}/organiser/keys")
    expect(problem(colleague)).to_contain_text("not for this")
    expect(colleague.locator("[data-new-key]")).to_be_hidden()

    colleague.goto(f"{worker.url}/organiser/shows/{show}")
    await_live(colleague)
    boss.once("dialog", lambda dialog: dialog.accept())
    boss.get_by_role("button", name=f"Revoke door of {show}").click()
    expect(boss.get_by_role("button", name=f"Revoke door of {show}")).to_have_count(0)
    # The dashboard asks who is inside every five seconds.
    expect(colleague.get_by_role("alert")).to_contain_text("does not accept the admin token any more")
