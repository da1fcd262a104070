"""What every handler's decorators do: a schema in front of a view, and who may call it."""

import hmac
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeAlias

from flask import request
from marshmallow import Schema

from .errors import Forbidden, Unauthenticated, Unavailable
from .extensions import db, settings

View: TypeAlias = Callable[..., Any]


def body(schema: type[Schema]) -> Callable[[View], View]:
    """Load the request's JSON body with `schema` and pass it as the first argument.

    Refused before the view runs: 415 when it is not JSON, 400 when malformed, 422 when of another shape.
    """
    load = schema().load

    def decorate(view: View) -> View:
        @wraps(view)
        def loaded(*args: Any, **kwargs: Any) -> Any:
            return view(load(request.get_json()), *args, **kwargs)

        vars(loaded)["request_schema"] = schema
        return loaded

    return decorate


def require_indexes() -> None:
    """Refuse to touch seats before the indexes are there: a worker may be up before its database."""
    if not db.prepared:
        raise Unavailable


def admin_only(view: View) -> View:
    """Let only a Bearer of ADMIN_TOKEN through; without that setting, nobody."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        require_admin()
        return view(*args, **kwargs)

    vars(guarded)["admin_only"] = True
    return guarded


def documented(responses: Mapping[int, str | tuple[str, type[Schema]]]) -> Callable[[View], View]:
    """Tell the OpenAPI document what a view answers, by status: a sentence, or that and the body's schema."""

    def decorate(view: View) -> View:
        vars(view)["responses"] = responses
        return view

    return decorate


def require_admin() -> None:
    """Refuse a request that does not carry ADMIN_TOKEN as its Bearer."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not token or scheme.lower() != "bearer":
        raise Unauthenticated("This call needs the admin token.")
    expected = settings.admin_token
    if not expected or not hmac.compare_digest(token.strip().encode(), expected.encode()):
        raise Forbidden("The admin token is not right.")
