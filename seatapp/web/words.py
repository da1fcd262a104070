"""Write times and prices for people, before any script runs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ..shows import times

# The times that have a short name in the English of browsers. Some of America's are others' elsewhere.
NAMED_EVERYWHERE = frozenset({"UTC", "GMT", "BST", "CET", "CEST", "EET", "EEST", "WET", "WEST"})
NAMED_IN_AMERICA = frozenset(
    {"AST", "ADT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AKST", "AKDT", "HST", "HDT"}
)
AMERICA = ("America", "US", "Canada", "Pacific")


def moment(when: datetime, zone: str = times.DEFAULT_ZONE) -> str:
    """Write an instant by a venue's clock, as scripts do: "Sat, 1 Jun 2030, 19:30 CEST (Vienna)"."""
    local = times.local(when, zone)
    area, _, city = zone.rpartition("/")
    place = f" ({city.replace('_', ' ')})" if area not in ("", "Etc") else ""
    return f"{local:%a}, {local.day} {local:%b %Y, %H:%M} {_zone_time(local, area)}{place}"


def _zone_time(local: datetime, area: str) -> str:
    """Name a zone's time as browsers do in English: CEST, EDT, else GMT+5:30."""
    name = local.tzname() or ""
    if name in NAMED_EVERYWHERE or (name in NAMED_IN_AMERICA and area.startswith(AMERICA)):
        return name
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"GMT{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}" if minutes else "GMT"


def ends(prices: Iterable[int]) -> list[int]:
    """Return the lowest and the highest of these prices, or the only one, or none."""
    amounts = sorted(set(prices))
    return amounts[:1] + amounts[1:][-1:]
