"""Sockets of people who are nobody yet."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.people import Tab
from tests.support.worker import Worker


@pytest.fixture
def stranger() -> Iterator[Callable[..., Tab]]:
    """Open sockets of nobody, or of whoever a token says."""
    tabs = []

    def connect(worker: Worker, token: str | None = None, transport: str = "websocket") -> Tab:
        tabs.append(Tab(worker, "", token, transport))
        return tabs[-1]

    yield connect
    for tab in tabs:
        tab.disconnect()
