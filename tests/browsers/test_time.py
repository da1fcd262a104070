"""Locks that end before the visitor's eyes."""

from collections.abc import Iterator

import pytest

from tests.support import pools, servers
from tests.support.worker import Worker

from .visitor import Visitor


@pytest.fixture(scope="session")
def worker(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[Worker]:
    """A worker whose locks last 5 s."""
    with pools.one_worker(mongodb, redis_server, LOCK_SECONDS="5") as worker:
        yield worker


# Puts into the title which notices are shown once seats are lost.
TITLE = """
document.addEventListener("seats-lost", ({ target }) => setTimeout(() => {
  const notices = [...target.shadowRoot.querySelectorAll("[data-notice]")];
  document.title = notices.filter((notice) => notice.checkVisibility()).map(({ dataset }) => dataset.notice);
}));
"""


def test_what_ran_out_can_be_chosen_again(ann: Visitor) -> None:
    ann.select("A1", "A2")
    ann.expect_text('[data-notice="expiring"]', "seats will be released in 0:0")
    ann.window.run(TITLE)
    ann.expect_text('[data-notice="lost"]', "The time for row A, seats 1 and 2 ran out.")
    ann.expect_title("lost")
    ann.expect_state("free", "A1", "A2")
    ann.press("Choose them again")
    ann.expect_state("mine", "A1", "A2")
    ann.expect_none('[data-notice="lost"]')
