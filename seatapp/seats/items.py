"""The items of a checkout or booking: each seat as people call it, and what it costs."""

from typing import Any

from ..shows.model import Show
from ..shows.places import NOWHERE
from .terms import Agreed, types_of


def itemise(show: Show, agreed: Agreed) -> list[dict[str, Any]]:
    """Return an item for each seat, in the plan's order: `{seat, zone, row, number, category, price}`.

    With a `ticketType` where the show has types. A place in an area is a `seat` here too, see `as_told`.
    """
    types = types_of(agreed)
    return in_order(
        show,
        [
            {
                "seat": seat,
                "category": terms["category"],
                "price": terms["price"],
                **({"ticketType": types[seat]} if seat in types else {}),
            }
            for seat, terms in agreed.items()
        ],
    )


def in_order(show: Show | None, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items in the plan's order, with the places that it gives their seats, if there is one."""
    places = {item["seat"]: (show and show.place(item["seat"])) or NOWHERE for item in items}
    return [
        {"seat": item["seat"], **place.as_json(), **item}
        for item in sorted(items, key=lambda item: (places[item["seat"]].order, item["seat"]))
        for place in [places[item["seat"]]]
    ]
