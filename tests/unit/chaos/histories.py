"""Histories by hand: what somebody asked from one instant to another, and was answered."""

from math import inf
from typing import Any

from chaos.history import OK, REFUSED, UNKNOWN, Operation
from chaos.record import Record


class Telling:
    """A run as its callers tell it; locks last 6 s."""

    def __init__(self) -> None:
        self.record = Record(ended=100, price=1000)

    def tell(
        self, who: str, what: str, seats: str, when: tuple[float, float], outcome: str = OK, /, **more: Any
    ) -> "Telling":
        """Add an operation; `wish_…` are wishes, the rest is in the answer."""
        begun, ended = when
        wish = {name[5:]: value for name, value in more.items() if name.startswith("wish_")}
        answer = {name: value for name, value in more.items() if not name.startswith("wish_")}
        number = len(self.record.operations)
        operation = Operation(number, who, what, tuple(seats.split()), begun, wish, ended, outcome, 0, answer)
        self.record.operations.append(operation)
        return self

    def selects(self, who: str, seats: str, begun: float, ended: float, until: float = 0) -> "Telling":
        return self.tell(who, "select", seats, (begun, ended), expiresAt=until or begun + 6)

    def is_refused(self, who: str, seats: str, begun: float, ended: float, conflicts: str = "") -> "Telling":
        lacking = (conflicts or seats).split()
        return self.tell(
            who, "select", seats, (begun, ended), REFUSED, code="seats_unavailable", conflicts=lacking
        )

    def hears_nothing(self, who: str, what: str, seats: str, begun: float, **wish: Any) -> "Telling":
        return self.tell(who, what, seats, (begun, inf), UNKNOWN, **wish)

    def releases(self, who: str, seats: str, begun: float, ended: float) -> "Telling":
        return self.tell(who, "release", seats, (begun, ended), seats=seats.split())

    def books(self, who: str, seats: str, begun: float, ended: float, key: str = "") -> "Telling":
        """Book, and let the booking be there in the end."""
        key = key or f"{who}'s key"
        booking = f"booking of {key}"
        self.has_booking(who, seats, key)
        return self.tell(
            who,
            "book",
            seats,
            (begun, ended),
            wish_key=key,
            id=booking,
            seats=seats.split(),
            status="confirmed",
        )

    def has_booking(self, who: str, seats: str, key: str, booking: str = "") -> "Telling":
        items: list[dict[str, Any]] = [{"seat": seat, "price": 1000} for seat in seats.split()]
        document: dict[str, Any] = {
            "_id": booking or f"booking of {key}",
            "holder": who,
            "idempotency_key": key,
            "seats": seats.split(),
            "items": items,
            "total": 1000 * len(items),
            "status": "confirmed",
        }
        self.record.told.add(document["_id"])
        self.record.bookings.append(document)
        for seat in seats.split():
            self.record.seats[seat] = {"state": "booked", "booking_id": document["_id"], "holder": who}
        return self

    def cancels(self, who: str, seats: str, begun: float, ended: float, key: str = "") -> "Telling":
        booking = f"booking of {key or who + chr(39) + 's key'}"
        for seat in seats.split():
            self.record.seats.pop(seat, None)
        for document in self.record.bookings:
            if document["_id"] == booking:
                document["status"] = "cancelled"
        return self.tell(who, "cancel", seats, (begun, ended), wish_booking=booking)
