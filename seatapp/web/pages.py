"""The pages as a browser asks for them. What happens on them afterwards is in src/."""

import logging
import secrets
from pathlib import Path

from flask import Blueprint, Response, g, render_template, request
from marshmallow import ValidationError
from pymongo.errors import PyMongoError

from ..errors import HTTP, InternalError, Refusal, refusal_for, refused
from ..extensions import clock, settings
from ..shows import store
from ..shows.selling import sales_state
from .languages import language_context, speak_language
from .refusals import explain_refusal
from .words import ends, moment, money

log = logging.getLogger(__name__)

BUILT = Path(__file__).parent / "static" / "build" / "shows.js"
# `connect-src` names the WebSocket schemes because Safari's 'self' does not cover them.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:{pictures}; "
    "style-src 'self'{nonce}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}

blueprint = Blueprint(
    "web", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)
blueprint.add_app_template_filter(moment)
blueprint.add_app_template_filter(money)
blueprint.add_app_template_filter(ends)
blueprint.add_app_template_filter(explain_refusal, "explained")


@blueprint.get("/")
def list_shows() -> str:
    """Show what is on sale, or will be."""
    now = clock.now()
    shows = [(show, sales_state(show, now)) for show in store.on_sale()]
    return render_template("web/shows.html", shows=shows)


@blueprint.get("/shows/<show_id>")
def show_hall(show_id: str) -> str:
    """Show the hall of one show; its plan and its seats follow over the API."""
    return render_template("web/hall.html", show=store.find(show_id))


blueprint.context_processor(language_context)


@blueprint.context_processor
def tell_of_scripts() -> dict[str, bool | str]:
    """Give every template whether the scripts are built, and the nonce of their styles.

    Only browsers without constructable style sheets have a use for it: there the map's are elements.
    """
    g.nonce = secrets.token_urlsafe(16)
    return {"built": BUILT.exists(), "nonce": g.nonce}


@blueprint.errorhandler(Refusal)
@blueprint.errorhandler(ValidationError)
@blueprint.errorhandler(PyMongoError)
def explain(error: Exception) -> tuple[str, int, dict[str, str]]:
    """Answer with a page about the error."""
    refusal = refusal_for(error)
    if refusal is None:
        log.exception("unexpected error in a page")
        refusal = InternalError()
    refused.send(code=refusal.code, over=HTTP)
    return render_template("web/refused.html", refusal=refusal), refusal.status, refusal.headers


@blueprint.after_request
def secure(response: Response) -> Response:
    """Allow the pages nothing but the server they came from, its files, and pictures of PICTURE_ORIGINS."""
    nonce = f" 'nonce-{g.nonce}'" if "nonce" in g else ""
    pictures = "".join(f" {origin}" for origin in settings.picture_origins)
    response.headers.update(SECURITY_HEADERS)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.format(
        nonce=nonce, pictures=pictures
    )
    return response if request.endpoint == "web.static" else speak_language(response)
