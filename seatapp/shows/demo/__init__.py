"""The demo: three shows in three halls of our own design."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ..plan import Plan
from ..schemas import NewShow
from ..times import local
from .arena import arena
from .cinema import cinema
from .stadium import stadium
from .theatre import theatre

# Plans by the names of their halls.
HALLS: dict[str, Callable[[], Plan]] = {
    "cinema": cinema,
    "theatre": theatre,
    "arena": arena,
    "stadium": stadium,
}
ZONE = "Europe/Vienna"
CINEMA_PRICES = {"Standard": 1200, "Recliner": 1650}
THEATRE_PRICES = {"Premium stalls": 8900, "Stalls": 6400, "Balcony": 3900, "Box": 9900}
ARENA_PRICES = {
    "Rinkside": 9500,
    "Lower side": 6900,
    "Lower end": 4900,
    "Upper side": 3500,
    "Upper end": 2400,
}
STADIUM_PRICES = {
    "Standing": 1900,
    "Lower": 4900,
    "Club": 12900,
    "Middle side": 4500,
    "Middle end": 3500,
    "Upper side": 2900,
    "Upper end": 2200,
}


def demo_shows(now: datetime) -> list[NewShow]:
    """Return the demo shows; all of them start at half past seven in the evening, in the days after `now`."""
    return [
        _show("cinema", "The Cartographer's Daughter", _evening(now, 3), CINEMA_PRICES, cinema()),
        _show("theatre", "The Winter Orchard", _evening(now, 10), THEATRE_PRICES, theatre()),
        _show(
            "arena", "Harbour Wolves v Polar Stars: the Cup Final", _evening(now, 30), ARENA_PRICES, arena()
        ),
    ]


def stadium_show(now: datetime) -> NewShow:
    """Return the show of the largest hall, whose plan has 14 MB: for who asks for it."""
    return _show("stadium", "Meridian United v Harbour City", _evening(now, 36), STADIUM_PRICES, stadium())


def _show(show_id: str, title: str, starts_at: datetime, prices: dict[str, int], plan: Plan) -> NewShow:
    return NewShow(show_id, title, starts_at, "EUR", prices, plan, ZONE)


def _evening(now: datetime, days: int) -> datetime:
    evening = local(now, ZONE).replace(hour=19, minute=30, second=0, microsecond=0)
    return evening + timedelta(days=days)
