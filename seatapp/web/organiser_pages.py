"""The organiser's pages: empty shells. What is in them their scripts fetch, with the admin token."""

from flask import Blueprint, render_template

from ..extensions import settings
from ..shows import store
from . import show_form_pages

blueprint = Blueprint("organiser", __name__, url_prefix="/organiser")
blueprint.register_blueprint(show_form_pages.blueprint)


@blueprint.get("")
def list_shows() -> str:
    """Ask for the admin token, and then list all shows."""
    return render_template("web/organiser.html")


@blueprint.get("/shows/<show_id>")
def show_dashboard(show_id: str) -> str:
    """Watch how one show sells, also after it has ended; of an archived one, how it sold."""
    show = store.find_listing(show_id)
    page = "web/archived.html" if show.archived_at else "web/dashboard.html"
    return render_template(page, show=show, customer_required=settings.customer_required)


@blueprint.get("/keys")
def list_keys() -> str:
    """Make, list and revoke colleagues' admin keys."""
    return render_template("web/keys.html")


@blueprint.get("/shows/<show_id>/check-in")
def show_check_in(show_id: str) -> str:
    """Admit those who come to the show by their tickets."""
    return render_template("web/check_in.html", show=store.find(show_id))


@blueprint.get("/shows/<show_id>/door-list")
def show_door_list(show_id: str) -> str:
    """List who has which seat of the show, for the printer."""
    return render_template("web/door_list.html", show=store.find(show_id))


@blueprint.context_processor
def tell_of_admin() -> dict[str, bool]:
    """Return whether there is an admin token to log in with."""
    return {"enabled": bool(settings.admin_token)}
