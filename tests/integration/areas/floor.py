"""A hall with a floor for standing, and what is asked about it."""

from datetime import timedelta
from typing import Any

from seatapp.extensions import clock, db
from tests.support import asking, builders
from tests.support.asking import Answer

HALL = "club"
STANDING = {"Standard": 3000, "Standing": 1000}


def open_floor(capacity: int = 10, **fields: Any) -> None:
    """Put a hall on sale with a row of four seats and a floor."""
    areas = {"floor": {"capacity": capacity, "category": "Standing"}}
    asking.add_show(HALL, **{"rows": {"A": 4}, "areas": areas, "prices": STANDING, **fields})


def change_show(**changes: Any) -> Answer:
    """Let the organiser say anew what the show is: the same, save the changes."""
    areas = {"floor": {"capacity": 10, "category": "Standing"}}
    show = {"title": "Club", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR", "prices": STANDING}
    body = {**show, "rows": {"A": 4}, "areas": areas, **changes}
    return asking.send("PUT", f"/api/shows/{HALL}", builders.ADMIN, json=body)


def choose(user: str, count: int | None = None, *seats: str, **more: Any) -> Answer:
    wanted = {} if count is None else {"areas": {"floor": count}}
    named = {"seats": seats} if seats else {}
    return asking.call(user, "/select-seats", showId=HALL, **named, **wanted, **more)


def hold(user: str, count: int, *seats: str, **more: Any) -> Any:
    answer = choose(user, count, *seats, **more)
    assert answer.status_code == 200, answer.text
    return answer.json


def give_back(user: str, count: int, **more: Any) -> Answer:
    return asking.call(user, "/release-seats", showId=HALL, areas={"floor": count}, **more)


def buy(user: str, **more: Any) -> Answer:
    return asking.call(user, "", showId=HALL, **more)


def bought(user: str, count: int, *seats: str) -> Any:
    hold(user, count, *seats)
    answer = buy(user)
    assert answer.status_code == 201, answer.text
    return answer.json["booking"]


def sell(count: int, **more: Any) -> Answer:
    """Sell places at the door, as the organiser does."""
    body = {"showId": HALL, "areas": {"floor": count}, "paid": "cash", **more}
    return asking.send("POST", "/api/bookings", builders.ADMIN, json=body)


def cancel(user: str, booking_id: str, **part: Any) -> Answer:
    return asking.send("POST", f"/api/bookings/{booking_id}/cancel", {"X-User-Id": user}, json=part or None)


def seen(user: str) -> Any:
    return asking.read(user, f"/locked-seats/{HALL}").json


def floor(user: str = "nobody") -> dict[str, int]:
    area: dict[str, int] = seen(user)["areas"]["floor"]
    return area


def left(answer: Answer) -> tuple[int, str, dict[str, int]]:
    return answer.status_code, answer.json["code"], answer.json.get("areas")


def let_expire(user: str) -> None:
    """Let the locks of the user end a moment ago; nobody has cleaned up."""
    due = clock.now() - timedelta(seconds=1)
    db.seat_locks.update_many({"holder": user}, {"$set": {"expires_at": due}})
