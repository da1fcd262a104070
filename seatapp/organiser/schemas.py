"""The shape of what organisers send."""

from marshmallow import EXCLUDE, Schema, fields, validate

from ..bookings.booking import CANCELLED, CONFIRMED
from ..bookings.schemas import Seats

MAX_SEATS = 5000


class SomeSeatsSchema(Schema):
    """Some seats of the show in the address."""

    class Meta:
        """Extra keys are ignored."""

        unknown = EXCLUDE

    seats = Seats(required=True, most=MAX_SEATS)


class BlockingSchema(SomeSeatsSchema):
    """Seats, and why they are kept from the public."""

    reason = fields.String(load_default="", validate=validate.Length(0, 200))


class SalesSchema(Schema):
    """Whether the show is on sale."""

    class Meta:
        """Extra keys are ignored."""

        unknown = EXCLUDE

    open = fields.Boolean(required=True, truthy={True}, falsy={False})


class BookingQuerySchema(Schema):
    """The query of a show's list of bookings."""

    class Meta:
        """The page's own parameters are read elsewhere."""

        unknown = EXCLUDE

    search = fields.String(load_default="", validate=validate.Length(0, 255))
    status = fields.String(load_default="", validate=validate.OneOf(["", CONFIRMED, CANCELLED]))
