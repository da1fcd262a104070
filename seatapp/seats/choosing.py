"""Whether a choice of seats keeps the rules of its show. No I/O.

What is looked at is the choice together with what the person has of the show already. Where no choice of the
size would keep a rule about gaps or numbers, the rule gives way: it makes no seat unsellable.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple, TypeAlias

from ..shows.layout import Layout
from ..shows.rules import Rules
from .bits import lonely, lowest, run_around, runs, singles, window


class Broken(NamedTuple):
    """A rule by its name in the API, and the seats that it is about: a bitmap."""

    rule: str
    seats: int


class Standing(NamedTuple):
    """How many places of areas a person holds, has booked and chooses now, and how many more are left."""

    held: int = 0
    booked: int = 0
    new: int = 0
    left: int = 0

    @property
    def total(self) -> int:
        """How many they would have of the show."""
        return self.held + self.booked + self.new

    def choosing(self, count: int) -> "Standing":
        """Return the same where so many of those that they hold are what they choose now."""
        return self._replace(held=self.held - count, new=count)


NO_STANDING = Standing()


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chooses, as bitmaps of the layout.

    `new` is what is looked at, beside what they hold (`own`) and have booked. `taken` is what nobody else may
    have beside `own`: others' seats, blocked ones, what is booked. `accessible`: they asked for wheelchair
    places. `later` are taken seats that leave a gap beside the choice, if any, by what others did after it.
    """

    layout: Layout
    taken: int
    own: int
    booked: int
    new: int
    accessible: bool = False
    later: int = 0
    standing: Standing = NO_STANDING

    @property
    def held(self) -> int:
        """What they would hold."""
        return self.own | self.new

    @property
    def count(self) -> int:
        """How many seats and places they would have of the show."""
        return (self.held | self.booked).bit_count() + self.standing.total

    @property
    def free(self) -> int:
        """What they could hold instead."""
        return self.layout.all & ~self.taken


# The seats that a broken rule is about, none when it is about places of areas only; None where it is kept.
Check: TypeAlias = Callable[[Choice, Rules], int | None]


def broken(choice: Choice, rules: Rules) -> Broken | None:
    """Return the first rule that the choice breaks; None where it keeps all."""
    for name, check in CHECKS.items():
        seats = check(choice, rules)
        if seats is not None:
            return Broken(name, seats)
    return None


def broken_by_number(choice: Choice, rules: Rules, count: int) -> str | None:
    """Return the rule that so many more seats break, whichever they are; None for none."""
    more = islice(choice.layout.numbers_in(choice.free & ~choice.own), count)
    some = replace(choice, new=choice.layout.bits_of(more))
    return next((name for name in ABOUT_NUMBERS if CHECKS[name](some, rules)), None)


def _whole_table(choice: Choice, _: Rules) -> int | None:
    """Return the whole tables of which only a part would be theirs."""
    layout, theirs, part = choice.layout, choice.held | choice.booked, 0
    if not layout.whole_of:
        return None
    touched = {layout.whole_of.get(layout.ids[number]) for number in layout.numbers_in(choice.new)}
    for table in touched - {None}:
        seats = layout.bits(layout.tables[str(table)].seats)
        if seats & ~theirs:
            part |= seats
    return part or None


def _on_request(choice: Choice, rules: Rules) -> int | None:
    asked = choice.accessible or not rules.wheelchair_on_request
    return None if asked else choice.new & choice.layout.wheelchair or None


def _companions(choice: Choice, rules: Rules) -> int | None:
    """Return the companion places for which they have no wheelchair place each."""
    theirs, layout = choice.held | choice.booked, choice.layout
    if not rules.companion_needs_wheelchair or not choice.new & layout.companion:
        return None
    companions = list(layout.numbers_in(theirs & layout.companion))
    partner_of: dict[int, int] = {}
    alone = [each for each in companions if not _match(each, theirs, layout, partner_of, set())]
    return layout.bits_of(alone) or None


def _match(companion: int, theirs: int, layout: Layout, partner_of: dict[int, int], seen: set[int]) -> bool:
    """Find a wheelchair place for a companion, if need be by finding another for who has it."""
    for place in layout.numbers_in(layout.partners(companion) & theirs):
        if place not in seen:
            seen.add(place)
            if place not in partner_of or _match(partner_of[place], theirs, layout, partner_of, seen):
                partner_of[place] = companion
                return True
    return False


def _max_seats(choice: Choice, rules: Rules) -> int | None:
    return choice.held if rules.max_seats is not None and choice.count > rules.max_seats else None


def _min_seats(choice: Choice, rules: Rules) -> int | None:
    least = rules.min_seats or 0
    return choice.held if choice.count < least and _is_possible(choice, rules, least) else None


def _quantum(choice: Choice, rules: Rules) -> int | None:
    step = rules.quantum or 1
    missing = -choice.count % step
    return choice.held if missing and _is_possible(choice, rules, choice.count + missing) else None


def _is_possible(choice: Choice, rules: Rules, count: int) -> bool:
    """Return whether they could have so many seats and places of the show in all."""
    more = count - choice.booked.bit_count() - choice.standing.total - choice.standing.left
    if more <= 0:
        return True
    if rules.consecutive:
        return runs(choice.free, more) != 0
    return choice.free.bit_count() >= more


def _consecutive(choice: Choice, rules: Rules) -> int | None:
    held = choice.held
    if not rules.consecutive or not held or held == window(lowest(held), held.bit_count()):
        return None
    span = choice.layout.span_of(lowest(held))
    return None if span.is_table and not held & ~span.bits else held


def _single_gaps(choice: Choice, rules: Rules) -> int | None:
    """Return the seats that the choice would leave alone, but for those that it cannot help."""
    if not rules.no_single_gaps:
        return None
    layout = choice.layout
    base = layout.in_rows & (choice.free | choice.later)
    before = base & ~choice.own
    left = singles(before & ~choice.new) & ~singles(before)
    gaps = layout.bits_of(gap for gap in layout.numbers_in(left) if _is_avoidable(choice, base, gap))
    return gaps or None


def _is_avoidable(choice: Choice, base: int, gap: int) -> bool:
    """Return whether so many seats of the line, at the same prices, could be had without leaving one alone.

    A seat between two of one's own always could.
    """
    beside = choice.held >> (gap - 1) & 0b101
    if beside == 0b101:
        return True
    line = base & choice.layout.span_of(gap).bits
    group = choice.held & run_around(line, gap)
    size = group.bit_count()
    alike = 0
    for seats in choice.layout.categories.values():
        alike |= seats if seats & group else 0
    return runs(line & alike, size) & ~lonely(line, size) != 0


ABOUT_NUMBERS = ("maxSeats", "minSeats", "quantum")
CHECKS: dict[str, Check] = {
    "wholeTable": _whole_table,
    "wheelchairOnRequest": _on_request,
    "companionNeedsWheelchair": _companions,
    "maxSeats": _max_seats,
    "minSeats": _min_seats,
    "quantum": _quantum,
    "consecutive": _consecutive,
    "noSingleGaps": _single_gaps,
}
