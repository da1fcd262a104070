"""Shows on sale, and one show with its seating plan."""

from typing import Any

from flask import Blueprint, Response, request
from marshmallow import Schema, fields

from ..answers import documented
from . import store
from .answers import ShowAnswer, ShowsAnswer
from .selling import listed

blueprint = Blueprint("shows", __name__, url_prefix="/api/shows")


class ETagSchema(Schema):
    """The answer that the client has."""

    etag = fields.String(data_key="If-None-Match")


@blueprint.get("")
@documented(ShowsAnswer)
def list_shows() -> dict[str, Any]:
    """List the shows whose sales have not ended, without their plans.

    `salesState` is `open`, `upcoming` (until `salesStartAt`), or `closed` by the organiser.
    """
    return {"success": True, "shows": [listed(show) for show in store.on_sale()]}


@blueprint.get("/<show_id>")
@documented({200: ShowAnswer, 304: None}, store.ShowNotFound, headers=(ETagSchema,))
def read_show(show_id: str) -> Response:
    """Return one show with its plan; 304 while the client has the current answer.

    Times have the offset they were given with; people read them by the clocks of `timeZone`. `salesOpen` is
    the organiser's switch. `revision` grows with every change of the show, and a PUT takes this answer back.

    An arena's plan is 1.5 MB, a stadium's 14: it is compressed once a revision, not once a request.
    """
    show = store.find(show_id)
    zipped = request.accept_encodings["gzip"] > 0
    response = Response(show.gzipped if zipped else show.answer, mimetype="application/json")
    if zipped:
        response.content_encoding = "gzip"
    response.set_etag(f"{show.etag}-gzip" if zipped else show.etag)
    response.cache_control.no_cache = True
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    return response
