"""What a view is called with: its body, and its page of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeAlias

from flask import g, request
from marshmallow import EXCLUDE, RAISE, Schema, fields, missing, validate

from .errors import Unavailable
from .extensions import db

MAX_PAGE = 100_000
MAX_PAGE_SIZE = 500

View: TypeAlias = Callable[..., Any]


class Body(Schema):
    """What a request's body may say: what it does not know is refused by name, not passed over."""

    class Meta:
        """A key that is sent is meant: unknown ones are errors."""

        unknown = RAISE


class NoBody(Body):
    """A request that says all it has to say in its address."""


class Ignored(fields.Raw):
    """A key that is known and counts for nothing, whatever it says."""

    def deserialize(self, *_: Any, **__: Any) -> Any:
        """Return nothing to load."""
        return missing


class PageSchema(Schema):
    """The query of a list."""

    class Meta:
        """Other parameters are the list's own."""

        unknown = EXCLUDE

    page = fields.Integer(load_default=1, validate=validate.Range(1, MAX_PAGE))
    per_page = fields.Integer(data_key="perPage", load_default=50, validate=validate.Range(1, MAX_PAGE_SIZE))


def body(schema: type[Schema]) -> Callable[[View], View]:
    """Load the request's JSON body with `schema` and pass it as the first argument.

    Refused before the view runs: 415 when it is not JSON, 400 when malformed, 422 when of another shape.
    Every view that changes something has this decorator, `optional_body` or `no_body`.
    """
    return _loaded(schema, _json, required=True)


def optional_body(schema: type[Schema]) -> Callable[[View], View]:
    """As `body`, for a view that can do without one: then it gets what `schema` has by default."""
    return _loaded(schema, _sent, required=False)


def _loaded(schema: type[Schema], read: Callable[[], Any], required: bool) -> Callable[[View], View]:
    load = schema().load

    def decorate(view: View) -> View:
        @wraps(view)
        def loaded(*args: Any, **kwargs: Any) -> Any:
            return view(load(read()), *args, **kwargs)

        vars(loaded).update(request_schema=schema, request_required=required)
        return loaded

    return decorate


def no_body(schema: type[Schema] = NoBody) -> Callable[[View], View]:
    """Refuse a body, JSON or a page's form, that says what `schema` does not know; the view gets nothing."""
    load = schema().load

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            load(_sent())
            return view(*args, **kwargs)

        vars(checked).update(request_schema=schema, request_required=False)
        return checked

    return decorate


def _json() -> Any:
    said = g.said = request.get_json()  # for whoever reports a refusal
    return said


def _sent() -> Any:
    """Return what the body says, {} for one that says nothing."""
    if request.form or request.files:
        return {**request.form, **request.files}
    return (request.get_json() if request.get_data() else None) or {}


def require_indexes() -> None:
    """Refuse to touch seats before the indexes are there: a worker may be up before its database."""
    if not db.prepared:
        raise Unavailable


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted; pages count from 1."""

    number: int
    size: int

    @property
    def skip(self) -> int:
        """How many come before it."""
        return (self.number - 1) * self.size

    def as_json(self, total: int) -> dict[str, int]:
        """Return what a client needs to ask for the next page."""
        return {"page": self.number, "perPage": self.size, "total": total}


def paging() -> Page:
    """Return the page that the query's `page` and `perPage` ask for; raise ValidationError."""
    asked = PageSchema().load(request.args)
    return Page(asked["page"], asked["per_page"])
