"""Currencies and their amounts: ISO 4217's own list, the only table that decides about an amount.

The client's comes from the same list by a package of its registry; a test compares the two.
"""

from iso4217 import Currency

# How many decimal digits the minor unit of an active currency has. Codes without one (gold, tests) are no
# currency to sell in.
DIGITS = {currency.code: currency.exponent for currency in Currency if currency.exponent is not None}
# What an unknown code gets, such as that of a show from before a currency was given up.
USUAL_DIGITS = 2


def is_active(code: str) -> bool:
    """Return whether this is the code of a currency that is in use."""
    return code in DIGITS


def decimal(amount: int, currency: str) -> str:
    """Write an amount in minor units as people count, without signs: 103850 EUR is "1038.50"."""
    return _written(amount, currency, "")


def money(amount: int, currency: str) -> str:
    """Write an amount in minor units for people, such as "EUR 1,038.50"; a script puts the sign."""
    return f"{currency} {_written(amount, currency, ',')}"


def _written(amount: int, currency: str, grouping: str) -> str:
    digits = DIGITS.get(currency, USUAL_DIGITS)
    return f"{amount / 10**digits:{grouping}.{digits}f}"
