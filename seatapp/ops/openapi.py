"""Describe the API from what it is made of: its routes, the schemas they load, what they say they answer."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin, resolver
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.routing import Rule

from ..answers import Content, Documented
from ..errors import (
    Forbidden,
    InvalidRequest,
    Overloaded,
    Refusal,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    code_of,
)
from ..identity.admin import KeyForOtherShows, Need, ScopeMissing, require_admin
from ..identity.current import COOKIE
from ..requests import View
from ..version import VERSION
from .limits import EXEMPT

OPENAPI = "3.1.0"
TITLE = "seatapp"
DESCRIPTION = "Select seats of a show in real time. Changes are announced by Socket.IO."
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
REFUSAL = {
    "type": "object",
    "description": "Every refusal has this shape; some add keys, such as `conflicts`.",
    "required": ["success", "code", "message"],
    "properties": {
        "success": {"type": "boolean", "const": False},
        "code": {"type": "string", "description": "For programs: stays as it is."},
        "message": {"type": "string", "description": "For people."},
    },
}
SECURITY_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The shop's JWT, or a guest's token."},
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
    "admin": {
        "type": "http",
        "scheme": "bearer",
        "description": "ADMIN_TOKEN, or a key of this scope.",
    },
}
# A caller without credentials becomes a guest, hence the last.
ANY_CALLER: list[dict[str, list[str]]] = [{"bearer": []}, {"session": []}, {}]
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}

AnyRefusal: TypeAlias = type[Refusal] | type[HTTPException]

OF_ADMIN: tuple[AnyRefusal, ...] = (Unauthenticated, Forbidden)
OF_ADMIN_KEY: tuple[AnyRefusal, ...] = (ScopeMissing, KeyForOtherShows)
OF_COOKIE: tuple[AnyRefusal, ...] = (Forbidden,)
OF_BODY: tuple[AnyRefusal, ...] = (BadRequest, RequestEntityTooLarge, UnsupportedMediaType, InvalidRequest)
OF_EVERY_ROUTE: tuple[AnyRefusal, ...] = (TooManyRequests, Unavailable, Overloaded)


def describe(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of all routes under /api that the app has."""
    spec = APISpec(TITLE, VERSION, OPENAPI, plugins=[MarshmallowPlugin()], info={"description": DESCRIPTION})
    spec.components.schema("Refusal", REFUSAL)
    spec.components.response("Refusal", {"description": "Refused.", **_content("Refusal")})
    for name, scheme in SECURITY_SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    for rule in _rules(app):
        spec.path(_path(rule), operations=_operations(spec, rule, app))
    document: dict[str, Any] = spec.to_dict()
    return document


