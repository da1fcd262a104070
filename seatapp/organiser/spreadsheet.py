"""A show's bookings as a file that spreadsheets open and people read."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..bookings import store as bookings
from ..bookings.booking import as_organiser_json
from ..database import Document
from ..shows import store, times
from ..shows.currencies import decimal
from ..shows.model import Listing
from ..shows.places import name_of

COLUMNS = [
    *("reference", "id", "status", "userId", "seats", "total", "currency", "paymentReference"),
    *("createdAt", "cancelledAt", "timeZone", "customerName", "customerEmail", "inside", "paid"),
    "ticketTypes",
]
# Without it Excel takes UTF-8 for the encoding of the computer's country.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for a formula when a text begins with it.
FORMULA = tuple("=+-@\t\r")


def bookings_csv(show_id: str) -> Iterator[str]:
    """Yield a show's bookings as CSV, the oldest first; raise ShowNotFound before the first line.

    Amounts are in the currency's own unit, with its digits: 1038.50.
    """
    show = store.find_listing(show_id)
    return _lines(show, bookings.of_show(show))


def _lines(show: Listing, bookings: Iterator[Document]) -> Iterator[str]:
    """Write times by the venue's clock, with its offset from UTC and the zone's name in a column."""
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    titles = {each.id: each.title for each in show.ticket_types}
    for booking in bookings:
        row = {**as_organiser_json(booking), "timeZone": show.time_zone}
        buyer = row["customer"] or {}
        row.update(
            customerName=buyer.get("name"), customerEmail=buyer.get("email"), inside=len(row["checkedIn"])
        )
        types = [item["ticketType"] for item in row["items"] if "ticketType" in item]
        row["ticketTypes"] = "; ".join(titles.get(type_id, type_id) for type_id in types)
        row["seats"] = "; ".join(name_of(item) for item in row["items"])
        row["total"] = decimal(row["total"], row["currency"])
        for name in ("createdAt", "cancelledAt"):
            row[name] = row[name] and times.local(row[name], show.time_zone)
        yield _line([row[column] for column in COLUMNS])


def _line(values: list[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(value) for value in values])
    return line.getvalue()


def _harmless(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
