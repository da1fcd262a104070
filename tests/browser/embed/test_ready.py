"""The element says when the hall is there."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.support.worker import Worker

from .host import element, open_host

RECORDER = """
window.ready = [];
document.addEventListener("ready", ({ target, detail }) => {
  ready.push([detail, target.map.hall.seats.size, target.rectOf("A1") !== undefined]);
});
"""


def test_it_is_ready_once_with_the_hall_drawn_and_again_with_another_server_or_token(
    new_page: Callable[..., Page], worker: Worker, show: str
) -> None:
    page = new_page()
    page.add_init_script(RECORDER)
    picker = open_host(page, element(worker.url, show)).await_live()
    told = [{"showId": show, "sales": {"state": "open"}}, 10, True]
    assert page.evaluate("ready") == [told]
    picker.element.evaluate("picker => { picker.lang = 'de' }")
    picker.element.evaluate("(picker, url) => picker.setAttribute('server', url)", f"{worker.url}/")
    page.wait_for_function("ready.length > 1")
    assert page.evaluate("ready") == [told, told]