def _rules(app: Flask) -> Iterator[Rule]:
    """Yield the API's routes that say what they answer; a test sees to it that all of them do."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/") and "documented" in vars(app.view_functions[rule.endpoint]):
            yield rule


def _path(rule: Rule) -> str:
    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", rule.rule)


def _operations(spec: APISpec, rule: Rule, app: Flask) -> dict[str, Any]:
    methods = sorted(METHODS & (rule.methods or set()))
    view = app.view_functions[rule.endpoint]
    for_admin = is_for_admin(app, rule.endpoint)
    return {method.lower(): _operation(spec, method, rule, view, for_admin) for method in methods}


def is_for_admin(app: Flask, endpoint: str) -> bool:
    """Return whether a blueprint of the endpoint lets only the admin token through."""
    names = endpoint.split(".")[:-1]
    blueprints = [".".join(names[: depth + 1]) for depth in range(len(names))]
    return any(require_admin in app.before_request_funcs.get(name, ()) for name in blueprints)


def _operation(spec: APISpec, method: str, rule: Rule, view: View, for_admin: bool) -> dict[str, Any]:
    notes = vars(view)
    documented: Documented = notes["documented"]
    body = notes.get("request_schema")
    refusals: list[AnyRefusal] = [*documented.refusals]
    refusals += OF_ADMIN if for_admin else ()
    refusals += OF_ADMIN_KEY if "needs" in notes else ()
    refusals += OF_COOKIE if method != "GET" and not for_admin else ()
    refusals += OF_BODY if body else (InvalidRequest,) if documented.query else ()
    refusals += OF_EVERY_ROUTE if rule.endpoint not in EXEMPT else ()
    summary, _, description = (view.__doc__ or "").partition("\n")
    operation: dict[str, Any] = {
        "operationId": f"{method.lower()}_{rule.endpoint}".replace(".", "_"),
        "tags": [rule.endpoint.partition(".")[0]],
        "summary": summary.strip(),
        "description": " ".join(description.split()),
        "security": _security(notes.get("needs"), for_admin),
        "parameters": [*_parameters(rule, documented)],
        "responses": {**_successes(documented), **_refusals(spec, refusals), "default": "Refusal"},
    }
    if body:
        operation["requestBody"] = {"required": notes["request_required"], **_content(body)}
    return operation


def _security(need: Need | None, for_admin: bool) -> list[dict[str, list[str]]]:
    """Return who may call: an admin key has a scope, which stands where OpenAPI has roles."""
    admin: list[dict[str, list[str]]] = [{"admin": [need.scope]}] if need else []
    return admin if for_admin else [*ANY_CALLER, *admin]


def _parameters(rule: Rule, documented: Documented) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    for schema in documented.query:
        yield {"in": "query", "schema": schema}
    for schema in documented.headers:
        yield {"in": "header", "schema": schema}


def _successes(documented: Documented) -> dict[str, Any]:
    return {str(status): _success(content) for status, content in documented.success.items()}


def _success(content: Content) -> dict[str, Any]:
    if content is None:
        return {"description": "Nothing has changed."}
    if isinstance(content, str):
        return {"description": f"As {content}.", "content": {content: {"schema": {"type": "string"}}}}
    return {"description": _sentence(content), **_content(content)}


def _refusals(spec: APISpec, refusals: Iterable[AnyRefusal]) -> dict[str, Any]:
    by_status: dict[int, list[AnyRefusal]] = defaultdict(list)
    for refusal in dict.fromkeys(refusals):
        by_status[_status(refusal)].append(refusal)
    return {str(status): _refused(spec, kinds) for status, kinds in sorted(by_status.items())}


def _refused(spec: APISpec, kinds: list[AnyRefusal]) -> dict[str, Any]:
    for kind in kinds:
        if kind.__name__ not in spec.components.schemas:
            spec.components.schema(kind.__name__, _refusal_schema(spec, kind))
    names = [kind.__name__ for kind in kinds]
    schema = names[0] if len(names) == 1 else {"oneOf": names}
    described = {"description": " Or: ".join(map(_sentence, kinds)), **_content(schema)}
    return {**described, "headers": RETRY_AFTER} if set(kinds) & set(OF_EVERY_ROUTE) else described


def _refusal_schema(spec: APISpec, kind: AnyRefusal) -> dict[str, Any]:
    code, adds = (kind.code, kind.adds) if issubclass(kind, Refusal) else (code_of(kind()), {})
    converter = OpenAPIConverter(OPENAPI, resolver, spec)
    added = converter.fields2jsonschema(dict(adds))  # type: ignore[no-untyped-call]
    return {
        "allOf": ["Refusal"],
        "properties": {"code": {"const": code}, **added["properties"]},
        "required": ["code", *added.get("required", [])],
    }


def _status(kind: AnyRefusal) -> int:
    return kind.status if issubclass(kind, Refusal) else kind.code or 500


def _sentence(kind: type[Any]) -> str:
    """Return the first line of a class's docstring, or Werkzeug's description."""
    text = kind.description if issubclass(kind, HTTPException) else kind.__doc__
    return (text or "").partition("\n")[0]


def _content(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
