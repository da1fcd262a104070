"""A show that was deleted and made again under its id has nothing of the one before."""

from typing import Any

import pytest

from seatapp.extensions import db
from tests.support import builders
from tests.support.asking import (
    ALL_SHOWS,
    THE_SHOW,
    add_show,
    booked,
    cancel,
    cancel_as_organiser,
    organise,
    read,
    send,
)
from tests.support.hall import SHOW


def delete_and_make_again() -> None:
    assert send("DELETE", THE_SHOW, builders.ADMIN).status_code == 200
    add_show(SHOW, title="Macbeth", rows={"A": 10})


def of_former_release() -> None:
    """Let shows and bookings be as before either said which show it is."""
    db.shows.update_many({}, {"$unset": {"uid": ""}, "$set": {"revision": "k3Jd9sLm0aXc"}})
    db.bookings.update_many({}, {"$unset": {"show_uid": ""}})


def organisers_view() -> dict[str, Any]:
    """Return what the organiser sees of the show's bookings, in every place."""
    bookings = organise("bookings").json
    summary = organise("summary").json
    (overview,) = send("GET", ALL_SHOWS, builders.ADMIN).json["shows"]
    return {
        "listed": [booking["id"] for booking in bookings["bookings"]],
        "total": bookings["total"],
        "csv": len(organise("bookings.csv").text.splitlines()) - 1,
        "takings": (summary["takings"], overview["takings"]),
        "sold": (summary["seats"]["booked"], overview["soldCount"]),
    }


NOTHING = {"listed": [], "total": 0, "csv": 0, "takings": (0, 0), "sold": (0, 0)}


@pytest.mark.parametrize("old", [False, True], ids=["this release", "a former release"])
def test_the_organiser_sees_no_bookings_of_the_show_before(old: bool) -> None:
    first = booked("ann", "A1")
    cancel("ann", first["id"])
    assert organisers_view()["listed"] == [first["id"]]
    if old:
        of_former_release()
        assert organisers_view()["listed"] == [first["id"]]
    delete_and_make_again()
    assert organisers_view() == NOTHING
    second = booked("bob", "A1")
    assert organisers_view() == {
        "listed": [second["id"]],
        "total": 1,
        "csv": 1,
        "takings": (0, 0),
        "sold": (1, 1),
    }


def test_the_bookings_of_a_show_of_a_former_release_stay_its_own() -> None:
    kept = booked("ann", "A1")
    of_former_release()
    more = booked("bob", "A2")
    view = organisers_view()
    assert sorted(view["listed"]) == sorted([kept["id"], more["id"]])
    assert (view["sold"], view["takings"]) == ((2, 2), (8400, 8400))
    organise("sales", open=True)
    assert sorted(organisers_view()["listed"]) == sorted([kept["id"], more["id"]])
    cancel_as_organiser(kept["id"])
    assert len(organisers_view()["listed"]) == 2


def test_a_show_changed_by_a_worker_of_the_former_release_keeps_its_bookings() -> None:
    before = booked("ann", "A1")
    db.shows.update_one({"_id": SHOW}, {"$unset": {"uid": ""}, "$set": {"revision": "k3Jd9sLm0aXc"}})
    since = booked("bob", "A2")
    organise("sales", open=True)
    view = organisers_view()
    assert sorted(view["listed"]) == sorted([before["id"], since["id"]])
    assert (view["total"], view["csv"], view["sold"], view["takings"]) == (2, 2, (2, 2), (8400, 8400))


def test_those_who_booked_the_show_before_still_see_their_bookings_and_not_the_new_show() -> None:
    first = booked("ann", "A1")
    cancel("ann", first["id"])
    delete_and_make_again()
    assert [booking["id"] for booking in read("ann").json["bookings"]] == [first["id"]]
    for page in ("/bookings", f"/bookings/{first['id']}"):
        text = send("GET", page, {"X-User-Id": "ann"}).text
        assert first["reference"] in text
        assert "Macbeth" not in text


def test_a_show_with_a_confirmed_booking_is_not_deleted() -> None:
    booked("ann", "A1")
    answer = send("DELETE", THE_SHOW, builders.ADMIN)
    assert (answer.status_code, answer.json["seats"]) == (409, ["A1"])


def test_a_revision_never_comes_again_under_the_same_id() -> None:
    seen = [send("GET", THE_SHOW, {}).json["revision"]]
    for _ in range(3):
        delete_and_make_again()
        seen.append(send("GET", THE_SHOW, {}).json["revision"])
        seen += [organise("sales", open=is_open).json["revision"] for is_open in (False, True, True)]
    assert seen == sorted(set(seen))


def test_a_show_with_a_revision_of_a_former_release_is_read_changed_and_deleted() -> None:
    of_former_release()
    before = send("GET", THE_SHOW, {}).json
    assert isinstance(before["revision"], int)
    after = send("PUT", THE_SHOW, builders.ADMIN, json=before).json
    assert after["revision"] > before["revision"]
    of_former_release()
    assert organise("sales", open=False).json["revision"] > after["revision"]
    of_former_release()
    assert send("DELETE", THE_SHOW, builders.ADMIN).status_code == 200
