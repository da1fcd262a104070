"""Describe the API from what it is made of: its routes, the schemas they load, their docstrings."""

import re
from collections.abc import Iterator
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from werkzeug.routing import Rule

from ..http import View
from ..identity import COOKIE

TITLE = "seatapp"
VERSION = "1.0.0"
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
        "errors": {"type": "object", "description": "What is wrong, by field (`validation_error`)."},
    },
}
SECURITY_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The shop's JWT, or a guest's token."},
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
    "admin": {"type": "http", "scheme": "bearer", "description": "ADMIN_TOKEN."},
}
# Whoever shows nothing becomes a guest, hence the last.
ANYBODY: list[dict[str, list[str]]] = [{"bearer": []}, {"session": []}, {}]
ADMIN: list[dict[str, list[str]]] = [{"admin": []}]


def describe(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of all routes under /api that the app has."""
    spec = APISpec(TITLE, VERSION, "3.1.0", plugins=[MarshmallowPlugin()], info={"description": DESCRIPTION})
    spec.components.schema("Refusal", REFUSAL)
    spec.components.response("Refusal", {"description": "Refused.", **_content("Refusal")})
    for name, scheme in SECURITY_SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    for rule in _rules(app):
        spec.path(_path(rule), operations=_operations(rule, app.view_functions[rule.endpoint]))
    document: dict[str, Any] = spec.to_dict()
    return document


def _rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/"))


def _path(rule: Rule) -> str:
    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", rule.rule)


def _operations(rule: Rule, view: View) -> dict[str, Any]:
    methods = sorted(METHODS & (rule.methods or set()))
    return {method.lower(): _operation(method, rule, view) for method in methods}


def _operation(method: str, rule: Rule, view: View) -> dict[str, Any]:
    notes = vars(view)
    summary, _, description = (view.__doc__ or "").partition("\n")
    operation: dict[str, Any] = {
        "operationId": f"{method.lower()}_{rule.endpoint}".replace(".", "_"),
        "tags": [rule.endpoint.partition(".")[0]],
        "summary": summary.strip(),
        "description": " ".join(description.split()),
        "security": ADMIN if notes.get("admin_only") else ANYBODY,
        "parameters": [_path_parameter(name) for name in sorted(rule.arguments)],
        "responses": _responses(notes.get("responses") or {"2XX": "Done."}),
    }
    if schema := notes.get("request_schema"):
        operation["requestBody"] = {"required": notes["request_required"], **_content(schema)}
    return operation


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _responses(documented: dict[Any, Any]) -> dict[str, Any]:
    described = {str(status): _response(answer) for status, answer in documented.items()}
    return {**described, "default": "Refusal"}


def _response(answer: Any) -> dict[str, Any]:
    if isinstance(answer, str):
        return {"description": answer}
    description, schema = answer
    return {"description": description, **_content(schema)}


def _content(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
