"""What is asked about choosing seats of shows with rules, tables and places for wheelchairs."""

from typing import Any

from tests.support import asking, builders
from tests.support.asking import Answer

HALL = "hall-with-rules"


def open_hall(**fields: Any) -> None:
    """Put a hall on sale; by default one row of ten."""
    asking.add_show(HALL, **{"rows": {"A": 10}, **fields})


def choose(user: str, *seats: str, **more: Any) -> Answer:
    return asking.call(user, "/select-seats", showId=HALL, **({"seats": seats} if seats else {}), **more)


def best(user: str, count: int | None = 2, **more: Any) -> Answer:
    wish = {} if count is None else {"count": count}
    return asking.call(user, "/best-available", showId=HALL, **wish, **more)


def give_back(user: str, *seats: str, **more: Any) -> Answer:
    return asking.call(user, "/release-seats", showId=HALL, **({"seats": seats} if seats else {}), **more)


def block(*seats: str) -> None:
    """Let the organiser keep seats from the public."""
    answer = asking.send("POST", f"/api/shows/{HALL}/block-seats", builders.ADMIN, json={"seats": seats})
    assert answer.status_code == 200, answer.text


def check_out(user: str) -> Answer:
    return asking.call(user, "/checkout", showId=HALL)


def buy(user: str, *seats: str) -> Answer:
    return asking.call(user, "", showId=HALL, **({"seats": seats} if seats else {}))


def hold(user: str, *seats: str, **more: Any) -> None:
    answer = choose(user, *seats, **more)
    assert answer.status_code == 200, answer.text


def mine(user: str) -> list[str]:
    seats: list[str] = asking.read(user, f"/locked-seats/{HALL}").json["lockedByMe"]
    return seats


def broken(answer: Answer) -> tuple[str, list[str], list[str] | None]:
    """Return the rule that was broken, its seats, and the alternative."""
    assert (answer.status_code, answer.json["code"]) == (409, "rule_broken"), answer.text
    return answer.json["rule"], answer.json["seats"], answer.json.get("alternative")
