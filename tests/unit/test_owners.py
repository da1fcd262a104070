"""A collection has one owner: no other module has a call on it."""

import re
from pathlib import Path

import pytest

SEATAPP = Path(__file__).parents[2] / "seatapp"
# By collection: the modules, or the folder, that may name it. `indexes` prepares all of them.
OWNERS = {
    "seat_locks": {
        "seats/writes",
        "seats/renewals",
        "seats/block_writes",
        "seats/around",
        "seats/availability",
        "seats/stream",
    },
    "seat_history": {"seats/history"},
    "bookings": {"bookings/store", "bookings/check_in", "bookings/door_list", "bookings/people"},
    "shows": {"shows/store", "shows/writes", "shows/archive"},
    "plans": {"shows/stored_plans"},
    "admin_keys": {"identity/admin_keys"},
    "outbox": {"webhooks/outbox"},
    "connections": {"realtime"},
    "workers": {"realtime"},
    "feed": {"realtime"},
    # The feed counts; whoever reads a show's seats reads how far it has come.
    "feed_shows": {"realtime", "seats/counters"},
}
NAMED = re.compile(r'\bdb\.(?:database\.)?(\w+)|\bdb\.database\[|command\(\s*"\w+",\s*"(\w+)"')
READS = (
    "find",
    "find_one",
    "count_documents",
    "distinct",
    "aggregate",
    "watch",
    "with_options",
    "start_session",
)
READING_COMMANDS = ("find", "aggregate", "getMore", "killCursors", "ping")
NO_COLLECTIONS = {"client", "database", "prepared", "command", "list_collections", "name", "codec_options"}


def named() -> set[tuple[str, str]]:
    """Return what the sources name of the database: `(module, collection)`."""
    return {
        (module, one or other or "any")
        for path in SEATAPP.rglob("*.py")
        for module in [path.relative_to(SEATAPP).with_suffix("").as_posix()]
        if module != "indexes"
        for one, other in NAMED.findall(path.read_text())
        if one not in NO_COLLECTIONS
    }


def is_owner(module: str, collection: str) -> bool:
    owners = OWNERS.get(collection, set())
    return any(module == owner or module.startswith(f"{owner}/") for owner in owners)


def test_no_module_names_a_collection_that_another_owns() -> None:
    assert {(module, name) for module, name in named() if not is_owner(module, name)} == set()


def test_every_collection_is_named_by_all_its_owners() -> None:
    """The test above sees what it is about."""
    found = named()
    for collection, owners in OWNERS.items():
        for owner in owners:
            assert any(name == collection and is_owner(module, name) for module, name in found), owner


@pytest.mark.parametrize("reader", ["seats/around", "seats/availability", "seats/stream", "seats/counters"])
def test_who_only_reads_has_no_write(reader: str) -> None:
    source = (SEATAPP / f"{reader}.py").read_text()
    calls = re.findall(r"\bdb\.(?!database)\w+\.(\w+)\(", source)
    assert calls
    assert set(calls) <= set(READS)
    assert set(re.findall(r'\b(?:command|_run)\(\s*"(\w+)"', source)) <= set(READING_COMMANDS)
