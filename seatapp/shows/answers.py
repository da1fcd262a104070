"""The shape of answers about shows, for the OpenAPI document."""

import dataclasses

from marshmallow import fields, validate

from ..answers import Answer, Shape
from .plan import PlanSchema
from .rules import Rules
from .selling import SalesState
from .ticket_types import MINOR_UNITS, TicketTypeAnswer
from .times import Moment


class RulesAnswer(Shape):
    """What every choice of seats must meet, as the organiser said it; what is missing is off."""

    sometimes = frozenset(field.name for field in dataclasses.fields(Rules))

    no_single_gaps = fields.Boolean()
    consecutive = fields.Boolean()
    min_seats = fields.Integer()
    max_seats = fields.Integer()
    quantum = fields.Integer()
    companion_needs_wheelchair = fields.Boolean()
    wheelchair_on_request = fields.Boolean()


class ShowFields(Shape):
    """What every answer says of a show. Times keep the offset they were given with."""

    show_id = fields.String()
    title = fields.String()
    starts_at = Moment()
    time_zone = fields.String(metadata={"description": "The venue's, by its IANA name."})
    currency = fields.String()
    prices = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata=MINOR_UNITS)
    ticket_types = fields.List(fields.Nested(TicketTypeAnswer))
    seat_count = fields.Integer()
    sales_open = fields.Boolean(metadata={"description": "The organiser's switch."})
    sales_start_at = Moment(allow_none=True)
    sales_end_at = Moment(allow_none=True)
    rules = fields.Nested(RulesAnswer)
    revision = fields.Integer(metadata={"description": "Grows with every change of the show."})


class ListedShow(ShowFields):
    """A show without its plan."""

    sales_state = fields.String(validate=validate.OneOf([state.value for state in SalesState]))


class ShowsAnswer(Answer):
    """The shows, the next one first."""

    shows = fields.List(fields.Nested(ListedShow))


class ShowAnswer(Answer, ShowFields):
    """The show with its plan."""

    max_seats_per_user = fields.Integer()
    plan = fields.Nested(PlanSchema)
