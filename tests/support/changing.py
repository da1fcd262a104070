"""A booking that is changed while others change it too, or want its seats, and the judge."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias
from uuid import uuid4

from .builders import ADMIN
from .racing import at_once

# Sends method, path, headers and body; returns status and body.
Ask: TypeAlias = Callable[[str, str, dict[str, str], Any], tuple[int, Any]]
Answer: TypeAlias = tuple[int, Any]
Call: TypeAlias = Callable[[], Answer]

ROWS = {"A": 4, "B": 4}
PRICE = 1000
ITS_SEATS = ["A1", "A2", "A3"]
LATER_MS = 4


class User(NamedTuple):
    """Somebody by the id that seats are theirs by, and the headers that say so."""

    name: str
    headers: dict[str, str]


@dataclass
class Game:
    """Ann's booking of ITS_SEATS in a show of its own, Bob's of A4, and what they and the organiser ask."""

    ask: Ask
    users: list[User]
    database: Any
    show: str = field(default_factory=lambda: f"hall-{uuid4().hex[:8]}")
    booking: str = ""
    other: str = ""
    # What was asked and answered, by what was wanted.
    answers: list[tuple[str, Any, Answer]] = field(default_factory=list)

    def open(self) -> "Game":
        show = {
            "showId": self.show,
            "title": "Hamlet",
            "startsAt": "2030-06-01T19:30:00Z",
            "currency": "EUR",
            "prices": {"Standard": PRICE},
            "rows": ROWS,
        }
        assert self.ask("POST", "/api/shows", ADMIN, show)[0] == 201
        self.booking, self.other = (self._buy(*of) for of in ((0, ITS_SEATS), (1, ["A4"])))
        return self

    def run(self, calls: list[Call]) -> "Game":
        """Make all calls at one moment."""
        at_once(calls)
        return self

    def move(self, *where: str, booking: str = "") -> Call:
        old, new = where
        body = {"from": [old], "to": [new]}
        return self._asked(
            "moved", [booking or self.booking, old, new], f"{booking or self.booking}/move", body
        )

    def cancel(self, *seats: str) -> Call:
        return self._asked("cancelled", seats, f"{self.booking}/cancel", {"seats": seats} if seats else {})

    def check_in(self, seat: str) -> Call:
        return self._asked("inside", seat, f"{self.booking}/check-in", {"seats": [seat]})

    def sell(self, *seats: str) -> Call:
        return self._asked("sold", seats, "", {"showId": self.show, "seats": seats, "paid": "cash"})

    def select(self, user: int, *seats: str) -> Call:
        body = {"showId": self.show, "seats": seats}
        return self._asked("selected", (user, seats), "select-seats", body, who=self.users[user].headers)

    def block(self, *seats: str) -> Call:
        return self._asked("blocked", seats, f"/api/shows/{self.show}/block-seats", {"seats": seats})

    def delete_show(self) -> Call:
        return self._asked("deleted", (), f"/api/shows/{self.show}", None, method="DELETE")

    def drop_seat(self, seat: str) -> Call:
        """Change the plan to one without the seat."""
        _, show = self.ask("GET", f"/api/shows/{self.show}", {}, None)
        for row in show["plan"]["zones"][0]["rows"]:
            row["seats"] = [each for each in row["seats"] if each["seat_guid"] != seat]
        return self._asked("dropped", seat, f"/api/shows/{self.show}", show, method="PUT")

    def hold_for_a_moment(self, seat: str) -> None:
        """Let Bob have the seat until LATER_MS from now."""
        assert self.select(1, seat)()[0] == 200
        self.answers.clear()
        later = {"$add": ["$$NOW", LATER_MS]}
        self.database.seat_locks.update_one(
            {"_id": {"show": self.show, "seat": seat}}, [{"$set": {"expires_at": later}}]
        )

    def succeeded(self, what: str) -> list[Any]:
        return [wanted for done, wanted, (status, _) in self.answers if done == what and status < 300]

    def seat(self, seat: str) -> Any:
        return self.database.seat_locks.find_one({"_id": {"show": self.show, "seat": seat}}) or {}

    def stored(self, booking: str = "") -> Any:
        return self.database.bookings.find_one({"_id": booking or self.booking})

    def _buy(self, user: int, seats: list[str]) -> str:
        body = {"showId": self.show, "seats": seats}
        assert self.ask("POST", "/api/bookings/select-seats", self.users[user].headers, body)[0] == 200
        status, answer = self.ask("POST", "/api/bookings", self.users[user].headers, body)
        assert status == 201
        return str(answer["booking"]["id"])

    def _asked(
        self,
        what: str,
        wanted: Any,
        path: str,
        body: Any,
        *,
        who: dict[str, str] = ADMIN,
        method: str = "POST",
    ) -> Call:
        full = path if path.startswith("/") else f"/api/bookings/{path}".rstrip("/")

        def call() -> Answer:
            answer = self.ask(method, full, who, body)
            self.answers.append((what, wanted, answer))
            return answer

        return call


Rivals: TypeAlias = Callable[[Game], list[Call]]

MOVING: dict[str, Rivals] = {
    "the same move": lambda game: [game.move("A1", "B1")] * 3,
    "other moves of the booking": lambda game: [game.move("A1", "B2"), game.move("A2", "B1")],
    "a move of another booking": lambda game: [game.move("A4", "B1", booking=game.other)] * 2,
    "a cancelling": lambda game: [game.cancel()] * 2,
    "a part's": lambda game: [game.cancel("A1"), game.cancel("A2")],
    "a selection": lambda game: [game.select(1, "B1", "B2"), game.select(2, "B2", "B1")],
    "a sale": lambda game: [game.sell("B1", "B2"), game.sell("B1")],
    "a block": lambda game: [game.block("B1", "B2")],
    "a plan without the seat": lambda game: [game.drop_seat("B1")],
    "the end of the show": lambda game: [game.cancel(), game.delete_show()],
    "a check-in": lambda game: [game.check_in("A1"), game.check_in("A2")],
}
GIVING_BACK: dict[str, Rivals] = {
    "the same": lambda game: [game.cancel("A1")] * 3,
    "of other parts": lambda game: [game.cancel("A2", "A3"), game.cancel("A2")],
    "of all": lambda game: [game.cancel()] * 2,
    "and moves": lambda game: [game.move("A1", "B1"), game.move("A2", "B2")],
    "and selections": lambda game: [game.select(1, "A1"), game.select(2, "A1")] * 2,
    "and sales": lambda game: [game.sell("A1"), game.sell("A1", "B1")],
    "and a block": lambda game: [game.block("A1", "B1")],
    "and a plan without the seat": lambda game: [game.drop_seat("A1")],
    "and a check-in": lambda game: [game.check_in("A1"), game.check_in("A2")],
}


def moving(game: Game, rivals: Rivals) -> Game:
    """Move A1 to B1 while rivals do what they do."""
    return game.run([game.move("A1", "B1"), *rivals(game)])


def moving_when_a_lock_ends(game: Game) -> Game:
    """Move to a seat at the moment at which Bob's lock on it ends, which Cid waits for as well."""
    game.hold_for_a_moment("B1")
    return game.run([game.move("A1", "B1"), game.select(2, "B1"), game.select(1, "B1")])


