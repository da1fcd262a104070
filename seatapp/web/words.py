"""Write times and amounts for people, in the page's language and before any script runs."""

import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal

from babel import Locale
from babel.dates import format_skeleton, format_time
from babel.numbers import format_currency, get_currency_symbol
from flask_babel import get_locale

from ..shows import times
from ..shows.currencies import digits_of
from .languages import SOURCE

# English of no country is written with the day first, and 24 hours.
DATED = {"en": "en_GB"}
# The times that have a short name in browsers, by the time zone database's own. All others have an offset.
NAMED = {
    "en": {name: name for name in ("UTC", "GMT", "BST", "CET", "CEST", "EET", "EEST", "WET", "WEST")},
    "de": {
        "UTC": "UTC",
        "CET": "MEZ",
        "CEST": "MESZ",
        "EET": "OEZ",
        "EEST": "OESZ",
        "WET": "WEZ",
        "WEST": "WESZ",
    },
}
UNNAMED = {"UTC": "UTC"}
# Some of these are others elsewhere.
NAMED_IN_AMERICA = frozenset(
    {"AST", "ADT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AKST", "AKDT", "HST", "HDT"}
)
AMERICA = ("America", "US", "Canada", "Pacific")


def moment(when: datetime, zone: str = times.DEFAULT_ZONE) -> str:
    """Write an instant by a venue's clock, as scripts do: "Sat, 1 Jun 2030, 19:30 CEST (Vienna)"."""
    local = times.local(when, zone)
    area, _, city = zone.rpartition("/")
    place = f" ({city.replace('_', ' ')})" if area not in ("", "Etc") else ""
    return f"{_day_and_hour(local)} {_zone_time(local, area)}{place}"


def money(amount: int, currency: str) -> str:
    """Write an amount in minor units; how many digits that unit has, ISO 4217 says and not the language."""
    locale, digits = _locale(), digits_of(currency)
    fraction = f"0.{'0' * digits}" if digits else "0"
    pattern = locale.currency_formats["standard"].pattern.replace("0.00", fraction)
    if unicodedata.category(get_currency_symbol(currency, locale)[-1]) != "Sc":
        pattern = pattern.replace("¤#", "¤\N{NO-BREAK SPACE}#")
    return format_currency(
        Decimal(amount).scaleb(-digits), currency, pattern, locale=locale, currency_digits=False
    )


def ends(prices: Collection[int]) -> tuple[int, int]:
    """Return the lowest and the highest of these prices; without any, nothing is to be paid."""
    return min(prices, default=0), max(prices, default=0)


def _locale() -> Locale:
    return get_locale() or Locale(SOURCE)


def _day_and_hour(local: datetime) -> str:
    locale = Locale.parse(DATED.get(_locale().language, _locale()))
    day = format_skeleton("yMMMEd", local, locale=locale)
    hour = locale.time_formats["short"].pattern.replace("h:", "hh:")
    # Three letters in English, as every other month has.
    day = day.replace("Sept", "Sep") if locale.language == "en" else day
    joined: str = locale.datetime_formats["medium"].format(format_time(local, hour, locale=locale), day)
    return joined


def _zone_time(local: datetime, area: str) -> str:
    """Name a zone's time as browsers do: CEST, EDT, else GMT+5:30. Babel has no such names for many zones."""
    name, language = local.tzname() or "", _locale().language
    named = NAMED.get(language, UNNAMED)
    if name in named:
        return named[name]
    if language == "en" and name in NAMED_IN_AMERICA and area.startswith(AMERICA):
        return name
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    offset = f"{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
    written: str = _locale().zone_formats["gmt"] % ("" if language == "en" and not minutes else offset)
    return written
