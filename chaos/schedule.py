"""When which fault happens: the same for the same seed. No I/O."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .faults import BY_KIND, FAULTS

# Between two faults, so that what each does can be told apart.
LEAST_REST, MOST_REST = 3.0, 6.0


class Planned(NamedTuple):
    """A fault of this kind comes so many seconds after the one before ended, and lasts so long."""

    rest: float
    kind: str
    lasts: float
    # What is left to chance in it.
    seed: int

    def __str__(self) -> str:
        return f"after {self.rest:.1f} s: {self.kind}, for {self.lasts:.1f} s"


def plan(seed: int, kinds: Sequence[str] = (), pace: float = 1) -> Iterator[Planned]:
    """Yield faults without an end: all kinds in an order left to chance, then again in another.

    With another pace than 1 all of it takes so many times as long.
    """
    chance = random.Random(seed)
    wanted = [BY_KIND[kind] for kind in kinds] or FAULTS
    while True:
        for fault in chance.sample(wanted, len(wanted)):
            rest = chance.uniform(LEAST_REST, MOST_REST)
            lasts = chance.uniform(fault.least, fault.most)
            yield Planned(rest * pace, fault.kind, lasts * pace, chance.randrange(1 << 30))
