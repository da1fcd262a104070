"""Whether a page of ours sent a request: a browser's cookie goes along with the forms of others too."""

from urllib.parse import urlsplit

from flask import Request

from ..errors import Forbidden
from ..extensions import settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ANY = "*"


def is_ours(call: Request) -> bool:
    """Return whether a page of this server sent the request, or somebody who is no browser."""
    site = call.headers.get("Sec-Fetch-Site")
    if site:
        # The browser knows best where it is; a proxy may have changed what the server takes for its host.
        return site in ("same-origin", "none")
    origin = call.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == call.host


def require_known_page(call: Request) -> None:
    """Refuse what a page that may not call the API asks for, in so far as it changes something.

    SameSite keeps the cookie from pages of other sites, and not from those of the same domain.
    """
    if call.method in SAFE or is_ours(call):
        return
    if not {ANY, call.headers.get("Origin")} & set(settings.cors_origins):
        raise Forbidden("This came from another site. Open the page here, and do it there.")
