"""A show and its plan, which is stored beside it in parts, are one to whoever reads."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import clock, db
from seatapp.shows import store, stored_plans
from seatapp.shows import writes as show_writes
from seatapp.shows.rows import plan_of_rows
from seatapp.shows.schemas import NewShow, ShowSchema

FIRST, SECOND, THIRD = {"A": 100, "B": 3}, {"A": 200, "C": 3}, {"D": 50}


@pytest.fixture(autouse=True)
def _in_app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(stored_plans, "PART_BYTES", 100)
    with app.app_context():
        yield


def of(rows: dict[str, int]) -> NewShow:
    show = {"showId": "hall", "title": "Hamlet", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR"}
    new: NewShow = ShowSchema().load({**show, "rows": rows})
    return new


def seats() -> list[str]:
    return list(store.load("hall").seats)


def stored() -> set[Any]:
    """Return the plans that are stored."""
    return {part["_id"]["plan"] for part in db.plans.find()}


def test_a_plan_in_parts_comes_together_again() -> None:
    show_writes.create(of(FIRST))
    assert db.plans.count_documents({}) > 2
    assert seats() == list(of(FIRST).seats)


def test_of_a_show_that_changed_or_is_gone_no_plan_is_left() -> None:
    show_writes.create(of(FIRST))
    for rows in (SECOND, THIRD):
        show_writes.replace(store.load("hall"), of(rows))
        assert seats() == list(of(rows).seats)
        assert stored() == {store.load("hall").plan_id}
    show_writes.remove(store.load("hall"))
    assert stored() == set()


def test_of_a_change_that_is_refused_no_plan_is_left() -> None:
    show_writes.create(of(FIRST))
    seen = store.load("hall")
    show_writes.replace(seen, of(SECOND))
    kept = stored()
    with pytest.raises(store.ShowChanged):
        show_writes.replace(seen, of(THIRD))
    with pytest.raises(store.ShowExists):
        show_writes.create(of(THIRD))
    assert (stored(), seats()) == (kept, list(of(SECOND).seats))


def test_who_reads_while_the_plan_changes_gets_all_of_the_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    show_writes.create(of(FIRST))
    read, changes = stored_plans.read, [of(THIRD), of(SECOND)]

    def change_first(document: dict[str, Any]) -> bytes | None:
        """Change the show between the read of its document and that of its plan."""
        if changes:
            new = changes.pop()
            with monkeypatch.context() as undisturbed:
                undisturbed.setattr(stored_plans, "read", read)
                show_writes.replace(store.load("hall"), new)
        return read(document)

    monkeypatch.setattr(stored_plans, "read", change_first)
    assert seats() == list(of(THIRD).seats)


def test_what_a_crash_leaves_behind_is_seen_by_nobody_and_deleted_later() -> None:
    show_writes.create(of(FIRST))
    lost = stored_plans.insert("hall", plan_of_rows(SECOND)).plan_id
    assert seats() == list(of(FIRST).seats)
    show_writes.replace(store.load("hall"), of(THIRD))
    # Another request may be about to make it the show's.
    assert lost in stored()
    long_ago = clock.now() - stored_plans.ABANDONED_AFTER - timedelta(seconds=1)
    db.plans.update_many({}, {"$set": {"created_at": long_ago}})
    show_writes.replace(store.load("hall"), of(FIRST))
    assert stored() == {store.load("hall").plan_id}


def test_a_show_of_a_former_release_has_its_plan_within_until_it_is_changed() -> None:
    show_writes.create(of(FIRST))
    db.plans.delete_many({})
    within = {"$set": {"plan": of(FIRST).plan}, "$unset": {"plan_id": "", "plan_parts": ""}}
    db.shows.update_one({"_id": "hall"}, within)
    assert seats() == list(of(FIRST).seats)
    show_writes.set_sales("hall", False)
    assert seats() == list(of(FIRST).seats)
    show_writes.replace(store.load("hall"), of(SECOND))
    assert seats() == list(of(SECOND).seats)
    assert "plan" not in (db.shows.find_one({"_id": "hall"}) or {})
    assert stored() == {store.load("hall").plan_id}
