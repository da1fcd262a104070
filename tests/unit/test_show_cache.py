import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from seatapp.shows import cache
from seatapp.shows.cache import ShowCache
from seatapp.shows.model import Show

START = datetime(2030, 6, 1, 19, 30, tzinfo=UTC)


class Shelf:
    """A database of one show, and a record of what was asked of it."""

    def __init__(self) -> None:
        self.revision = 1
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.broken = False

    def load(self, show_id: str) -> Show:
        self.asked.append("show")
        self.gate.wait(5)
        if self.broken:
            raise LookupError(show_id)
        return Show(
            show_id=show_id,
            title="Hamlet",
            starts_at=START,
            time_zone="UTC",
            sales_start_at=None,
            sales_end_at=None,
            currency="EUR",
            prices={},
            seat_count=1,
            version=self.revision,
            created_at=START,
            uid=None,
            seats={"A1": "Standard"},
            gzipped=b"",
            etag="",
        )

    def read_revision(self, _: str) -> int:
        self.asked.append("revision")
        return self.revision


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def shows(shelf: Shelf) -> ShowCache:
    return ShowCache(shelf.load, shelf.read_revision)


@pytest.fixture
def no_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "TRUSTED_SECONDS", 0)


def test_a_show_is_read_once_while_it_is_trusted(shows: ShowCache, shelf: Shelf) -> None:
    assert shows.find("hall") is shows.find("hall")
    assert shelf.asked == ["show"]


@pytest.mark.usefixtures("no_trust")
def test_only_the_revision_is_read_while_nothing_changed(shows: ShowCache, shelf: Shelf) -> None:
    assert shows.find("hall") is shows.find("hall")
    assert shelf.asked == ["show", "revision"]


@pytest.mark.usefixtures("no_trust")
def test_a_changed_show_is_read_again(shows: ShowCache, shelf: Shelf) -> None:
    shows.find("hall")
    shelf.revision = 2
    assert shows.find("hall").revision == 2


def test_a_forgotten_show_is_read_again(shows: ShowCache, shelf: Shelf) -> None:
    shows.find("hall")
    shows.forget("hall")
    shows.find("hall")
    assert shelf.asked == ["show", "show"]


def test_the_news_of_a_change_that_is_known_forgets_nothing(shows: ShowCache, shelf: Shelf) -> None:
    shows.find("hall")
    shows.refresh("hall", 1)
    shows.find("hall")
    assert shelf.asked == ["show"]
    shows.refresh("hall", 2)
    shows.find("hall")
    assert shelf.asked == ["show", "show"]


def test_what_could_not_be_found_is_asked_for_again(shows: ShowCache, shelf: Shelf) -> None:
    shelf.broken = True
    for _ in range(2):
        with pytest.raises(LookupError):
            shows.find("hall")
    shelf.broken = False
    assert shows.find("hall").title == "Hamlet"


def test_those_who_come_together_share_one_read(shows: ShowCache, shelf: Shelf) -> None:
    shelf.gate.clear()
    with ThreadPoolExecutor(8) as crowd:
        found = [crowd.submit(shows.find, "hall") for _ in range(8)]
        threading.Timer(0.1, shelf.gate.set).start()
        assert len({id(future.result()) for future in found}) == 1
    assert shelf.asked == ["show"]


def test_a_read_that_began_before_a_change_is_not_remembered(shows: ShowCache, shelf: Shelf) -> None:
    shelf.gate.clear()
    with ThreadPoolExecutor(1) as crowd:
        early = crowd.submit(shows.find, "hall")
        while not shelf.asked:
            pass
        shows.forget("hall")
        shelf.gate.set()
        early.result()
    shows.find("hall")
    assert shelf.asked == ["show", "show"]
