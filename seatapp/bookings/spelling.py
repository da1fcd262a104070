"""Names are found however their letters are written: "Zoe" finds Zoë, and "Müller" finds Muller."""

import re
import unicodedata
from collections import defaultdict
from functools import cache

# The alphabets whose letters have forms with a mark in one code point.
MARKED = range(0xC0, 0x2000)
# Letters with a stroke, or without a dot, are letters of their own to Unicode.
STROKED = str.maketrans("øłđðħŧı", "olddhti")


def spelt_anyhow(text: str) -> str:
    """Return an expression of PCRE for these letters, in any case, each with any marks or none.

    A collation is for whole values: the beginning of a word is found by an expression, which knows none.
    """
    letters = unicodedata.normalize("NFC", text.lower())
    return "".join(_any_form(letter) for letter in letters if not unicodedata.combining(letter))


def _any_form(letter: str) -> str:
    if not letter.isalpha():
        return re.escape(letter)
    plain = _without_marks(letter)
    return f"[{letter}{plain}{_forms().get(plain, '')}]\\p{{M}}*"


def _without_marks(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter).translate(STROKED)
    plain = "".join(part for part in decomposed if not unicodedata.combining(part))
    return unicodedata.normalize("NFC", plain)


@cache
def _forms() -> dict[str, str]:
    """Return by letter its forms with marks, in lower case."""
    forms: dict[str, str] = defaultdict(str)
    for letter in map(chr, MARKED):
        plain = _without_marks(letter)
        if letter.islower() and plain != letter and len(plain) == 1:
            forms[plain] += letter
    return forms
