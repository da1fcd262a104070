"""Who may administer, and what: who sends ADMIN_TOKEN, a former value of it, or a named admin key.

Every view that takes the admin token says by `needs` which scope that takes; a test finds those that do not.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from flask import current_app, g, request
from marshmallow import fields

from ..errors import Forbidden, Refusal, Unauthenticated
from ..extensions import settings
from . import admin_keys
from .bearer import bearer_of

AnyView = TypeVar("AnyView", bound=Callable[..., Any])


class Scope(StrEnum):
    """What an admin key may do; none of them includes another."""

    READ = "read"  # overview, lists, CSV, history
    SELL = "sell"  # book, cancel, move, check in, block
    MANAGE = "manage"  # shows, keys, webhooks


class ScopeMissing(Refusal):
    """The admin key may not do this; `scope` is what it would need."""

    status = 403
    code = "scope_missing"
    message = "Your admin key is not for this."
    adds: ClassVar = {"scope": fields.String(required=True)}


class KeyForOtherShows(Refusal):
    """The admin key is for other shows."""

    status = 403
    code = "key_for_other_shows"
    message = "Your admin key is for other shows."


@dataclass(frozen=True, slots=True)
class Admin:
    """An organiser, by the name of the key that they use. `shows` None: all, those to come too."""

    name: str
    scopes: frozenset[Scope] = frozenset(Scope)
    shows: frozenset[str] | None = None

    def require_show(self, show_id: str) -> None:
        """Raise KeyForOtherShows unless the key is for this show."""
        if self.shows is not None and show_id not in self.shows:
            raise KeyForOtherShows


# Who has ADMIN_TOKEN, the first of all keys.
FIRST = Admin(admin_keys.FIRST_NAME)


@dataclass(frozen=True, slots=True)
class Need:
    """What a view needs of an admin key."""

    scope: Scope
    all_shows: bool


def needs(scope: Scope, *, all_shows: bool = False) -> Callable[[AnyView], AnyView]:
    """Say what the view needs of an admin key: a scope, for the show in its address or for all of them.

    A view that learns only by its body or from the database which show it is about calls
    `current_admin().require_show` itself.
    """

    def decorate(view: AnyView) -> AnyView:
        vars(view)["needs"] = Need(scope, all_shows)
        return view

    return decorate


def require_admin() -> None:
    """Refuse a request without an admin key as its Bearer, or with one that is not for this.

    For `before_request` of blueprints. A browser's preflight carries no key and is let through.
    """
    if request.method != "OPTIONS":
        required_admin()


def required_admin() -> Admin:
    """Return whose admin key the request carries as its Bearer.

    Raises Unauthenticated without one, Forbidden for another Bearer, and what `current_admin` does.
    """
    if not bearer_of(request.headers):
        raise Unauthenticated("This call needs the admin token.")
    admin = current_admin()
    if admin is None:
        raise Forbidden("The admin token is not right.")
    return admin


def current_admin() -> Admin | None:
    """Return whose admin key the request carries as its Bearer, None for any other Bearer and without one.

    Raises ScopeMissing and KeyForOtherShows where the key is not for what the view needs. For views that are
    for visitors too, it is what tells them from organisers.
    """
    if "admin" not in g:
        g.admin = _identify(bearer_of(request.headers) or "")
    admin: Admin | None = g.admin
    if admin is not None:
        _require_allowed(admin)
    return admin


def _identify(token: str) -> Admin | None:
    if not settings.admin_token:
        return None
    first = [settings.admin_token, *settings.admin_token_fallbacks]
    if any(hmac.compare_digest(token.encode(), one.encode()) for one in first):
        return FIRST
    key = admin_keys.find(token)
    if key is None:
        return None
    return Admin(
        key["name"],
        frozenset(map(Scope, key["scopes"])),
        None if key["shows"] is None else frozenset(key["shows"]),
    )


def _require_allowed(admin: Admin) -> None:
    need: Need = vars(current_app.view_functions[request.endpoint or ""])["needs"]
    if need.scope not in admin.scopes:
        raise ScopeMissing(scope=need.scope)
    if need.all_shows and admin.shows is not None:
        raise KeyForOtherShows
    if show_id := (request.view_args or {}).get("show_id"):
        admin.require_show(show_id)
