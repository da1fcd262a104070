"""Rules in bitmaps against a look at each seat: whatever is taken, held, booked and chosen."""

from dataclasses import replace
from typing import Any
from unittest.mock import Mock

from hypothesis import given, settings
from hypothesis import strategies as st

from seatapp.seats import choices
from seatapp.seats.best import find, largest_group
from seatapp.seats.choosing import Choice
from seatapp.seats.refusals import RuleBroken
from seatapp.seats.search import Search, Wish
from seatapp.shows.rules import RulesSchema
from tests.support.rules_oracle import COMPANION, SEATS, TABLE, WHEELCHAIR, Chosen, hall, side_by_side

from .test_layout import layout_of

LAYOUT = layout_of(hall())
RULES = {
    "noSingleGaps": True,
    "consecutive": True,
    "minSeats": 2,
    "maxSeats": 5,
    "quantum": 2,
    "companionNeedsWheelchair": True,
    "wheelchairOnRequest": True,
}
WINDOWS = [frozenset(seats) for count in (1, 2, 3, 4) for seats in side_by_side(count)]

rules = st.sets(st.sampled_from(sorted(RULES)), max_size=3).map(
    lambda names: {name: RULES[name] for name in names}
)
some = st.frozensets(st.sampled_from(SEATS), max_size=4)
few = st.sampled_from([frozenset[str](), *WINDOWS]).map(
    lambda seats: seats | set(TABLE) if seats & set(TABLE) else seats
)
many = st.frozensets(st.sampled_from(SEATS), max_size=12)


@st.composite
def chosen(draw: st.DrawFn) -> Chosen:
    """Draw a choice in a hall where nobody has a part of the table."""
    taken = draw(many)
    own = draw(few) - taken if not set(TABLE) & taken else draw(few) - taken - set(TABLE)
    booked = draw(few) - taken - own
    new = draw(st.sampled_from(WINDOWS) | some) - taken - own - booked
    return Chosen(draw(rules), new, own, booked, taken, draw(st.booleans()))


def choice_of(what: Chosen) -> Choice:
    taken, own, booked, new = map(LAYOUT.bits, (what.taken | what.booked, what.own, what.booked, what.new))
    return Choice(LAYOUT, taken, own, booked, new, what.accessible)


def refused(what: Chosen) -> RuleBroken | None:
    show: Any = Mock(layout=LAYOUT, rules=RulesSchema().load(what.rules))
    try:
        choices.require(show, choice_of(what))
    except RuleBroken as refusal:
        return refusal
    return None


@settings(max_examples=150, deadline=None)
@given(what=chosen())
def test_a_choice_is_refused_for_a_rule_that_it_breaks_and_what_is_offered_instead_breaks_none(
    what: Chosen,
) -> None:
    refusal = refused(what)
    if refusal is None:
        assert not what.new or not what.broken()
        return
    assert refusal.details["rule"] in what.broken()
    instead = frozenset(refusal.details.get("alternative", ()))
    assert not instead & (what.taken | what.own | what.booked)
    assert not instead or not replace(what, new=instead).broken()


@settings(max_examples=100, deadline=None)
@given(what=chosen(), count=st.integers(1, 4), places=st.sampled_from([(0, 0), (0, 0), (1, 0), (1, 1)]))
def test_the_best_keep_all_rules_and_are_side_by_side_where_any_seats_are(
    what: Chosen, count: int, places: tuple[int, int]
) -> None:
    wheelchairs, companions = places
    count = max(count, wheelchairs + companions)
    what = replace(what, new=frozenset(), accessible=True)
    search = Search(
        choice_of(what), RulesSchema().load(what.rules), Wish(count, LAYOUT.all, wheelchairs, companions)
    )

    def right(seats: Any) -> bool:
        free = not what.taken.union(what.own, what.booked).intersection(seats)
        asked = (WHEELCHAIR in seats, COMPANION in seats) == (wheelchairs, companions)
        return free and asked and not replace(what, new=frozenset(seats)).broken()

    found = find(search)
    if found is None:
        sizes = [size for size in range(1, len(SEATS)) if any(map(right, side_by_side(size)))]
        assert count not in sizes
        assert largest_group(search) == max(sizes, default=0)
        return
    seats = LAYOUT.seats_in(found.seats)
    assert len(seats) == count
    assert right(seats)
    assert found.together == "row" or not any(map(right, side_by_side(count)))
