"""The items of a checkout or booking: each seat as people call it, and what it costs."""

from typing import Any

from ..extensions import Document
from ..shows import store
from ..shows.model import Show
from ..shows.places import NOWHERE
from . import belonging
from .terms import Agreed


def itemise(show: Show, agreed: Agreed) -> list[dict[str, Any]]:
    """Return an item for each seat, in the plan's order: `{seat, zone, row, number, category, price}`."""
    return _in_order(
        show,
        [
            {"seat": seat, "category": terms["category"], "price": terms["price"]}
            for seat, terms in agreed.items()
        ],
    )


def with_places(booking: Document) -> Document:
    """Return the booking with its seats' places; one from before they were kept has the plan's, if any."""
    if all("number" in item for item in booking["items"]):
        return booking
    return {**booking, "items": _in_order(_show(booking), booking["items"])}


def _show(booking: Document) -> Show | None:
    try:
        show = store.find(booking["show"])
    except store.ShowNotFound:
        return None
    return show if belonging.is_of(booking, show) else None


def _in_order(show: Show | None, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    places = {item["seat"]: (show and show.place(item["seat"])) or NOWHERE for item in items}
    return [
        {"seat": item["seat"], **place.as_json(), **item}
        for item in sorted(items, key=lambda item: (places[item["seat"]].order, item["seat"]))
        for place in [places[item["seat"]]]
    ]
