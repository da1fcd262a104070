"""The shape of what organisers send."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate, validates_schema

from ..bookings.booking import CANCELLED, CONFIRMED
from ..identity.admin import Scope
from ..identity.caller import USER_ID_LENGTH
from ..requests import Body
from ..seats.schemas import Areas, Seats
from ..shows.times import Moment
from ..text import identifier, name, text
from .overview import ARCHIVED, COMING, PAST

MAX_SEATS = 5000
MAX_SHOWS_OF_KEY = 1000
SCOPES = [scope.value for scope in Scope]


class SomeSeatsSchema(Body):
    """Some seats of the show in the address, and a number of places of its areas."""

    seats = Seats(most=MAX_SEATS, least=0)
    areas = Areas(most=MAX_SEATS, load_default=dict)

    @validates_schema
    def require_some(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse what is about nothing."""
        if "seats" not in loaded and not loaded.get("areas"):
            raise ValidationError("Missing data for required field.", "seats")
        if not (loaded.get("seats") or loaded.get("areas")):
            raise ValidationError(f"Length must be between 1 and {MAX_SEATS}.", "seats")

    @post_load
    def complete(self, loaded: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Let no seats be none."""
        return {"seats": [], **loaded}


class BlockingSchema(SomeSeatsSchema):
    """Seats, why they are kept from the public and until when; without `until`, until they are given back."""

    reason = fields.String(load_default="", validate=[validate.Length(0, 200), text])
    until = Moment(load_default=None, allow_none=True)


class MoveSchema(Body):
    """Seats of the booking in the address, and as many that it gets for them, in the same order."""

    from_ = Seats(data_key="from", required=True)
    to = Seats(required=True)
    blocked = fields.Boolean(load_default=False, truthy={True}, falsy={False})

    @validates_schema
    def pair(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse seats that have no counterpart."""
        if len(loaded["from_"]) != len(loaded["to"]):
            raise ValidationError("Say as many seats as in `from`.", "to")


class SalesSchema(Body):
    """Whether the show is on sale."""

    open = fields.Boolean(required=True, truthy={True}, falsy={False})


class BlockedQuerySchema(Schema):
    """The query of a show's blocked seats; without `seat` all of them."""

    class Meta:
        """Other parameters are nobody's."""

        unknown = EXCLUDE

    seat = fields.String(load_default="", validate=validate.Length(0, 64))


class BookingQuerySchema(BlockedQuerySchema):
    """The query of a show's list of bookings; the page's own parameters are read elsewhere."""

    search = fields.String(load_default="", validate=validate.Length(0, 255))
    status = fields.String(load_default="", validate=validate.OneOf(["", CONFIRMED, CANCELLED]))


class SeatQuerySchema(Schema):
    """The query of a seat's history: which seat."""

    class Meta:
        """The page's own parameters are read elsewhere."""

        unknown = EXCLUDE

    seat = fields.String(required=True, validate=[validate.Length(1, 64), text])


class HolderQuerySchema(Schema):
    """The query of what a person has locked: whose seats."""

    user_id = fields.String(
        data_key="userId", required=True, validate=[validate.Length(1, USER_ID_LENGTH), text]
    )


class OverviewQuerySchema(Schema):
    """The query of the list of all shows."""

    class Meta:
        """The page's own parameters are read elsewhere."""

        unknown = EXCLUDE

    when = fields.String(load_default="", validate=validate.OneOf(["", COMING, PAST, ARCHIVED]))


class RevisionQuerySchema(Schema):
    """Which state of a show the caller knows."""

    class Meta:
        """Other parameters are nobody's."""

        unknown = EXCLUDE

    revision = fields.Integer(load_default=None, validate=validate.Range(min=0))


class NewAdminKeySchema(Body):
    """What a new admin key is called and for; without `shows` it is for all, those to come too."""

    name = fields.String(required=True, validate=[validate.Length(1, 64), name, identifier])
    scopes = fields.List(
        fields.String(validate=validate.OneOf(SCOPES)),
        required=True,
        validate=validate.Length(1, len(SCOPES)),
    )
    shows = fields.List(
        fields.String(validate=validate.Length(1, 64)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, MAX_SHOWS_OF_KEY),
    )
