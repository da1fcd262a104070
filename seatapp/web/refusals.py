"""What pages say of refusals, by code: a refusal's own message is for those who call the API."""

from flask_babel import lazy_gettext

from ..errors import Refusal

TEXTS = {
    "show_not_found": lazy_gettext("There is no such show."),
    "booking_not_found": lazy_gettext("You have no such booking."),
    "too_late_to_cancel": lazy_gettext("This booking can no longer be cancelled."),
    "checked_in": lazy_gettext("Somebody came in by this booking already: it can no longer be cancelled."),
    "forbidden": lazy_gettext("This came from another site. Open the page here, and do it there."),
    "invalid_token": lazy_gettext("You are no longer signed in. Reload the page."),
    "rate_limited": lazy_gettext("That was a lot at once. Wait a moment and try again."),
    "unavailable": lazy_gettext("The service cannot answer right now. Try again in a moment."),
    "internal_error": lazy_gettext("Something went wrong on our side. Try again in a moment."),
}
ARCHIVED = lazy_gettext("This show is over, and its hall is no longer kept.")
OTHER = lazy_gettext("The address may not be right.")


def explain_refusal(refusal: Refusal) -> str:
    """Return a sentence about a refusal in the page's language."""
    if "archivedAt" in refusal.details:
        return str(ARCHIVED)
    return str(TEXTS.get(refusal.code, OTHER))
