"""From the basket to the booking, and what its holder may do with it: see, print and cancel it."""

from typing import Any

import segno
from flask import Blueprint, Response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from ..bookings import belonging, cancelling, ticket_links
from ..bookings import store as bookings
from ..bookings.booking import CONFIRMED, admissions
from ..bookings.refusals import BookingNotFound
from ..bookings.schemas import FindingSchema
from ..database import Document
from ..errors import Forbidden
from ..extensions import settings
from ..identity.current import current_caller
from ..identity.origins import is_ours
from ..requests import Page, no_body, optional_body, paging, require_indexes
from ..shows import store
from ..shows.model import Listing

BOOKINGS_A_PAGE = 10

blueprint = Blueprint("bookings", __name__)
blueprint.before_request(require_indexes)


@blueprint.get("/shows/<show_id>/checkout")
def show_checkout(show_id: str) -> str:
    """Show the way from the visitor's basket to a booking; the basket follows over the API."""
    show = store.find(show_id)
    return render_template(
        "web/checkout.html",
        show=show,
        by_shop=settings.confirm_by == "server",
        checkout_seconds=settings.checkout_seconds,
        customer_required=settings.customer_required,
    )


@blueprint.get("/bookings")
def list_bookings() -> str:
    """List the visitor's bookings, the newest first, by pages."""
    page = Page(paging().number, BOOKINGS_A_PAGE)
    holder = _holder()
    found, total = bookings.of_holder(holder, page) if holder else ([], 0)
    views = [_with_show(booking) for booking in found]
    return render_template("web/bookings.html", bookings=views, page=page, total=total)


@blueprint.get("/bookings/find")
def ask_for_booking() -> str:
    """Ask for what is known of a booking that this browser does not know."""
    return render_template("web/find.html", known={})


@blueprint.post("/bookings/find")
@optional_body(FindingSchema)
def find_booking(known: dict[str, Any]) -> AnyResponse | tuple[str, int]:
    """Lead to the ticket of the booking with this reference and e-mail address, or ask again."""
    _require_same_origin()
    booking = bookings.find_again(known["reference"], known["email"])
    if booking is None:
        return render_template("web/find.html", known=known), 404
    return redirect(url_for("web.bookings.show_ticket", signed=ticket_links.sign(booking["_id"])), 303)


@blueprint.get("/bookings/<booking_id>")
def show_booking(booking_id: str) -> str:
    """Show one of the visitor's bookings, ready for the printer; another holder's is not found."""
    booking = bookings.find_own(booking_id, _require_holder())
    return render_template("web/booking.html", **_with_show(booking), **_ticket(booking))


@blueprint.get("/tickets/<signed>")
def show_ticket(signed: str) -> str:
    """Show the ticket of a booking to whoever has its link, ready for the printer and for nothing else."""
    booking = bookings.find_any(ticket_links.booking_of(signed))
    return render_template("web/booking.html", **_with_show(booking), **_ticket(booking), by_link=True)


@blueprint.post("/bookings/<booking_id>/cancel")
@no_body()
def cancel_booking(booking_id: str) -> AnyResponse:
    """Cancel one of the visitor's bookings and show what has become of it."""
    _require_same_origin()
    cancelling.cancel_own(booking_id, _require_holder())
    return redirect(url_for("web.bookings.show_booking", booking_id=booking_id), 303)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Keep people's bookings out of caches, the browser's own too."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _holder() -> str | None:
    """Return whose bookings these are; a visitor who only looks does not become a guest."""
    caller = current_caller()
    return caller.user_id if caller else None


def _require_holder() -> str:
    holder = _holder()
    if holder is None:
        raise BookingNotFound
    return holder


def _require_same_origin() -> None:
    """Refuse a form that another site sent. The cookie alone would let sites of the same domain through."""
    if not is_ours(request):
        raise Forbidden("This came from another site. Open your booking here and cancel it on its page.")


def _with_show(booking: Document) -> dict[str, Any]:
    show = belonging.show_of(booking)
    return {"booking": booking, "show": show, "cancellable": _cancellable(booking, show)}


def _cancellable(booking: Document, show: Listing | None) -> bool:
    """Return whether cancelling is worth offering; the service decides."""
    is_open = booking["status"] == CONFIRMED and not admissions(booking)
    return show is not None and is_open and cancelling.is_in_time(show)


def _ticket(booking: Document) -> dict[str, Any]:
    """Return what a booking admits by, and how many have come in with it.

    The code says the booking's id, which nobody knows but who has the ticket. The reference is read out and
    written down.
    """
    return {"qr": _qr(booking["_id"]), "inside": len(admissions(booking))}


def _qr(text: str) -> Markup:
    """Draw a text as a QR code, dark on light whatever the page's colours are."""
    code = segno.make_qr(text, error="m")
    return Markup(code.svg_inline(border=3, dark="#000", light="#fff", omitsize=True))  # noqa: S704  # a drawing, no text
