"""What commands share that work on the database: they name it, and fail with one line."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask.cli import with_appcontext
from marshmallow import ValidationError
from pymongo.errors import PyMongoError

from ..errors import Refusal
from ..extensions import db, settings
from ..indexes import NotAReplicaSet
from ..organiser import loading
from ..shows.fields import listed
from ..shows.mistakes import leaves

MAX_MISTAKES = 3
NO_DATABASE = (
    "No database: set MONGODB_URI to the one that the servers use, or give their variables with "
    "`flask --env-file FILE`. (In development it is found while `make run` runs.)"
)


def on_database(command: Callable[..., None]) -> Callable[..., None]:
    """Run the command on the database of MONGODB_URI and name it, or fail with one line on stderr."""

    @wraps(command)
    @with_appcontext
    def careful(*args: Any, **kwargs: Any) -> None:
        if not settings.mongodb_uri:
            raise click.ClickException(NO_DATABASE)
        try:
            command(*args, **kwargs)
        except (Refusal, ValidationError, PyMongoError, NotAReplicaSet, loading.UnreadableFile) as error:
            raise click.ClickException(_line(error)) from None
        click.echo(f"Database: {_place()}", err=True)

    return careful


def _line(error: Exception) -> str:
    if isinstance(error, PyMongoError):
        return f"The database does not answer as it should: {type(error).__name__} from {_place()}."
    if isinstance(error, ValidationError):
        return _mistakes(error)
    seats = error.details.get("seats") if isinstance(error, Refusal) else None
    return f"{error} {listed(seats)}" if seats else str(error)


def _place() -> str:
    """Return where the database is, without user and password."""
    scheme, _, rest = settings.mongodb_uri.partition("://")
    hosts = re.split(r"[/?]", rest.rpartition("@")[2])[0]
    return f"{scheme}://{hosts}/{db.database.name}"


def _mistakes(error: ValidationError) -> str:
    lines = [
        ".".join(key for key in path if key != "_schema") + f": {message}"
        for path, messages in leaves(error.messages_dict)
        for message in messages
    ]
    return " ".join(lines[:MAX_MISTAKES]) + (" And more." if len(lines) > MAX_MISTAKES else "")
