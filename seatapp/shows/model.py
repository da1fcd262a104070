"""A show as the rest of the house sees it."""

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from threading import Lock
from typing import Any

import orjson
from bson import ObjectId

from ..database import Document
from ..encoding import OrjsonProvider
from . import plan_text, times
from .layout import Layout
from .places import Place, places_of
from .plan import seats_of
from .rules import NO_RULES, Rules
from .standing import Area, Areas, HallSeats, area_of
from .ticket_types import TicketType, read

# Its id, category, place and number in the layout, measured with a stadium.
BYTES_A_SEAT = 700


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A show without its plan. Prices are in the currency's minor unit, by category.

    An archived one has no plan and no seats. Times keep the offset they were given with. `version` is
    the revision as it is stored. `uid` distinguishes a show from another one that had its id before, and
    `plan_id` its stored plan's; those of former releases may have neither.
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
    plan_id: ObjectId | None = None
    sales_open: bool = True
    archived_at: datetime | None = None
    ticket_types: Sequence[TicketType] = ()
    rules: Rules = NO_RULES
    has_whole_tables: bool = False
    areas: Areas = field(default_factory=dict)

    @cached_property
    def is_plain(self) -> bool:
        """Whether any free seats may be chosen: no rule and no table says which."""
        return self.rules.are_off and not self.has_whole_tables

    @property
    def revision(self) -> int:
        """The number that grows with every change of the show."""
        return revision_of(self.version)

    def ticket_type(self, type_id: str) -> TicketType | None:
        """Return the ticket type with this id; None where the show has no such type."""
        return next((each for each in self.ticket_types if each.id == type_id), None)

    def as_json(self) -> dict[str, Any]:
        """Return what clients see of the show whatever the time is."""
        return {
            "showId": self.show_id,
            "title": self.title,
            "startsAt": self.starts_at,
            "timeZone": self.time_zone,
            "currency": self.currency,
            "prices": self.prices,
            "ticketTypes": [each.as_json() for each in self.ticket_types],
            "seatCount": self.seat_count,
            "salesOpen": self.sales_open,
            "salesStartAt": self.sales_start_at,
            "salesEndAt": self.sales_end_at,
            "rules": self.rules.as_json(),
            "revision": self.revision,
        }


@dataclass(frozen=True, kw_only=True)
class Show(Listing):
    """A show with its seats: the category of each, by seat id.

    The plan is kept only as the JSON that clients get, compressed: parsed it would be hundreds of thousands
    of objects for the garbage collector to walk through. `etag` tells this answer from every other, also of
    another release or other settings.
    """

    seats: Mapping[str, str] = field(repr=False)
    gzipped: bytes = field(repr=False)
    etag: str
    _building: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def answer(self) -> bytes:
        """The JSON that clients get, for those who do not take it compressed."""
        return gzip.decompress(self.gzipped)

    @property
    def memory_bytes(self) -> int:
        """About what the show takes of a worker's memory once somebody has bought seats of it."""
        return len(self.gzipped) + len(self.seats) * BYTES_A_SEAT

    @cached_property
    def hall_seats(self) -> HallSeats:
        """All that the hall sells."""
        return HallSeats(self.seats, self.areas)

    def category(self, seat: str) -> str:
        """Return what a seat or place costs depends on; raise KeyError for what the hall does not have."""
        category = self.hall_seats.category(seat)
        if category is None:
            raise KeyError(seat)
        return category

    def place(self, seat: str) -> Place | None:
        """Return where the seat or place is; None for one that the hall does not have."""
        if area_id := area_of(seat):
            area = self.areas.get(area_id)
            # People are told of an area behind the seats.
            return Place(area.zone, "", "", len(self.seats)) if area else None
        place = self._places.get(seat)
        return Place(*place) if place else None

    @property
    def layout(self) -> Layout:
        """The seats in lines, the best first; made once, when somebody asks."""
        with self._building:
            return self._layout

    @cached_property
    def _layout(self) -> Layout:
        plan = self.answer.split(b',"plan":', 1)[1]
        return Layout(plan_text.read_head(plan), plan_text.read_rows(plan))

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, str, str, int, str, str]]:
        """Read from the plan once, and only for shows whose seats are asked for."""
        return places_of(plan_text.read_rows(self.answer))


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


def show_of(document: Document, plan: bytes, max_seats_per_user: int) -> Show:
    """Read a stored show with the text of its plan."""
    common = _common(document)
    told = {"success": True, **Listing(**common).as_json(), "maxSeatsPerUser": max_seats_per_user}
    answer = orjson.dumps(told, option=OrjsonProvider.OPTIONS)[:-1] + b',"plan":' + plan + b"}"
    return Show(
        **common,
        seats=seats_of(plan_text.read_rows(plan)),
        gzipped=plan_text.compress(answer),
        etag=hashlib.blake2b(answer, digest_size=12).hexdigest(),
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
        "plan_id": document.get("plan_id"),
        "sales_open": document.get("sales_open", True),
        "archived_at": document.get("archived_at"),
        "ticket_types": tuple(map(read, document.get("ticket_types", ()))),
        "rules": Rules.of(document.get("rules", {})),
        "has_whole_tables": document.get("whole_tables", False),
        "areas": {area.pop("id"): Area(**area) for area in map(dict, document.get("areas", ()))},
    }
