"""Read a booking's reference as people type it."""

import re

from .booking import ALPHABET, REFERENCE_LENGTH

HALF = REFERENCE_LENGTH // 2
SEPARATORS = re.compile(r"[\s_.\u00ad\u2010-\u2015\u2212-]")
# Crockford's: none of these letters is in a reference, so they can only be misread digits.
MISREAD = str.maketrans("OIL", "011")


def beginning_of_reference(typed: str) -> str:
    """Return what a reference begins with by these words, "" when none does.

    In any case, with any dashes and spaces or none, with O for 0 and I or L for 1.
    """
    symbols = SEPARATORS.sub("", typed).upper().translate(MISREAD)
    if not symbols or len(symbols) > REFERENCE_LENGTH or not set(symbols) <= set(ALPHABET):
        return ""
    return symbols if len(symbols) <= HALF else f"{symbols[:HALF]}-{symbols[HALF:]}"


def full_reference(typed: str) -> str:
    """Return the whole reference that these words are, "" when they are none, or only a part of one."""
    reference = beginning_of_reference(typed)
    return reference if len(reference) == REFERENCE_LENGTH + 1 else ""
