"""The demo: three shows in three halls of our own design."""

from datetime import datetime, timedelta

from ..plan import Plan
from ..schemas import NewShow
from ..times import local
from .arena import arena
from .cinema import cinema
from .theatre import theatre

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


def demo_shows(now: datetime) -> list[NewShow]:
    """Return the demo shows; all of them start at half past seven in the evening, in the days after `now`."""
    evening = local(now, ZONE).replace(hour=19, minute=30, second=0, microsecond=0)

    def show(show_id: str, title: str, days: int, prices: dict[str, int], plan: Plan) -> NewShow:
        return NewShow(show_id, title, evening + timedelta(days=days), "EUR", prices, plan, ZONE)

    return [
        show("cinema", "The Cartographer's Daughter", 3, CINEMA_PRICES, cinema()),
        show("theatre", "The Winter Orchard", 10, THEATRE_PRICES, theatre()),
        show("arena", "Harbour Wolves v Polar Stars: the Cup Final", 30, ARENA_PRICES, arena()),
    ]
