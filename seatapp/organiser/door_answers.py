"""The shape of answers at the door, for the OpenAPI document."""

from marshmallow import fields

from ..answers import Answer, Shape
from ..bookings.customer import BookedCustomer
from ..seats.answers import Item
from .answers import OrganisersBooking


class TicketAnswer(Answer):
    """The booking of the ticket."""

    booking = fields.Nested(OrganisersBooking)
    scanned = fields.Boolean(
        metadata={"description": "Whether it is the ticket's own code, which only its holder has."}
    )


class CheckInAnswer(Answer):
    """The booking, and the seats, and how many places of areas, that this request was about."""

    booking = fields.Nested(OrganisersBooking)
    seats = fields.List(fields.String())
    areas = fields.Dict(keys=fields.String(), values=fields.Integer())


class SoldSeat(Item):
    """A seat, and whose it is."""

    booking_id = fields.String()
    reference = fields.String()
    user_id = fields.String(allow_none=True)
    customer = fields.Nested(BookedCustomer, allow_none=True)
    checked_in_at = fields.AwareDateTime(allow_none=True)


class DoorListAnswer(Answer):
    """All sold seats of the show, in the hall's order."""

    show_id = fields.String()
    as_of = fields.AwareDateTime()
    seats = fields.List(fields.Nested(SoldSeat))


class Entrance(Shape):
    """A booking by which somebody came in, with those seats as `items`."""

    booking_id = fields.String()
    reference = fields.String()
    user_id = fields.String(allow_none=True)
    customer = fields.Nested(BookedCustomer, allow_none=True)
    items = fields.List(fields.Nested(Item))
    at = fields.AwareDateTime(metadata={"description": "When the last of them did."})


class InsideAnswer(Answer):
    """How many are inside, and who came last."""

    show_id = fields.String()
    sold = fields.Integer()
    inside = fields.Integer()
    latest = fields.List(fields.Nested(Entrance))
