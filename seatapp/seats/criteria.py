"""What somebody wants of the best seats that there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Criteria:
    """What somebody wants: how many seats, and which will do; empty where any will.

    `types` says how many are of which ticket type, where the show has any; they are `count` in all.
    `max_price` is a seat's, in minor units. `near` and `without` are seats of the hall.
    """

    count: int
    categories: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    max_price: int | None = None
    wheelchairs: int = 0
    companions: int = 0
    near: str | None = None
    without: tuple[str, ...] = ()
    types: Mapping[str, int] = field(default_factory=dict)
