"""Fixtures for tests of the page in a real browser."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.support import pools, servers
from tests.support.browser import find_chromium, launch_arguments
from tests.support.worker import Worker

TIMEOUT_MILLISECONDS = 30_000
NOTHING = r"(?!)"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=TIMEOUT_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_arguments())
        yield browser
        browser.close()


@pytest.fixture
def new_page(
    browser: Browser,
    start_worker: Callable[..., Worker],  # pages close before their server ends, or they complain
) -> Iterator[Callable[..., Page]]:
    """Open pages, each in a browser context of its own: another person.

    Keyword arguments are the context's (`viewport={"width": 390, "height": 844}`). Errors in a page's
    console fail the test, except those that match the regular expression `expected_errors`; a refused
    request is one (`expected_errors="status of 409"`).
    """
    contexts, errors = [], list[str]()

    def open_page(expected_errors: str = NOTHING, **options: Any) -> Page:
        def note(error: str) -> None:
            if not re.search(expected_errors, error):
                errors.append(error)

        def note_message(message: ConsoleMessage) -> None:
            if message.type == "error":
                note(f"{message.text} ({message.location.get('url', '')})")

        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MILLISECONDS)
        context.on("console", note_message)
        context.on("weberror", lambda error: note(str(error.error)))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not errors, "errors in the page:\n" + "\n".join(errors)


@pytest.fixture(scope="module")
def worker(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[Worker]:
    """A worker on a database of its own, shared by the module: give each test its own show."""
    with pools.one_worker(mongodb, redis_server) as worker:
        yield worker
