"""Shows from files, and the demo."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from ..encoding import without_mark
from ..shows import store
from ..shows.demo import demo_shows, stadium_show
from ..shows.model import Listing
from ..shows.schemas import NewShow, ShowSchema
from . import halls

STARTS_IN = timedelta(days=30)


class UnreadableFile(Exception):
    """The file is missing or no JSON; the message is one line."""


def read_show(path: Path, given: dict[str, Any], price: int | None, now: datetime) -> NewShow:
    """Return the show in a file: as POST /api/shows takes it, or a bare seating plan.

    `given` are fields that count more than the file's, None means not given; `price` is for every category.
    Raises UnreadableFile, ValidationError.
    """
    content = _read_json(path)
    if isinstance(content, dict):
        show = _show_of_plan(content, path, now) if "zones" in content else content
        content = {**show, **{key: value for key, value in given.items() if value is not None}}
    new: NewShow = ShowSchema().load(content)
    return new if price is None else replace(new, prices=dict.fromkeys(new.prices, price))


def load_demo(now: datetime, with_stadium: bool = False) -> list[Listing]:
    """Publish the demo shows that are missing, give those that have begun a new date; return them all.

    One that was archived stays so: its hall is gone, and its id with its bookings is its own.
    """
    shows = [*demo_shows(now), *([stadium_show(now)] if with_stadium else [])]
    return [_keep_on_sale(new, now) for new in shows]


def _keep_on_sale(new: NewShow, now: datetime) -> Listing:
    try:
        old = store.listing(new.show_id)
    except store.ShowNotFound:
        return halls.publish(new)
    return old if old.archived_at or old.starts_at > now else halls.replace(new.show_id, new)


def _read_json(path: Path) -> Any:
    try:
        return orjson.loads(without_mark(path.read_bytes()))
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror}.") from None
    except orjson.JSONDecodeError as error:
        raise UnreadableFile(f"{path} is no JSON: {error}.") from None


def _show_of_plan(plan: dict[str, Any], path: Path, now: datetime) -> dict[str, Any]:
    return {
        "showId": re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-"),
        "title": plan.get("name") or path.stem,
        "startsAt": (now + STARTS_IN).isoformat(),
        "currency": "EUR",
        "plan": plan,
    }
