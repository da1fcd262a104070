"""The shape of how a show sells, for the OpenAPI document. Amounts are in the currency's minor unit."""

from marshmallow import fields, validate

from ..answers import Answer, Shape
from ..bookings.booking import PAYMENTS
from ..shows.selling import SalesState


class SeatCounts(Shape):
    """Seats by state."""

    total = fields.Integer()
    free = fields.Integer()
    locked = fields.Integer()
    booked = fields.Integer()
    blocked = fields.Integer()


class CategorySummary(SeatCounts):
    """How a category sells."""

    category = fields.String()
    price = fields.Integer()
    takings = fields.Integer()


class PaymentSummary(Shape):
    """What was paid in one way: null is by the shop, or not at the door."""

    paid = fields.String(allow_none=True, validate=validate.OneOf([*PAYMENTS, None]))
    seats = fields.Integer()
    takings = fields.Integer()


class TicketTypeSummary(Shape):
    """What was sold of a ticket type, by its id."""

    ticket_type = fields.String()
    title = fields.String(
        allow_none=True, metadata={"description": "Null: the show has no such type any more."}
    )
    seats = fields.Integer()
    takings = fields.Integer()


class SummaryAnswer(Answer):
    """How the show sells."""

    show_id = fields.String()
    currency = fields.String()
    sales_open = fields.Boolean()
    sales_state = fields.String(validate=validate.OneOf([state.value for state in SalesState]))
    seats = fields.Nested(SeatCounts)
    takings = fields.Integer()
    by_payment = fields.List(fields.Nested(PaymentSummary))
    by_ticket_type = fields.List(fields.Nested(TicketTypeSummary))
    by_category = fields.List(fields.Nested(CategorySummary))
