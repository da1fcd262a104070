"""A collection that the database lets nobody write to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pymongo.database import Database


@contextmanager
def unwritable(database: Database[dict[str, Any]], collection: str) -> Iterator[None]:
    """Let the database refuse every document for the collection meanwhile."""
    database.command("collMod", collection, validator={"$expr": False})
    try:
        yield
    finally:
        database.command("collMod", collection, validator={})
