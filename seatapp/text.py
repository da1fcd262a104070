"""Text that comes from outside: what is refused of it, wherever it comes in."""

import re

from marshmallow import ValidationError

# Control characters and halves of surrogate pairs. All else is in names that people have.
UNUSABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def is_text(value: str) -> bool:
    """Return whether this can be stored and shown as it is."""
    return UNUSABLE.search(value) is None


def text(value: str) -> None:
    """Refuse control characters and lone surrogates."""
    if not is_text(value):
        raise ValidationError("Must have no control characters.")


def name(value: str) -> None:
    """Refuse text that cannot be read as a name."""
    text(value)
    if not value.strip():
        raise ValidationError("Must not be blank.")


def identifier(value: str) -> None:
    """Refuse what would be mistaken for another one: white space at either end."""
    text(value)
    if value != value.strip():
        raise ValidationError("Must have no white space at either end.")


def of_header(value: str) -> str:
    """Return a header's text: WSGI gives its bytes as Latin-1, and clients of today send UTF-8."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value
