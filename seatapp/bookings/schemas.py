"""The shape of booking requests. Whether a seat exists or is free is not their business."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from ..http import Body, Ignored
from ..shows.fields import Whole
from ..text import text

MAX_SEATS_IN_REQUEST = 100
MAX_TOTAL = 2**53 - 1  # what every JSON parser keeps whole


def _each_once(seats: list[str]) -> None:
    if len(set(seats)) < len(seats):
        raise ValidationError("Each seat may be named only once.")


class Seat(fields.String):
    """A seat's id as the plan gives it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=True, validate=validate.Length(1, 64), **options)


class Seats(fields.List[str]):
    """Some seats, each once."""

    def __init__(self, most: int = MAX_SEATS_IN_REQUEST, **options: Any) -> None:
        super().__init__(Seat(), validate=[validate.Length(1, most), _each_once], **options)


class CancellationSchema(Body):
    """Nothing that counts: the address says which booking, and a token who wants it."""

    user_id: fields.Field[Any] = Ignored(data_key="userId")


class ShowIdSchema(Body):
    """A show. Old clients send a `userId` beside it, which counts for nothing."""

    show_id = fields.String(data_key="showId", required=True, validate=validate.Length(1, 64))
    user_id: fields.Field[Any] = Ignored(data_key="userId")


class SelectionSchema(ShowIdSchema):
    """A show and some of its seats."""

    seats = Seats(required=True)


class OrderSchema(ShowIdSchema):
    """What to book; without `seats`, all that the caller has locked on the show.

    `expectedTotal` is what the buyer was shown, in minor units: the booking is made only if it costs that.
    `userId` and `paymentReference` are for the shop's backend, which says so by the admin token.
    """

    seats = Seats(load_default=None)
    user_id = fields.String(data_key="userId", load_default=None, validate=[validate.Length(1, 128), text])
    payment_reference = fields.String(
        data_key="paymentReference", load_default=None, validate=[validate.Length(1, 255), text]
    )
    expected_total = Whole(data_key="expectedTotal", load_default=None, validate=validate.Range(0, MAX_TOTAL))
