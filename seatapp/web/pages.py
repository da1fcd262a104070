"""The pages as a browser asks for them. What happens on them afterwards is in src/."""

import logging
from pathlib import Path

from flask import Blueprint, Response, render_template
from pymongo.errors import PyMongoError

from ..errors import InternalError, Refusal, refusal_for
from ..shows import store
from .words import moment, price_range

log = logging.getLogger(__name__)

BUILT = Path(__file__).parent / "static" / "build" / "page.js"
# `connect-src` names the WebSocket schemes because Safari's 'self' does not cover them.
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; style-src 'self'; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}

blueprint = Blueprint(
    "web", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)
blueprint.add_app_template_filter(moment)
blueprint.add_app_template_filter(price_range)


@blueprint.get("/")
def list_shows() -> str:
    """Show what is on sale."""
    return render_template("web/shows.html", shows=store.on_sale(), built=BUILT.exists())


@blueprint.get("/shows/<show_id>")
def show_hall(show_id: str) -> str:
    """Show the hall of one show; its plan and its seats follow over the API."""
    return render_template("web/hall.html", show=store.find(show_id), built=BUILT.exists())


@blueprint.errorhandler(Refusal)
@blueprint.errorhandler(PyMongoError)
def explain(error: Exception) -> tuple[str, int, dict[str, str]]:
    """Answer with a page that says what is wrong."""
    refusal = refusal_for(error)
    if refusal is None:
        log.exception("unexpected error in a page")
        refusal = InternalError()
    return render_template("web/refused.html", refusal=refusal), refusal.status, refusal.headers


@blueprint.after_request
def secure(response: Response) -> Response:
    """Allow the pages nothing but their own files and the server they came from."""
    response.headers.update(SECURITY_HEADERS)
    return response
