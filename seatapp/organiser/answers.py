"""The shape of answers to the organiser, for the OpenAPI document. Amounts are in minor units."""

from marshmallow import fields, validate

from ..answers import Answer, PageAnswer, Shape
from ..bookings.answers import Booking
from ..identity.admin import Scope
from ..seats.answers import Item
from ..seats.document import BLOCKED, BOOKED, LOCKED
from ..shows.answers import ListedShow
from ..shows.plan import PlanSchema


class ChangedShowAnswer(Answer, ListedShow):
    """The show as it is now, also as `show`."""

    show = fields.Nested(ListedShow)


class PlanAnswer(Answer):
    """A seating plan that a show can have."""

    plan = fields.Nested(PlanSchema)


class DemoHallsAnswer(Answer):
    """The names of the demo's halls."""

    halls = fields.List(fields.String())


class SeatTerms(Shape):
    """What a seat is sold as."""

    category = fields.String()
    price = fields.Integer()


class PlacedSeat(Shape):
    """A seat as people call it; labels where the plan has them."""

    sometimes = frozenset({"row_label", "seat_label"})

    seat = fields.String()
    zone = fields.String()
    row = fields.String()
    number = fields.String()
    row_label = fields.String()
    seat_label = fields.String()


class TakenSeats(Shape):
    """Taken seats of which a change means the same; the first 50 of them by name."""

    state = fields.String(validate=validate.OneOf([LOCKED, BOOKED, BLOCKED]))
    before = fields.Nested(SeatTerms)
    after = fields.Nested(SeatTerms, allow_none=True, metadata={"description": "Null: they would vanish."})
    count = fields.Integer()
    until = fields.AwareDateTime(
        allow_none=True,
        metadata={"description": "When the last of them is free again; null for good, or if they are sold."},
    )
    seats = fields.List(fields.Nested(PlacedSeat))


class SeatNumbers(Shape):
    """How many seats the hall has, and would have."""

    before = fields.Integer()
    after = fields.Integer()
    added = fields.Integer()
    removed = fields.Integer()


class PreviewAnswer(Answer):
    """What a change would mean for those who have seats."""

    show_id = fields.String()
    revision = fields.Integer()
    possible = fields.Boolean()
    possible_from = fields.AwareDateTime(allow_none=True)
    taken = fields.List(fields.Nested(TakenSeats))
    areas = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "How many taken places of areas would vanish."},
    )
    seats = fields.Nested(SeatNumbers)
    bookings = fields.Integer(metadata={"description": "How many confirmed bookings the show has."})


class ShowIdAnswer(Answer):
    """The show that is no more."""

    show_id = fields.String()


class ArchivedShowAnswer(Answer):
    """The show of which only the bookings are kept now."""

    show_id = fields.String()
    archived_at = fields.AwareDateTime()


class SalesAnswer(Answer, ListedShow):
    """The show, with its sales as they are now."""


class CountedShow(ListedShow):
    """A show, and what it has sold."""

    archived_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "Since when only its bookings are kept."}
    )
    sold_count = fields.Integer()
    takings = fields.Integer()


class OverviewAnswer(PageAnswer):
    """A page of all shows."""

    shows = fields.List(fields.Nested(CountedShow))


class BookingChange(Shape):
    """Seats that were given up, and those got for them: none where they were cancelled.

    Of places in areas, how many.
    """

    sometimes = frozenset({"from_areas", "to_areas"})

    at = fields.AwareDateTime()
    by = fields.String(allow_none=True, metadata={"description": "An admin key's name; null: the holder."})
    from_ = fields.List(fields.String())
    to = fields.List(fields.String())
    from_areas = fields.Dict(keys=fields.String(), values=fields.Integer())
    to_areas = fields.Dict(keys=fields.String(), values=fields.Integer())
    difference = fields.Integer(metadata={"description": "What the total has changed by."})


class OrganisersBooking(Booking):
    """A booking with whose it is."""

    user_id = fields.String(allow_none=True, metadata={"description": "null: sold at the door."})
    payment_reference = fields.String(allow_none=True)
    made_by = fields.String(allow_none=True, metadata={"description": "Its admin key; null: the holder."})
    cancelled_with = fields.String(allow_none=True, metadata={"description": "The admin key, if any."})
    changes = fields.List(fields.Nested(BookingChange), metadata={"description": "The earliest first."})


class MovedAnswer(Answer):
    """The booking on its new seats."""

    booking = fields.Nested(OrganisersBooking)
    difference = fields.Integer(metadata={"description": "What the total has changed by."})


class ShowBookingsAnswer(PageAnswer):
    """A page of the show's bookings, the newest first."""

    bookings = fields.List(fields.Nested(OrganisersBooking))


class TicketLinkAnswer(Answer):
    """Where a booking's ticket can be seen."""

    url = fields.String(metadata={"description": "A path on this server, such as /tickets/…"})


class BlockedSeat(Shape):
    """A seat that is kept from the public, or a place in an area."""

    sometimes = frozenset({"seat", "area"})

    seat = fields.String()
    area = fields.String()
    reason = fields.String()
    until = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When it ends by itself; null: when it is given back."}
    )
    by = fields.String(
        allow_none=True, metadata={"description": "The name of the admin key; null for an old block."}
    )


class BlockedSeatsAnswer(Answer):
    """The blocked seats."""

    show_id = fields.String()
    blocked = fields.List(fields.Nested(BlockedSeat))


class ChangedSeatsAnswer(Answer):
    """The seats that were blocked or given back, and how many places of areas."""

    show_id = fields.String()
    seats = fields.List(fields.String())
    areas = fields.Dict(keys=fields.String(), values=fields.Integer())


class HeldAnswer(Answer):
    """The seats that a person has locked, and what they cost."""

    show_id = fields.String()
    user_id = fields.String()
    items = fields.List(fields.Nested(Item))
    total = fields.Integer()
    currency = fields.String()
    expires_at = fields.AwareDateTime(allow_none=True)


class AdminKey(Shape):
    """A named admin key, without its secret. `shows` null: all, those to come too."""

    id = fields.String()
    name = fields.String()
    scopes = fields.List(fields.String(validate=validate.OneOf([scope.value for scope in Scope])))
    shows = fields.List(fields.String(), allow_none=True)
    created_at = fields.AwareDateTime()
    created_by = fields.String(metadata={"description": "The name of the key that made it."})


class AdminKeyAnswer(Answer):
    """The admin key."""

    key = fields.Nested(AdminKey)


class NewAdminKeyAnswer(AdminKeyAnswer):
    """The admin key, and what to send as Bearer: it is told once."""

    secret = fields.String()


class AdminKeysAnswer(Answer):
    """The admin keys, the oldest first."""

    keys = fields.List(fields.Nested(AdminKey))
