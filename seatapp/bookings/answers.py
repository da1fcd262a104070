"""The shape of answers about bookings, for the OpenAPI document. Amounts are in the currency's minor unit."""

from marshmallow import fields, validate

from ..answers import Answer, PageAnswer, Shape
from ..seats.answers import Item
from .booking import CANCELLED, CONFIRMED, PAYMENTS
from .customer import BookedCustomer


class Admission(Shape):
    """A seat whose ticket was checked in, or a place in an area."""

    sometimes = frozenset({"seat", "area"})

    seat = fields.String()
    area = fields.String()
    at = fields.AwareDateTime()


class Booking(Shape):
    """A booking as its holder sees it."""

    id = fields.String()
    reference = fields.String(metadata={"description": "To be read out, such as 7QK2M-X9TRB."})
    show_id = fields.String()
    seats = fields.List(fields.String())
    items = fields.List(fields.Nested(Item))
    customer = fields.Nested(BookedCustomer, allow_none=True)
    paid = fields.String(
        allow_none=True,
        validate=validate.OneOf([*PAYMENTS, None]),
        metadata={"description": "How it was at the door."},
    )
    status = fields.String(validate=validate.OneOf([CONFIRMED, CANCELLED]))
    total = fields.Integer()
    currency = fields.String()
    created_at = fields.AwareDateTime()
    cancelled_at = fields.AwareDateTime(allow_none=True)
    checked_in = fields.List(fields.Nested(Admission), metadata={"description": "Who is inside."})


class BookingAnswer(Answer):
    """The booking."""

    booking = fields.Nested(Booking)


class FoundBookingAnswer(BookingAnswer):
    """The booking, and where its ticket is, for whoever has that link."""

    ticket_url = fields.String()


class BookingsAnswer(PageAnswer):
    """A page of the caller's bookings, the newest first."""

    bookings = fields.List(fields.Nested(Booking))
