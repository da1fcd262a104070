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


def digits_of(code: str) -> int:
    """Return how many decimal digits the currency's minor unit has."""
    return DIGITS.get(code, USUAL_DIGITS)


def decimal(amount: int, currency: str) -> str:
    """Write an amount in minor units as people count, without signs: 103850 EUR is "1038.50"."""
    digits = digits_of(currency)
    return f"{amount / 10**digits:.{digits}f}"
