"""The shape of a show as an organiser sends it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NoReturn

from marshmallow import ValidationError, fields, post_load, pre_load, validate

from .. import text
from ..requests import Body, Ignored
from .fields import Whole, listed
from .mistakes import first_few
from .plain_seats import MAX_ID
from .plan import MAX_SEATS, Plan, PlanSchema, rows_of, seats_of
from .prices import Prices
from .rows import MAX_ROWS, MAX_SEATS_AT_TABLE, MAX_SEATS_IN_ROW, plan_of_rows
from .rules import NO_RULES, Rules, RulesSchema
from .standing import MAX_CAPACITY, Area, HallSeats, areas_of
from .ticket_types import MAX_TYPES, TicketType, TicketTypeSchema, require_whole, usual_price
from .times import DEFAULT_ZONE, Moment, Zone

SHOW_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
SHORT_FORM = ("rows", "tables", "areas", "wheelchair", "companion")
MAX_AREAS = 1_000
# For the OpenAPI document.
READ_ONLY = {"readOnly": True}


@dataclass(frozen=True)
class NewShow:
    """A show that an organiser sent, checked. Prices are in the currency's minor unit, by category.

    Sales begin at once without a `sales_start_at`, and end with the start of the show without a
    `sales_end_at`.
    """

    show_id: str
    title: str
    starts_at: datetime
    currency: str
    prices: dict[str, int]
    plan: Plan
    time_zone: str = DEFAULT_ZONE
    sales_start_at: datetime | None = None
    sales_end_at: datetime | None = None
    ticket_types: list[TicketType] = field(default_factory=list)
    rules: Rules = NO_RULES

    @cached_property
    def seats(self) -> dict[str, str]:
        """The category of every seat, by seat id."""
        return seats_of(rows_of(self.plan))

    @cached_property
    def areas(self) -> dict[str, Area]:
        """The areas for standing and free seating, by id."""
        return areas_of(self.plan)

    @property
    def hall_seats(self) -> HallSeats:
        """All that the hall sells."""
        return HallSeats(self.seats, self.areas)


def is_show_id(value: Any) -> bool:
    """Return whether this can be a show's id; anything may come from outside."""
    return isinstance(value, str) and SHOW_ID.fullmatch(value) is not None


def _show_id(value: str) -> None:
    if not is_show_id(value):
        raise ValidationError("Use up to 64 letters, digits, dots, dashes and underscores.")


def _fits(rows: dict[str, int]) -> None:
    if sum(rows.values()) > MAX_SEATS:
        raise ValidationError(f"More than {MAX_SEATS} seats.")


class ShortTable(Body):
    """A table of the short form: how many sit there, and whether it is sold only as a whole."""

    seats = Whole(required=True, validate=validate.Range(1, MAX_SEATS_AT_TABLE))
    whole = fields.Boolean(truthy={True}, falsy={False})


class ShortArea(Body):
    """An area of the short form: how many may stand there, and what their places cost depends on."""

    capacity = Whole(required=True, validate=validate.Range(1, MAX_CAPACITY))
    category = fields.String(required=True, validate=[validate.Length(1, 200), text.name])


def _seats_named() -> fields.List[str]:
    return fields.List(fields.String(), validate=validate.Length(0, MAX_SEATS))


