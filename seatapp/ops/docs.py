"""Serve the API's description, and a page to try it with."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, make_response, render_template
from marshmallow import fields

from ..answers import Shape, documented
from ..runtime import current_runtime
from .openapi import describe

BUILD = Path(__file__).parents[1] / "web" / "static" / "build" / "docs"
# Swagger UI shows its icons from data: URLs; neither its scripts nor its styles need to be inline.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)

blueprint = Blueprint(
    "docs", __name__, template_folder="templates", static_folder="static", static_url_path="/docs/static"
)


def register_docs(app: Flask) -> None:
    """Serve /api/openapi.json and /docs."""
    app.register_blueprint(blueprint)


class DocumentAnswer(Shape):
    """The OpenAPI document."""

    openapi = fields.String()
    info = fields.Dict()
    paths = fields.Dict()
    components = fields.Dict()


@blueprint.get("/api/openapi.json")
@documented(DocumentAnswer)
def openapi() -> dict[str, Any]:
    """Describe the API, as OpenAPI 3.1."""
    runtime = current_runtime()
    if runtime.openapi is None:
        runtime.openapi = describe(current_app)
    return runtime.openapi


@blueprint.get("/docs")
def show_docs() -> Response:
    """Show the API's description as a page that can call it."""
    response = make_response(render_template("docs.html", built=(BUILD / "swagger-ui-bundle.js").exists()))
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
