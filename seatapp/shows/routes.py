"""Shows on sale, and one show with its seating plan."""

from typing import Any

from flask import Blueprint, Response, request

from . import store

blueprint = Blueprint("shows", __name__, url_prefix="/api/shows")


@blueprint.get("")
def list_shows() -> dict[str, Any]:
    """List the shows on sale, without their plans."""
    return {"success": True, "shows": [show.as_json() for show in store.on_sale()]}


@blueprint.get("/<show_id>")
def read_show(show_id: str) -> Response:
    """Return one show with its plan; 304 while the client has the current revision.

    An arena's plan is 1.5 MB: its JSON is written and compressed once a revision, not once a request.
    """
    show = store.find(show_id)
    zipped = request.accept_encodings["gzip"] > 0
    response = Response(show.gzipped if zipped else show.answer, mimetype="application/json")
    if zipped:
        response.content_encoding = "gzip"
    response.set_etag(f"{show.revision}-gzip" if zipped else show.revision)
    response.cache_control.no_cache = True
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    return response
