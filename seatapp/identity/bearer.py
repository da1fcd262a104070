"""The Bearer token of a request."""

from werkzeug.datastructures import Headers


def bearer_of(headers: Headers) -> str | None:
    """Return the Bearer token of these headers, None where they have none."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
