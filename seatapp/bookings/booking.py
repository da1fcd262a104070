"""A booking: its document, and how it is made out of a show's prices."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from ..database import Document
from ..shows.standing import as_told, count_by_area, places_among, seats_among

CONFIRMED = "confirmed"
CANCELLED = "cancelled"

# How the organiser was paid at the door. Who gets in for nothing has seats that cost nothing.
PAYMENTS = CASH, CARD, FREE = "cash", "card", "free"

# Crockford's base 32: no letter can be taken for a digit or another letter, by eye or by ear.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be booked. `seats` None, and no `areas`: all that the holder has locked on the show.

    `areas` says how many places of which areas. `by_admin`: the shop or the organiser books, so what is free
    will do; `made_by` is the name of their key; `over_blocks`: blocked ones too. Without a `holder` they are
    sold at the door. `paid` is how, None where the shop knows. `expected_total`, in minor units: what the
    buyer was shown; None for whatever they cost.
    """

    show_id: str
    seats: list[str] | None
    holder: str | None
    idempotency_key: str | None
    payment_reference: str | None = None
    by_admin: bool = False
    made_by: str | None = None
    over_blocks: bool = False
    paid: str | None = None
    expected_total: int | None = None
    customer: dict[str, str] | None = None
    areas: Mapping[str, int] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Return a digest of what is ordered; `expected_total` is not part of it."""
        wanted: list[Any] = [self.show_id, sorted(self.seats) if self.seats else None, self.payment_reference]
        # What an order does not say is not in its digest: keys of former releases stay good.
        more = {
            "customer": self.customer,
            "paid": self.paid,
            "blocked": self.over_blocks,
            "areas": self.areas,
        }
        said = {name: value for name, value in more.items() if value}
        wanted += [said] if said else []
        return hashlib.sha256(orjson.dumps(wanted, option=orjson.OPT_SORT_KEYS)).hexdigest()


def new_booking(order: Order, seats: list[str], now: datetime) -> Document:
    """Return the booking's document, with ids that nobody guesses; what it costs is not known yet."""
    said = {
        "idempotency_key": order.idempotency_key,
        "customer": order.customer,
        "paid": order.paid,
        "made_by": order.made_by,
    }
    return {
        "_id": secrets.token_urlsafe(16),
        "reference": new_reference(),
        "seats": seats,
        "holder": order.holder,
        "status": CONFIRMED,
        "payment_reference": order.payment_reference,
        "created_at": now,
        "request_digest": order.digest,
        **{name: value for name, value in said.items() if value},
    }


def new_reference() -> str:
    """Return a reference that can be read out, such as 7QK2M-X9TRB: fifty random bits."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))
    return f"{text[:5]}-{text[5:]}"


def admissions(booking: Document) -> list[Document]:
    """Return who of the booking is inside, the first first: `{seat, at, by, key}` each."""
    return list(booking.get("checked_in", ()))


def as_json(booking: Document) -> dict[str, Any]:
    """Return the booking as its holder sees it."""
    return {
        "id": booking["_id"],
        "reference": booking["reference"],
        "showId": booking["show"],
        "seats": seats_among(booking["seats"]),
        "items": [as_told(item) for item in booking["items"]],
        "customer": booking.get("customer"),
        "paid": booking.get("paid"),
        "status": booking["status"],
        "total": booking["total"],
        "currency": booking["currency"],
        "createdAt": booking["created_at"],
        "cancelledAt": booking.get("cancelled_at"),
        "checkedIn": [as_told({"seat": entry["seat"], "at": entry["at"]}) for entry in admissions(booking)],
    }


def _change(change: Document) -> dict[str, Any]:
    """Return a change of a booking as it is told: places in areas are counted."""
    areas = {
        key: count_by_area(change[name])
        for name, key in (("from", "fromAreas"), ("to", "toAreas"))
        if places_among(change[name])
    }
    return {**change, "from": seats_among(change["from"]), "to": seats_among(change["to"]), **areas}


def as_organiser_json(booking: Document) -> dict[str, Any]:
    """Return the booking as the organiser and the shop's backend see it: with whose it is."""
    return {
        **as_json(booking),
        "userId": booking["holder"],
        "paymentReference": booking["payment_reference"],
        "madeBy": booking.get("made_by"),
        "cancelledWith": booking.get("cancelled_with"),
        "changes": [_change(change) for change in booking.get("changes", ())],
    }
