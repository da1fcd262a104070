"""Ticket types of a show: adult, child and the like, each with a price for the categories it applies to."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from marshmallow import ValidationError, fields, post_load, validate

from .. import text
from ..answers import Shape
from ..database import Document
from ..requests import Body
from .fields import Whole, listed
from .prices import Prices

MAX_TYPES = 50
MOST = 100
MINOR_UNITS = {"description": "In the currency's minor unit, by category."}


class Needs(NamedTuple):
    """That a ticket of `type` is bought for every `each` tickets."""

    type: str
    each: int

    def count_for(self, tickets: int) -> int:
        """Return how many have to be bought with so many tickets."""
        return -(-tickets // self.each)


class TicketType(NamedTuple):
    """A type by its id, and what it costs in minor units, by category; others it does not apply to.

    A buyer has at most `max_per_buyer` of it on the show, None for as many as they like.
    """

    id: str
    title: str
    prices: Mapping[str, int]
    max_per_buyer: int | None
    needs: Needs | None

    def as_json(self) -> dict[str, Any]:
        """Return the type as it was sent."""
        limits = {"maxPerBuyer": self.max_per_buyer, "needs": self.needs and self.needs._asdict()}
        said = {name: value for name, value in limits.items() if value is not None}
        return {"id": self.id, "title": self.title, "prices": self.prices, **said}

    def as_document(self) -> Document:
        """Return the type as it is stored."""
        return {**self._asdict(), "needs": self.needs and self.needs._asdict()}


def read(document: Document) -> TicketType:
    """Read a stored type."""
    needs = document["needs"]
    return TicketType(**{**document, "needs": needs and Needs(**needs)})


class NeedsSchema(Body):
    """Which other type has to be bought with it, one `each` so many."""

    type = fields.String(required=True, validate=validate.Length(1, 64))
    each = Whole(required=True, validate=validate.Range(1, MOST))


class TicketTypeSchema(Body):
    """A ticket type as an organiser sends it; loads to a TicketType."""

    id = fields.String(required=True, validate=[validate.Length(1, 64), text.identifier])
    title = fields.String(required=True, validate=[validate.Length(1, 200), text.name])
    prices = Prices(required=True, validate=validate.Length(1))
    max_per_buyer = Whole(data_key="maxPerBuyer", load_default=None, validate=validate.Range(1, MOST))
    needs = fields.Nested(NeedsSchema, load_default=None)

    @post_load
    def _ticket_type(self, data: dict[str, Any], **_: Any) -> TicketType:
        needs = data["needs"]
        return TicketType(**{**data, "needs": needs and Needs(**needs)})


class NeedsAnswer(Shape):
    """Which other type has to be bought with it, one `each` so many."""

    type = fields.String()
    each = fields.Integer()


class TicketTypeAnswer(Shape):
    """A ticket type; limits where it has any."""

    sometimes = frozenset({"max_per_buyer", "needs"})

    id = fields.String()
    title = fields.String()
    prices = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata=MINOR_UNITS)
    max_per_buyer = fields.Integer()
    needs = fields.Nested(NeedsAnswer)


def require_whole(types: list[TicketType], known: Iterable[str], sold: Iterable[str]) -> None:
    """Raise ValidationError unless the types fit each other, the plan's categories and those with seats."""
    ids = [each.id for each in types]
    if len(set(ids)) < len(ids):
        raise ValidationError("Each id may be used only once.", "ticketTypes")
    if unknown := sorted({category for each in types for category in each.prices}.difference(known)):
        raise ValidationError(f"The plan has no such categories: {listed(unknown)}.", "ticketTypes")
    if types and (unsold := [category for category in sold if default_of(types, category) is None]):
        raise ValidationError(
            f"These categories have seats but no type with a price: {listed(unsold)}.", "ticketTypes"
        )
    for each in types:
        if each.needs and (each.needs.type == each.id or each.needs.type not in ids):
            raise ValidationError(f"`needs` of {each.id} names no other type.", "ticketTypes")


def usual_price(types: Iterable[TicketType], prices: Mapping[str, int], category: str) -> int:
    """Return what a seat of the category costs when no type is named; 0 where nothing says so."""
    usual = default_of(types, category)
    return usual.prices[category] if usual else prices.get(category, 0)


def default_of(types: Iterable[TicketType], category: str) -> TicketType | None:
    """Return the type that a seat of the category has when none is named: the first with a price for it."""
    return next((each for each in types if category in each.prices), None)
