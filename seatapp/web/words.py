"""Write times and money for people, before any script runs."""

from collections.abc import Iterable
from datetime import UTC, datetime

# How many digits the minor unit of a currency has, where it is not two (ISO 4217).
NO_DIGITS = ("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF")
THREE_DIGITS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
MINOR_DIGITS = dict.fromkeys(NO_DIGITS, 0) | dict.fromkeys(THREE_DIGITS, 3)


def moment(when: datetime) -> str:
    """Write an instant in UTC; a script puts it into the visitor's own time zone."""
    when = when.astimezone(UTC)
    return f"{when:%a} {when.day} {when:%b %Y, %H:%M} UTC"


def money(amount: int, currency: str) -> str:
    """Write an amount in minor units, such as "EUR 1,038.50"; a script puts the currency's sign."""
    digits = MINOR_DIGITS.get(currency, 2)
    return f"{currency} {amount / 10**digits:,.{digits}f}"


def ends(prices: Iterable[int]) -> list[int]:
    """Return the lowest and the highest of these prices, or the only one, or none."""
    amounts = sorted(set(prices))
    return amounts[:1] + amounts[1:][-1:]
