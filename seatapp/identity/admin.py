"""Who may administer: who sends ADMIN_TOKEN."""

import hmac

from flask import request

from ..errors import Forbidden, Unauthenticated
from ..extensions import settings
from .bearer import bearer_of


def require_admin() -> None:
    """Refuse a request that does not carry ADMIN_TOKEN as its Bearer; without that setting, every request.

    For `before_request` of blueprints. A browser's preflight carries no token and is let through.
    """
    if request.method == "OPTIONS":
        return
    if not bearer_of(request.headers):
        raise Unauthenticated("This call needs the admin token.")
    if not is_admin():
        raise Forbidden("The admin token is not right.")


def is_admin() -> bool:
    """Return whether the request carries ADMIN_TOKEN as its Bearer."""
    given, expected = bearer_of(request.headers) or "", settings.admin_token
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())
