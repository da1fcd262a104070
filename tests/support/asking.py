"""What users, the shop and the organiser ask of the app in whose context a test runs."""

from collections.abc import Callable, Iterable, Sequence
from contextvars import Context
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias, TypeVar

from flask import Flask, current_app

from seatapp.errors import Refusal
from seatapp.seats import locks
from seatapp.shows import store
from tests.support import builders, racing

from .hall import PRICES, SHOW, plan

BOOKINGS = "/api/bookings"
THE_SHOW = f"/api/shows/{SHOW}"
ALL_SHOWS = "/api/organiser/shows"

# Where a test says that so much time is left, the seconds that it took itself are gone already.
SLOW = 20

# A response. Werkzeug types its `json` as optional, and every test would have to say that it is there.
Answer: TypeAlias = Any
T = TypeVar("T")


def send(method: str, path: str, headers: dict[str, str], **options: Any) -> Answer:
    """Send a request in a context of its own: Flask would share `g`, and so the caller, with the test."""
    client = current_app.test_client(use_cookies=False)
    return Context().run(client.open, path, method=method, headers=headers, **options)


def add_show(show: str, **fields: Any) -> None:
    """Put another show on sale."""
    Context().run(builders.add_show, current_app.test_client(), show, **fields)


def call(user: str, path: str, **body: Any) -> Answer:
    """Send a user's request about the show."""
    return send("POST", BOOKINGS + path, {"X-User-Id": user}, json={"showId": SHOW, **body})


def select(user: str, *seats: str, **body: Any) -> Answer:
    return call(user, "/select-seats", seats=seats, **body)


def hold(user: str, *seats: str, **body: Any) -> None:
    """Let the user select the seats and get them."""
    answer = select(user, *seats, **body)
    assert answer.status_code == 200, answer.text


def release(user: str, *seats: str) -> Answer:
    return call(user, "/release-seats", seats=seats)


def checkout(user: str, **body: Any) -> Answer:
    return call(user, "/checkout", **body)


def book(user: str, *seats: str, **more: Any) -> Answer:
    """Book the seats, or without any all that the user holds."""
    return _book({"X-User-Id": user}, seats, **more)


def confirm(user: str, *seats: str, **more: Any) -> Answer:
    """Book for the user as the shop's backend does once the payment is through."""
    return _book(builders.ADMIN, seats, userId=user, **more)


def held(user: str, show: str = SHOW) -> Answer:
    """Ask as the shop's backend what the user has locked."""
    return send("GET", f"{BOOKINGS}/held/{show}", builders.ADMIN, query_string={"userId": user})


def sell(*seats: str, paid: str | None = "cash", **more: Any) -> Answer:
    """Sell seats at the door, as the organiser does."""
    return _book(builders.ADMIN, seats, **({"paid": paid} if paid else {}), **more)


def booked(user: str, *seats: str) -> Any:
    """Select and book the seats, and return the booking."""
    hold(user, *seats)
    answer = book(user, *seats)
    assert answer.status_code == 201, answer.text
    return answer.json["booking"]


def read(user: str, path: str = "") -> Answer:
    return send("GET", BOOKINGS + path, {"X-User-Id": user})


def cancel(user: str, booking_id: str, *seats: str) -> Answer:
    """Cancel the user's booking, or these seats of it."""
    return _cancel({"X-User-Id": user}, booking_id, seats)


def cancel_as_organiser(booking_id: str, *seats: str) -> Answer:
    return _cancel(builders.ADMIN, booking_id, seats)


def move(booking_id: str, where: dict[str, str], **more: Any) -> Answer:
    """Move who sits on the seats that are the keys to those that are the values, as the organiser does."""
    body = {"from": list(where), "to": list(where.values()), **more}
    return send("POST", f"{BOOKINGS}/{booking_id}/move", builders.ADMIN, json=body)


def organise(path: str, **body: Any) -> Answer:
    """Send the organiser's request about the show: a POST when there is something to say."""
    return send("POST" if body else "GET", f"{THE_SHOW}/{path}", builders.ADMIN, json=body or None)


def replace_show(**changes: Any) -> Answer:
    """Let the organiser say anew what the show is: the same, save the changes."""
    show = {
        "title": "Hamlet",
        "startsAt": "2030-06-01T19:30:00Z",
        "currency": "EUR",
        "prices": PRICES,
        "plan": plan(),
    }
    return send("PUT", THE_SHOW, builders.ADMIN, json={**show, **changes})


def lists(user: str = "stranger") -> Any:
    """Return what a user sees of the show."""
    return send("GET", f"{BOOKINGS}/locked-seats/{SHOW}", {"X-User-Id": user}).json


def assert_refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    assert answer.json["success"] is False
    assert answer.json["message"]


def assert_conflict(answer: Answer, *seats: str, cooling: Sequence[str] = ()) -> None:
    """Check that just these seats stood in the way, and which of them because they cool down."""
    assert_refused(answer, 409, "seats_unavailable")
    assert answer.json["conflicts"] == list(seats)
    assert answer.json.get("coolingDown", []) == list(cooling)


def held_until(answer: Answer) -> datetime:
    """Return until when the answer promises the seats."""
    assert answer.status_code == 200, answer.text
    return datetime.fromisoformat(answer.json["expiresAt"])


def lasts(answer: Answer, seconds: float) -> bool:
    return bool(seconds - SLOW <= answer.json["expiresIn"] <= seconds)


def take(seats: list[str], holder: str, show: str = SHOW) -> locks.Grant:
    """Lock the seats, past HTTP."""
    return locks.select(store.find(show), seats, holder)


def attempt(seats: list[str], holder: str) -> locks.Grant | Refusal:
    """Lock the seats, past HTTP; return the grant or the refusal."""
    try:
        return take(seats, holder)
    except Refusal as refusal:
        return refusal


def at_once(app: Flask, calls: Iterable[Callable[[], T]]) -> list[T]:
    """Make all calls at the same moment, each in a context of its own."""

    def inside(call: Callable[[], T]) -> T:
        with app.app_context():
            return call()

    return racing.at_once([partial(inside, call) for call in calls])


def _cancel(who: dict[str, str], booking_id: str, seats: tuple[str, ...]) -> Answer:
    return send("POST", f"{BOOKINGS}/{booking_id}/cancel", who, json={"seats": seats} if seats else None)


def _book(who: dict[str, str], seats: tuple[str, ...], /, key: str | None = None, **body: Any) -> Answer:
    """Book; `key` is the Idempotency-Key."""
    headers = who if key is None else {**who, "Idempotency-Key": key}
    wanted = {"showId": SHOW, **({"seats": seats} if seats else {}), **body}
    return send("POST", BOOKINGS, headers, json=wanted)
