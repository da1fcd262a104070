"""What an organiser asks of every choice of seats; the server keeps it, `seats.choosing` says how."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from marshmallow import ValidationError, post_load, pre_load, validate
from marshmallow import fields as shape

from ..requests import Body
from .fields import Whole

MOST = 1000


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a show, as the organiser said them; None, like False, is off."""

    no_single_gaps: bool | None = None
    consecutive: bool | None = None
    min_seats: int | None = None
    max_seats: int | None = None
    quantum: int | None = None
    companion_needs_wheelchair: bool | None = None
    wheelchair_on_request: bool | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Rules":
        """Read them as a show has them stored; what another release stored beside them is left out."""
        return cls(**{field.name: stored.get(field.name) for field in fields(cls)})

    @property
    def stored(self) -> dict[str, Any]:
        """What there is to store."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @property
    def are_off(self) -> bool:
        """Whether there is no rule."""
        return not any(asdict(self).values())

    def as_json(self) -> dict[str, Any]:
        """Return the rules as they were sent."""
        return {shown: value for name, value in self.stored.items() for shown in [_json_name(name)]}


def _json_name(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.title, others))


NO_RULES = Rules()


class RulesSchema(Body):
    """The rules of a show; loads to Rules. What is missing or null is off."""

    no_single_gaps = shape.Boolean(data_key="noSingleGaps", truthy={True}, falsy={False})
    consecutive = shape.Boolean(truthy={True}, falsy={False})
    min_seats = Whole(data_key="minSeats", validate=validate.Range(1, MOST))
    max_seats = Whole(data_key="maxSeats", validate=validate.Range(1, MOST))
    quantum = Whole(validate=validate.Range(1, MOST))
    companion_needs_wheelchair = shape.Boolean(
        data_key="companionNeedsWheelchair", truthy={True}, falsy={False}
    )
    wheelchair_on_request = shape.Boolean(data_key="wheelchairOnRequest", truthy={True}, falsy={False})

    @pre_load
    def _drop_nulls(self, data: Any, **_: Any) -> Any:
        known = {field.data_key or name for name, field in self.fields.items()}
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in known}

    @post_load
    def _rules(self, data: dict[str, Any], **_: Any) -> Rules:
        rules = Rules(**data)
        least, step = rules.min_seats or 1, rules.quantum or 1
        fitting = -(-least // step) * step
        if rules.max_seats is not None and fitting > rules.max_seats:
            raise ValidationError("No number of seats meets minSeats, maxSeats and quantum.", "maxSeats")
        return rules
