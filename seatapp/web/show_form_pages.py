"""The organiser's forms: a new show, a show to change, more dates of one. Their scripts save over the API."""

from typing import Any

from flask import Blueprint, render_template

from ..shows import store
from ..shows.currencies import DIGITS
from ..shows.times import zone_names

blueprint = Blueprint("forms", __name__)


@blueprint.get("/new")
def new_show() -> str:
    """Make a show."""
    return render_template("web/show_form.html", show=None, **_choices())


@blueprint.get("/shows/<show_id>/edit")
def edit_show(show_id: str) -> str:
    """Change a show."""
    return render_template("web/show_form.html", show=store.find(show_id), **_choices())


@blueprint.get("/shows/<show_id>/duplicate")
def duplicate_show(show_id: str) -> str:
    """Give a show more dates."""
    return render_template("web/duplicate.html", show=store.find(show_id))


def _choices() -> dict[str, Any]:
    """Return the time zones, and the currencies with the digits of their minor units."""
    return {"zones": sorted(zone_names()), "currencies": sorted(DIGITS.items())}
