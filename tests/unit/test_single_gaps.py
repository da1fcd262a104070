"""The rule against single gaps, against a look at each seat: whatever is chosen and taken."""

from hypothesis import given, settings
from hypothesis import strategies as st

from seatapp.seats.best import find, largest_group
from seatapp.seats.choosing import Choice, broken
from seatapp.seats.search import Search, Wish
from seatapp.shows.rows import plan_of_rows
from seatapp.shows.rules import Rules

from .test_layout import layout_of

RULES = Rules(no_single_gaps=True)
LAYOUT = layout_of(plan_of_rows({"A": 7, "B": 5}))
ROWS = [[f"A{number}" for number in range(1, 8)], [f"B{number}" for number in range(1, 6)]]
SEATS = [seat for row in ROWS for seat in row]

seats = st.sets(st.sampled_from(SEATS), max_size=8)


def gaps(taken: set[str]) -> set[str]:
    """Return the free seats between taken ones or at the end of a row."""
    found = set()
    for row in ROWS:
        for at, seat in enumerate(row):
            beside = row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
            if seat not in taken and taken.issuperset(beside):
                found.add(seat)
    return found


def choices_in_a_row(taken: set[str], size: int) -> list[set[str]]:
    windows = [set(row[at : at + size]) for row in ROWS for at in range(len(row) - size + 1)]
    return [window for window in windows if window.isdisjoint(taken)]


def is_refused(taken: set[str], own: set[str], new: set[str]) -> bool:
    choice = Choice(LAYOUT, LAYOUT.bits(taken), LAYOUT.bits(own), 0, LAYOUT.bits(new))
    return broken(choice, RULES) is not None


@settings(max_examples=100, deadline=None)
@given(taken=seats, own=seats, new=seats)
def test_a_choice_that_leaves_no_new_gap_is_allowed(taken: set[str], own: set[str], new: set[str]) -> None:
    own, new = own - taken, new - taken - own
    if gaps(taken | own | new) <= gaps(taken | own):
        assert not is_refused(taken, own, new)


@settings(max_examples=100, deadline=None)
@given(taken=seats, size=st.integers(1, 4), data=st.data())
def test_a_group_may_leave_a_gap_only_where_none_of_its_row_can_help_it(
    taken: set[str], size: int, data: st.DataObject
) -> None:
    possible = choices_in_a_row(taken, size)
    if not possible:
        return
    group = data.draw(st.sampled_from(possible))
    row = next(row for row in ROWS if group <= set(row))
    without = [one for one in possible if one <= set(row) and gaps(taken | one) <= gaps(taken)]
    leaves = not gaps(taken | group) <= gaps(taken)
    assert is_refused(taken, set(), group) == (leaves and bool(without))


@settings(max_examples=100, deadline=None)
@given(taken=seats, count=st.integers(1, 5))
def test_the_best_keep_the_rule_and_there_are_some_while_there_is_a_row(taken: set[str], count: int) -> None:
    search = Search(Choice(LAYOUT, LAYOUT.bits(taken), 0, 0, 0), RULES, Wish(count, LAYOUT.all))
    found = find(search)
    if found is None:
        assert not choices_in_a_row(taken, count)
        assert largest_group(search) < count
        return
    chosen = set(LAYOUT.seats_in(found.seats))
    assert len(chosen) == count
    assert chosen.isdisjoint(taken)
    assert not is_refused(taken, set(), chosen)
    assert (found.together == "row") == any(chosen <= one for one in choices_in_a_row(taken, count))
