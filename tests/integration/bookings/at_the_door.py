"""What is asked at the door of the show."""

from typing import Any

from tests.support import builders
from tests.support.asking import Answer, organise, send
from tests.support.hall import SHOW


def check_in(booking: Any, *seats: str, key: str | None = None, **body: Any) -> Answer:
    """Check in the seats, or without any the whole booking; `key` is the Idempotency-Key."""
    headers = builders.ADMIN if key is None else {**builders.ADMIN, "Idempotency-Key": key}
    wanted = {"showId": SHOW, **({"seats": seats} if seats else {}), **body}
    return send("POST", f"/api/bookings/{booking['id']}/check-in", headers, json=wanted)


def admit(booking: Any, *seats: str) -> None:
    """Check in the seats, and see that it is done."""
    answer = check_in(booking, *seats)
    assert answer.status_code == 200, answer.text


def undo(booking: Any, *seats: str) -> Answer:
    body = {"seats": seats} if seats else {}
    return send("POST", f"/api/bookings/{booking['id']}/undo-check-in", builders.ADMIN, json=body)


def ticket(code: str, show: str = SHOW) -> Answer:
    path = f"/api/shows/{show}/ticket"
    return send("GET", path, builders.ADMIN, query_string={"code": code})


def inside(booking: Any) -> list[str]:
    """Return which of the booking's seats are inside."""
    answer = send("GET", f"/api/bookings/{booking['id']}", builders.ADMIN)
    return [entry["seat"] for entry in answer.json["booking"]["checkedIn"]]


def counts() -> tuple[int, int]:
    """Return how many seats are sold, and how many people are inside."""
    answer = organise("inside").json
    return answer["sold"], answer["inside"]
