"""A show's times: instants that keep the offset they were given with, and the venue's time zone."""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, fields

from ..database import Document

DEFAULT_ZONE = "UTC"
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
# In the list of zones, and the name of none.
NO_ZONE = "Factory"


class Moment(fields.AwareDateTime):
    """An instant in ISO 8601 with an offset, which it keeps; to the millisecond, as MongoDB stores it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        moment = super()._deserialize(value, *args, **kwargs)
        if not EARLIEST <= moment < LATEST:
            raise ValidationError("Must be in the years 2000 to 2199.")
        offset = moment.utcoffset() or timedelta()
        if offset % timedelta(minutes=1):
            raise ValidationError("The offset from UTC must be in hours and minutes.")
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class Zone(fields.String):
    """A time zone by its IANA name, such as Europe/Vienna."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        name = super()._deserialize(value, *args, **kwargs)
        if name not in zone_names():
            raise ValidationError("Not an IANA time zone, such as Europe/Vienna.")
        return name


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all time zones, as the tzdata package has them."""
    return frozenset(files("tzdata").joinpath("zones").read_text().split()) - {NO_ZONE}


def local(moment: datetime, zone: str) -> datetime:
    """Return the moment by the clocks of a time zone."""
    return moment.astimezone(ZoneInfo(zone))


def stored(name: str, moment: datetime | None) -> Document:
    """Return the fields of a document that keep a moment: MongoDB's dates have no offset."""
    if moment is None:
        return {name: None}
    offset = moment.utcoffset() or timedelta()
    return {name: moment, f"{name}_offset": offset // timedelta(minutes=1)}


def read(name: str, document: Document) -> datetime | None:
    """Return a stored moment with its offset; in UTC when it was stored without."""
    moment: datetime | None = document.get(name)
    offset = timedelta(minutes=document.get(f"{name}_offset", 0))
    return moment and moment.astimezone(timezone(offset) if offset else UTC)
