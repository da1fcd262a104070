"""The one rule about when a show is on sale."""

from datetime import UTC, datetime, timedelta

import pytest

from seatapp.shows.model import Listing
from seatapp.shows.selling import sales_state

NOW = datetime(2030, 6, 1, 12, tzinfo=UTC)


def state(starts: int, begin: int | None = None, end: int | None = None, is_open: bool = True) -> str:
    """Return the state of a show whose times are so many seconds from now."""

    def at(seconds: int | None) -> datetime | None:
        return None if seconds is None else NOW + timedelta(seconds=seconds)

    show = Listing(
        show_id="hall",
        title="Hamlet",
        starts_at=NOW + timedelta(seconds=starts),
        time_zone="UTC",
        sales_start_at=at(begin),
        sales_end_at=at(end),
        currency="EUR",
        prices={},
        seat_count=1,
        version=1,
        created_at=NOW,
        uid=None,
        sales_open=is_open,
    )
    return sales_state(show, NOW)


@pytest.mark.parametrize(
    ("starts", "begin", "end", "is_open", "expected"),
    [
        *[(1, None, None, True, "open"), (0, None, None, True, "ended"), (-1, None, None, True, "ended")],
        *[(9, 1, None, True, "upcoming"), (9, 0, None, True, "open"), (9, -1, None, True, "open")],
        *[(9, None, 1, True, "open"), (9, None, 0, True, "ended"), (-9, None, 1, True, "open")],
        *[(-9, 1, 2, True, "upcoming"), (-9, -2, -1, True, "ended")],
        *[(9, None, None, False, "closed"), (9, 1, None, False, "closed"), (-1, None, None, False, "ended")],
    ],
)
def test_a_show_is_on_sale_from_its_sales_start_to_its_sales_end_while_the_organiser_has_it_open(
    starts: int, begin: int | None, end: int | None, is_open: bool, expected: str
) -> None:
    assert state(starts, begin, end, is_open) == expected
