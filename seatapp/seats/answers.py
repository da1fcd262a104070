"""The shape of answers about seats, for the OpenAPI document. Amounts are in the currency's minor unit."""

from marshmallow import fields, validate

from ..answers import Answer, Shape
from .search import Together

BY_SEAT = {"description": "By seat."}
BY_AREA = {"description": "How many places, by area."}


class Item(Shape):
    """A seat as people call it, or a place in an area, and what it costs; labels where the plan has them."""

    sometimes = frozenset({"seat", "area", "row_label", "seat_label", "ticket_type"})

    seat = fields.String(metadata={"description": "Its id; a standing place has none, but an `area`."})
    area = fields.String()
    zone = fields.String()
    row = fields.String()
    number = fields.String()
    row_label = fields.String()
    seat_label = fields.String()
    category = fields.String()
    price = fields.Integer()
    ticket_type = fields.String(metadata={"description": "Its id, where the show has types."})


class GrantAnswer(Answer):
    """The seats are the caller's until `expiresAt`, and the places of `areas`, where there are any."""

    sometimes = frozenset({"areas"})

    seats = fields.List(fields.String())
    areas = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata=BY_AREA)
    expires_in = fields.Integer(metadata={"description": "Seconds."})
    expires_at = fields.AwareDateTime()
    prices = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata=BY_SEAT)
    ticket_types = fields.Dict(keys=fields.String(), values=fields.String(), metadata=BY_SEAT)
    total = fields.Integer()
    currency = fields.String()


class TicketTypesAnswer(Answer):
    """What all the caller's seats on the show cost with their ticket types, places of `areas` too."""

    sometimes = frozenset({"areas"})

    areas = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata=BY_AREA)
    prices = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata=BY_SEAT)
    ticket_types = fields.Dict(keys=fields.String(), values=fields.String(), metadata=BY_SEAT)
    total = fields.Integer()
    currency = fields.String()


class BestAvailableAnswer(GrantAnswer):
    """The best seats that there were are the caller's until `expiresAt`."""

    together = fields.String(validate=validate.OneOf([*Together]))


class CheckoutAnswer(GrantAnswer):
    """All the caller's seats on the show are theirs until `expiresAt`; `items` say what is paid for."""

    items = fields.List(fields.Nested(Item))


class ReleasedAnswer(Answer):
    """The seats that the caller had, and has no more, and how many places of the `areas` that were named."""

    sometimes = frozenset({"areas"})

    released = fields.Boolean(metadata={"description": "Whether there were any."})
    seats = fields.List(fields.String())
    areas = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata=BY_AREA)


class AreaState(Shape):
    """How many places of an area are whose; what is left of the `capacity` is free."""

    capacity = fields.Integer()
    booked = fields.Integer()
    locked_by_others = fields.Integer()
    locked_by_me = fields.Integer()
    blocked = fields.Integer()


class HeldPlaces(Shape):
    """The caller's places of an area: until when the first of them is theirs, and what they cost."""

    count = fields.Integer()
    until = fields.AwareDateTime()
    total = fields.Integer()
    ticket_types = fields.Dict(keys=fields.String(), values=fields.Integer())


class LockedSeatsAnswer(Answer):
    """Who has which seat, as the caller sees it; a seat that is not named is free."""

    show_id = fields.String()
    seq = fields.Integer(metadata={"description": "The announcement that this is at least as new as."})
    booked_seats = fields.List(fields.String(), metadata={"description": "Blocked ones too."})
    locked_by_others = fields.List(fields.String())
    locked_by_me = fields.List(fields.String())
    blocked_seats = fields.List(fields.String())
    held_until = fields.Dict(keys=fields.String(), values=fields.AwareDateTime(), metadata=BY_SEAT)
    held_prices = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata=BY_SEAT)
    ticket_types = fields.Dict(keys=fields.String(), values=fields.String(), metadata=BY_SEAT)
    areas = fields.Dict(
        keys=fields.String(), values=fields.Nested(AreaState), metadata={"description": "By area."}
    )
    held_areas = fields.Dict(
        keys=fields.String(), values=fields.Nested(HeldPlaces), metadata={"description": "By area."}
    )
    now = fields.AwareDateTime()
    revision = fields.Integer(metadata={"description": "The show's."})
