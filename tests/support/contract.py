"""Compare what the app answers with what its OpenAPI document says."""

import re
from functools import cache
from typing import Any

from flask import Flask, Response, current_app, request
from openapi_schema_validator import OAS31Validator

from seatapp.ops.openapi import describe

Document = dict[str, Any]


class Contract:
    """Checks every answer of the apps that it watches, and keeps what is not as documented."""

    _document: Document | None = None

    def __init__(self) -> None:
        self.seen: set[tuple[str, str, int]] = set()
        self.broken: list[str] = []

    def watch(self, app: Flask) -> None:
        app.after_request(self.check)

    def check(self, response: Response) -> Response:
        """Compare the answer to the current request with the document."""
        rule = request.url_rule
        if rule is None or request.method in ("HEAD", "OPTIONS"):
            return response
        if "documented" not in vars(current_app.view_functions[rule.endpoint]):
            return response
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        self.seen.add((request.method, path, response.status_code))
        problem = _problem(path, request.method.lower(), response)
        if problem:
            self.broken.append(f"{request.method} {path} {response.status_code}: {problem}")
        return response


def document_of(app: Flask) -> Document:
    """Return the app's document; it is the same for all settings."""
    if Contract._document is None:
        Contract._document = describe(app)
    return Contract._document


def _problem(path: str, method: str, response: Response) -> str | None:
    validator = _validator(path, method, str(response.status_code), response.mimetype)
    if validator is None:
        return f"undocumented, as {response.mimetype}: {response.get_data(as_text=True)[:200]}"
    if response.mimetype != "application/json" or response.is_streamed:
        return None
    body = response.get_json() if response.content_encoding is None else None
    error = next(validator.iter_errors(body), None) if body is not None else None
    return f"{error.message} at {error.json_path} in {body}" if error else None


@cache
def _validator(path: str, method: str, status: str, mimetype: str) -> OAS31Validator | None:
    """Return what checks such an answer; None for one that the document does not have."""
    document = document_of(current_app)
    described = document["paths"][path][method]["responses"].get(status)
    if described is None:
        return None
    if "content" not in described:
        return OAS31Validator({})
    if mimetype not in described["content"]:
        return None
    schemas = {name: _closed(name, schema) for name, schema in document["components"]["schemas"].items()}
    schema = described["content"][mimetype]["schema"]
    return OAS31Validator({**schema, "components": {"schemas": schemas}})


def _closed(name: str, schema: Document) -> Document:
    """Return the schema without room for what it does not name. The base of all refusals needs that room."""
    return schema if name == "Refusal" else {**schema, "unevaluatedProperties": False}