def giving_back(game: Game, rivals: Rivals) -> Game:
    """Cancel A1 while rivals do what they do."""
    return game.run([game.cancel("A1"), *rivals(game)])


def judge(game: Game, complaints: list[str]) -> Iterator[str]:
    """Say what is wrong after a game, beside what a doctor says of the database."""
    yield from complaints
    for what, wanted, (status, body) in game.answers:
        if status not in (200, 201, 404, 409, 422):
            yield f"{what} {wanted}: {status} {body}"
    for user, seats in game.succeeded("selected"):
        if {game.seat(seat).get("holder") for seat in seats} != {game.users[user].name}:
            yield f"{seats} were selected by {user} and are lost"
    for seats in game.succeeded("blocked"):
        if any(game.seat(seat).get("state") != "blocked" for seat in seats):
            yield f"{seats} were blocked and are not"
    for seat in game.succeeded("dropped"):
        if game.seat(seat).get("holder"):
            yield f"{seat} is not in the hall, and somebody has it"
    owners = Counter(seat for seats in game.succeeded("sold") for seat in seats)
    yield from (f"{seat} was sold {count} times" for seat, count in owners.items() if count > 1)
    yield from _judge_booking(game)


def _judge_booking(game: Game) -> Iterator[str]:
    booking = game.stored()
    changes = booking.get("changes", ())
    answered = {(old, new) for moved, old, new in game.succeeded("moved") if moved == game.booking}
    made = [(change["from"][0], change["to"][0]) for change in changes if change["to"]]
    if sorted(answered) != sorted(made):
        yield f"{answered} were answered as moved, and {made} are kept"
    if booking["total"] != PRICE * len(ITS_SEATS) + sum(change["difference"] for change in changes):
        yield f"the total is {booking['total']} after {changes}"
    inside = {entry["seat"] for entry in booking.get("checked_in", ())}
    given_up = {seat for change in changes if not change["to"] for seat in change["from"]}
    moved = dict(made)
    for seat in game.succeeded("inside"):
        sits_on = moved.get(seat, seat)
        if booking["status"] == "confirmed" and sits_on not in inside | given_up:
            yield f"{seat} was let in and is outside"