class AnyHallSchema(Body):
    """A hall: a `plan`, or the short form: `rows`, `tables` and `areas`, and which places are for whom."""

    plan = fields.Nested(PlanSchema)
    rows = fields.Dict(
        keys=fields.String(validate=[validate.Length(1, 16), text.identifier]),
        values=Whole(validate=validate.Range(1, MAX_SEATS_IN_ROW)),
        validate=[validate.Length(1, MAX_ROWS), _fits],
    )
    tables = fields.Dict(
        keys=fields.String(validate=[validate.Length(1, 16), text.identifier]),
        values=fields.Nested(ShortTable),
        validate=validate.Length(1, MAX_ROWS),
    )
    areas = fields.Dict(
        keys=fields.String(validate=[validate.Length(1, MAX_ID), text.identifier]),
        values=fields.Nested(ShortArea),
        validate=validate.Length(1, MAX_AREAS),
    )
    wheelchair = _seats_named()
    companion = _seats_named()

    @pre_load
    def _one_hall(self, data: Any, **_: Any) -> Any:
        """Take null for absent, and ask for one description of the hall, no more."""
        if not isinstance(data, dict):
            return data
        known = {field.data_key or name for name, field in self.fields.items()}
        data = {key: value for key, value in data.items() if value is not None or key not in known}
        if ("plan" in data) == any(key in data for key in ("rows", "tables", "areas")):
            raise ValidationError("Send either a plan or rows.", "plan")
        for key in ("wheelchair", "companion"):
            if key in data and "plan" in data:
                raise ValidationError("A plan says it of each seat; this is for rows.", key)
        return data

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Answer a hall full of mistakes with the first few of them."""
        raise ValidationError(first_few(error.messages_dict)) from None


class HallSchema(AnyHallSchema):
    """A hall alone; loads to its plan."""

    @post_load
    def _plan(self, data: dict[str, Any], **_: Any) -> Plan:
        plan: Plan = data.get("plan") or _plan_of_rows(_short_form(data), "")
        return plan


class ShowSchema(AnyHallSchema):
    """A show with its `plan`, or with `rows`; loads to a NewShow.

    Without prices a seat costs what it does with its first ticket type, and without those nothing.

    Takes what a show's GET answered: keys that cannot be set have no effect. Other unknown keys are refused.
    """

    show_id = fields.String(data_key="showId", required=True, validate=_show_id)
    title = fields.String(required=True, validate=[validate.Length(1, 200), text.name])
    starts_at = Moment(data_key="startsAt", required=True)
    time_zone = Zone(
        data_key="timeZone",
        load_default=DEFAULT_ZONE,
        metadata={"description": "The venue's, by its IANA name."},
    )
    sales_start_at = Moment(
        data_key="salesStartAt",
        load_default=None,
        metadata={"description": "Without it, sales begin at once."},
    )
    sales_end_at = Moment(
        data_key="salesEndAt",
        load_default=None,
        metadata={"description": "Without it, sales end when the show starts."},
    )
    currency = fields.String(
        required=True,
        validate=validate.Regexp(r"[A-Z]{3}\Z"),
        metadata={"pattern": "^[A-Z]{3}$"},  # as JavaScript reads it too
    )
    prices = Prices()
    ticket_types = fields.List(
        fields.Nested(TicketTypeSchema),
        data_key="ticketTypes",
        load_default=list,
        validate=validate.Length(0, MAX_TYPES),
    )
    rules = fields.Nested(
        RulesSchema, load_default=NO_RULES, metadata={"description": "What every choice of seats must meet."}
    )
    # What a show's answers have beside it.
    success = Ignored(metadata=READ_ONLY)
    seat_count = Ignored(data_key="seatCount", metadata=READ_ONLY)
    sales_open = Ignored(data_key="salesOpen", metadata=READ_ONLY)
    sales_state = Ignored(data_key="salesState", metadata=READ_ONLY)
    revision = Ignored(metadata=READ_ONLY)
    max_seats_per_user = Ignored(data_key="maxSeatsPerUser", metadata=READ_ONLY)

    @post_load
    def _new_show(self, data: dict[str, Any], **_: Any) -> NewShow:
        short = _short_form(data)
        plan = data.get("plan") or _plan_of_rows(short, data["title"])
        sold = sorted(HallSeats(seats_of(rows_of(plan)), areas_of(plan)).categories())
        types = data["ticket_types"]
        require_whole(types, {category["name"] for category in plan["categories"]}, sold)
        prices = data.get("prices")
        if prices is None:
            prices = {category: usual_price(types, {}, category) for category in sold}
        _check_prices(prices, plan, sold)
        _check_sales(**{name: data[name] for name in ("starts_at", "sales_start_at", "sales_end_at")})
        return NewShow(**{"show_id": "", **data, "prices": prices, "plan": plan})


class ReplacementSchema(ShowSchema):
    """A show whose id is in the address; in the body it may be missing."""

    show_id = fields.String(data_key="showId", validate=_show_id)


def _short_form(data: dict[str, Any]) -> dict[str, Any]:
    """Take out of a show what describes its hall in the short form."""
    return {key: data.pop(key) for key in SHORT_FORM if key in data}


def _plan_of_rows(short: dict[str, Any], title: str) -> Plan:
    plan = plan_of_rows(**{"rows": {}, "name": title, **short})
    if errors := PlanSchema().validate(plan):
        raise ValidationError(errors["_schema"], next(key for key in SHORT_FORM if key in short))
    seats = seats_of(rows_of(plan))
    for key in ("wheelchair", "companion"):
        if unknown := [seat for seat in short.get(key, ()) if seat not in seats]:
            raise ValidationError(f"The hall has no such seats: {listed(unknown)}.", key)
    return plan


def _check_sales(starts_at: datetime, sales_start_at: datetime | None, sales_end_at: datetime | None) -> None:
    if sales_start_at is not None and sales_start_at >= (sales_end_at or starts_at):
        end = "salesEndAt" if sales_end_at else "startsAt, when sales end without a salesEndAt"
        raise ValidationError(f"Must be before {end}.", "salesStartAt")


def _check_prices(prices: dict[str, int], plan: Plan, sold: list[str]) -> None:
    known = {category["name"] for category in plan["categories"]}
    if unknown := sorted(prices.keys() - known):
        raise ValidationError(f"The plan has no such categories: {listed(unknown)}.", "prices")
    if unpriced := [category for category in sold if category not in prices]:
        raise ValidationError(f"These categories have seats but no price: {listed(unpriced)}.", "prices")
