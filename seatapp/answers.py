"""Declare what a view answers, for the OpenAPI document. Nothing here runs while a request is served."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias, TypeVar

from marshmallow import EXCLUDE, Schema, fields, validate

from .errors import Refusal

AnyView = TypeVar("AnyView", bound=Callable[..., Any])
# A body's schema, the media type of one that is no JSON, or None for an answer without a body.
Content: TypeAlias = type[Schema] | str | None


class Shape(Schema):
    """An object in an answer, its keys in camelCase; later releases may add others.

    Every key is always there, but for those of `sometimes`, by the fields' names.
    """

    sometimes: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        """Not closed: what is added breaks no client."""

        unknown = EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Name the field as it is in JSON."""
        first, *others = field_name.split("_")
        field_obj.data_key = first + "".join(map(str.title, others))
        field_obj.required = field_name not in self.sometimes


class Answer(Shape):
    """Done."""

    success = fields.Boolean(validate=validate.Equal(True))


class PageAnswer(Answer):
    """One page of a list, and what is needed to ask for the next."""

    page = fields.Integer()
    per_page = fields.Integer()
    total = fields.Integer()


@dataclass(frozen=True, slots=True)
class Documented:
    """What a view answers: successes by status, refusals; what it reads of the query and the headers."""

    success: Mapping[int, Content]
    refusals: tuple[type[Refusal], ...]
    query: tuple[type[Schema], ...]
    headers: tuple[type[Schema], ...]


def documented(
    success: type[Schema] | Mapping[int, Content],
    *refusals: type[Refusal],
    query: tuple[type[Schema], ...] = (),
    headers: tuple[type[Schema], ...] = (),
) -> Callable[[AnyView], AnyView]:
    """Declare for the OpenAPI document what a view answers; a schema alone is the body of a 200.

    Refusals of the view itself, by their classes: what every route refuses, and what the admin check and
    the body's schema do, is added by `ops.openapi`.
    """
    answers = success if isinstance(success, Mapping) else {200: success}

    def decorate(view: AnyView) -> AnyView:
        vars(view)["documented"] = Documented(answers, refusals, query, headers)
        return view

    return decorate
