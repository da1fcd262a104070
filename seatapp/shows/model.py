"""A show as the rest of the house sees it."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import orjson

from ..extensions import Document, OrjsonProvider
from .plan import seats_of


@dataclass(frozen=True)
class Listing:
    """A show without its plan. Prices are in the currency's minor unit, by category."""

    show_id: str
    title: str
    starts_at: datetime
    currency: str
    prices: Mapping[str, int]
    seat_count: int
    revision: str
    created_at: datetime
    sales_open: bool = field(default=True, kw_only=True)

    def as_json(self) -> dict[str, Any]:
        """Return the show as clients see it in a list."""
        return {
            "showId": self.show_id,
            "title": self.title,
            "startsAt": self.starts_at,
            "currency": self.currency,
            "prices": self.prices,
            "seatCount": self.seat_count,
            "salesOpen": self.sales_open,
        }


@dataclass(frozen=True)
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


def listing_of(document: Document) -> Listing:
    """Read a stored show; its plan may have been left in the database."""
    return Listing(**_common(document))


def show_of(document: Document) -> Show:
    """Read a stored show with its plan."""
    common = _common(document)
    answer = {"success": True, **Listing(**common).as_json(), "plan": document["plan"]}
    return Show(
        **common,
        seats=seats_of(document["plan"]),
        answer=orjson.dumps(answer, option=OrjsonProvider.OPTIONS),
    )


def _common(document: Document) -> dict[str, Any]:
    return {
        "show_id": document["_id"],
        "title": document["title"],
        "starts_at": document["starts_at"].astimezone(UTC),
        "currency": document["currency"],
        "prices": document["prices"],
        "seat_count": document["seat_count"],
        "revision": document["revision"],
        "created_at": document["created_at"].astimezone(UTC),
        "sales_open": document.get("sales_open", True),
    }
