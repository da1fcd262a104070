"""What a plan says of a seat: at the seat itself, or at its row or zone for all in it."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Part: TypeAlias = Mapping[str, Any]


def of_seat(name: str, zone: Part, row: Part, seat: Part) -> Any:
    """Return what is said of a seat under this name; None for nothing. The seat's own word comes first."""
    for part in (seat, row, zone):
        if name in part:
            return part[name]
    return None


def tables_in(rows: Iterable[tuple[Part, Part]]) -> dict[str, list[str]]:
    """Return the seats of each table that seats name, by its id, from the plan's rows with their zones."""
    tables: dict[str, list[str]] = {}
    for zone, row in rows:
        for seat in row["seats"]:
            if table := of_seat("table", zone, row, seat):
                tables.setdefault(table, []).append(seat["seat_guid"])
    return tables
