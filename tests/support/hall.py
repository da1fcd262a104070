"""The hall on sale as the database has it: looked at, and changed behind the app's back."""

from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId

from seatapp.bookings import doctor
from seatapp.extensions import clock, db
from seatapp.shows import writes as show_writes
from seatapp.shows.rows import plan_of_rows

SHOW = "hall"
PRICES = {"Dear": 4200, "Cheap": 1000}


def plan(seats: int = 10) -> dict[str, Any]:
    """Return the hall's plan: row A is dear, row B cheap."""
    plan = plan_of_rows({"A": seats, "B": seats})
    plan["categories"] = [{"name": name, "color": "#4f7cac"} for name in PRICES]
    for row in plan["zones"][0]["rows"]:
        for seat in row["seats"]:
            seat["category"] = "Dear" if row["row_number"] == "A" else "Cheap"
    return plan


def key(name: str) -> dict[str, Any]:
    return {"_id": {"show": SHOW, "seat": name}}


def seat(name: str) -> dict[str, Any]:
    """Return the seat's document; an empty one for a free seat."""
    return db.seat_locks.find_one(key(name)) or {}


def ends(*names: str) -> list[datetime]:
    return [seat(name)["expires_at"] for name in names]


def held_by(holder: str | None) -> list[str]:
    return sorted(document["_id"]["seat"] for document in db.seat_locks.find({"holder": holder}))


def dump() -> list[Any]:
    """Return all that is known of seats and bookings."""
    return [sorted(collection.find(), key=str) for collection in (db.seat_locks, db.bookings)]


def the_booking() -> Any:
    """Return the only booking there is."""
    (booking,) = db.bookings.find()
    return booking


def assert_agree() -> None:
    """Check that seats and bookings say the same."""
    assert list(doctor.examine()) == []


def lock(
    name: str,
    holder: str = "ann",
    *,
    until: float = 30,
    since: float = 0,
    slot: int = 0,
) -> ObjectId:
    """Lock a seat, `since` and `until` in seconds from now; return the lock's token."""
    token, now = ObjectId(), clock.now()
    db.seat_locks.insert_one(
        {
            **key(name),
            "state": "locked",
            "holder": holder,
            "slot": slot,
            "token": token,
            "first_locked_at": now + timedelta(seconds=since),
            "expires_at": now + timedelta(seconds=until),
        }
    )
    return token


def lose(name: str) -> None:
    """Forget whose the seat is."""
    db.seat_locks.delete_one(key(name))


def pass_time(seconds: float) -> None:
    """Let all locks and cool-downs be older by so much."""
    shifted = {
        name: {"$subtract": [f"${name}", int(seconds * 1000)]} for name in ("first_locked_at", "expires_at")
    }
    db.seat_locks.update_many({"expires_at": {"$exists": True}}, [{"$set": shifted}])


def end_locks() -> None:
    """Let all locks expire now, and all cool-downs go on."""
    db.seat_locks.update_many({"state": "locked"}, [{"$set": {"expires_at": "$$NOW"}}])


def age_bookings() -> None:
    """Let all bookings be a second older, so that the next one is the newest."""
    db.bookings.update_many({}, [{"$set": {"created_at": {"$subtract": ["$created_at", 1000]}}}])


def begin_in(seconds: float) -> None:
    """Let the show begin so many seconds from now."""
    starts_at = clock.now() + timedelta(seconds=seconds)
    db.shows.update_one({"_id": SHOW}, {"$set": {"starts_at": starts_at}})
    show_writes.set_sales(SHOW, True)
