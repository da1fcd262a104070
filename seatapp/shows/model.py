"""A show as the rest of the house sees it."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import orjson
from bson import ObjectId

from ..database import Document
from ..encoding import OrjsonProvider
from . import times
from .places import Place, places_of
from .plan import seats_of


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A show without its plan. Prices are in the currency's minor unit, by category.

    Times keep the offset they were given with. `version` is the revision as it is stored. `uid` distinguishes
    a show from another one that had its id before; shows of former releases have none.
    """

    show_id: str
    title: str
    starts_at: datetime
    time_zone: str
    sales_start_at: datetime | None
    sales_end_at: datetime | None
    currency: str
    prices: Mapping[str, int]
    seat_count: int
    version: int | str
    created_at: datetime
    uid: ObjectId | None
    sales_open: bool = True

    @property
    def revision(self) -> int:
        """The number that grows with every change of the show."""
        return revision_of(self.version)

    def as_json(self) -> dict[str, Any]:
        """Return what clients see of the show whatever the time is."""
        return {
            "showId": self.show_id,
            "title": self.title,
            "startsAt": self.starts_at,
            "timeZone": self.time_zone,
            "currency": self.currency,
            "prices": self.prices,
            "seatCount": self.seat_count,
            "salesOpen": self.sales_open,
            "salesStartAt": self.sales_start_at,
            "salesEndAt": self.sales_end_at,
            "revision": self.revision,
        }


@dataclass(frozen=True, kw_only=True)
class Show(Listing):
    """A show with its seats: the category of each, by seat id.

    The plan is kept only as the JSON that clients get: parsed it would be a hundred thousand objects for
    the garbage collector to walk through.
    """

    seats: Mapping[str, str] = field(repr=False)
    answer: bytes = field(repr=False)

    @cached_property
    def gzipped(self) -> bytes:
        """The answer compressed, once for all who ask."""
        return gzip.compress(self.answer, compresslevel=5, mtime=0)

    @cached_property
    def etag(self) -> str:
        """Return what identifies this answer, also among those of other releases or settings."""
        return hashlib.blake2b(self.answer, digest_size=12).hexdigest()

    def place(self, seat: str) -> Place | None:
        """Return where the seat is; None for a seat that the hall does not have."""
        place = self._places.get(seat)
        return Place(*place) if place else None

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, str, str, int, str, str]]:
        """Read from the plan once, and only for shows whose seats are asked for."""
        return places_of(orjson.loads(self.answer)["plan"])


def revision_of(version: int | str) -> int:
    """Return a stored revision as a number.

    Former releases stored random text: it is replaced by a number that is less than any time in milliseconds.
    """
    if isinstance(version, str):
        return int.from_bytes(hashlib.blake2b(version.encode(), digest_size=5).digest())
    return version


def listing_of(document: Document) -> Listing:
    """Read a stored show; its plan may have been left in the database."""
    return Listing(**_common(document))


def show_of(document: Document, max_seats_per_user: int) -> Show:
    """Read a stored show with its plan."""
    common = _common(document)
    answer = {
        "success": True,
        **Listing(**common).as_json(),
        "maxSeatsPerUser": max_seats_per_user,
        "plan": document["plan"],
    }
    return Show(
        **common,
        seats=seats_of(document["plan"]),
        answer=orjson.dumps(answer, option=OrjsonProvider.OPTIONS),
    )


def _common(document: Document) -> dict[str, Any]:
    return {
        "show_id": document["_id"],
        "title": document["title"],
        "starts_at": times.read("starts_at", document),
        "time_zone": document.get("time_zone", times.DEFAULT_ZONE),
        "sales_start_at": times.read("sales_start_at", document),
        "sales_end_at": times.read("sales_end_at", document),
        "currency": document["currency"],
        "prices": document["prices"],
        "seat_count": document["seat_count"],
        "version": document["revision"],
        "created_at": document["created_at"].astimezone(UTC),
        "uid": document.get("uid"),
        "sales_open": document.get("sales_open", True),
    }
