"""The shape of what is sent about bookings."""

from typing import Any

from marshmallow import fields, validate

from ..requests import Body, Ignored
from ..seats.schemas import Areas, Seats, ShowIdSchema
from ..shows.fields import Whole
from ..text import text
from .booking import PAYMENTS
from .customer import CustomerSchema

MAX_TOTAL = 2**53 - 1  # what every JSON parser keeps whole


class CancellationSchema(Body):
    """Some seats of the booking in the address, and places of areas; without any, all of it."""

    seats = Seats(load_default=None)
    areas = Areas(load_default=dict, metadata={"description": "How many places to cancel, by area."})

    user_id: fields.Field[Any] = Ignored(data_key="userId")


class FindingSchema(Body):
    """What somebody knows of a booking that is not in this browser."""

    reference = fields.String(required=True, validate=validate.Length(1, 64))
    email = fields.String(required=True, validate=validate.Length(1, 254))


class OrderSchema(ShowIdSchema):
    """What to book; without `seats` and `areas`, all that the caller has locked on the show.

    `expectedTotal` is what the buyer was shown, in minor units: the booking is made only if it costs that.
    `customer` is who it is for, as far as CUSTOMER_REQUIRED asks or the buyer says. `userId` and
    `paymentReference` are for the shop's backend, which sends the admin token, `paid` and `blocked` for the
    organiser, who sends it too: how it was paid at the door, and that `seats` may be blocked ones.
    """

    seats = Seats(load_default=None)
    areas = Areas(load_default=dict, metadata={"description": "How many places, by area."})
    customer = fields.Nested(CustomerSchema, load_default=None, allow_none=True)
    user_id = fields.String(data_key="userId", load_default=None, validate=[validate.Length(1, 128), text])
    payment_reference = fields.String(
        data_key="paymentReference", load_default=None, validate=[validate.Length(1, 255), text]
    )
    paid = fields.String(load_default=None, validate=validate.OneOf(PAYMENTS))
    blocked = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    expected_total = Whole(data_key="expectedTotal", load_default=None, validate=validate.Range(0, MAX_TOTAL))
