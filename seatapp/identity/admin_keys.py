"""Named admin keys: the only module that reads and writes `db.admin_keys`.

`{_id, name, digest, scopes, shows, created_at, created_by}`, `shows` None for all. The token is not kept,
only its SHA-256: it has 256 random bits, which no slower hash would make harder to guess.
"""

import hashlib
import hmac
import logging
import secrets
from typing import ClassVar

from marshmallow import fields
from pymongo.errors import DuplicateKeyError

from ..database import Document
from ..errors import Refusal
from ..extensions import clock, db
from .person import ERASED, Person

log = logging.getLogger(__name__)

# What a token begins with; anything else is looked up nowhere.
PREFIX = "seatapp_"
# The name of the key that is no document: the setting.
FIRST_NAME = "ADMIN_TOKEN"


class AdminKeyNotFound(Refusal):
    """There is no such admin key; it may have been revoked."""

    status = 404
    code = "admin_key_not_found"
    message = "There is no such admin key."


class AdminKeyExists(Refusal):
    """Another admin key has this name."""

    status = 409
    code = "admin_key_exists"
    message = "Another admin key has this name."
    adds: ClassVar = {"name": fields.String(required=True)}


def create(name: str, scopes: list[str], shows: list[str] | None, by: str) -> tuple[Document, str]:
    """Store a new key, made by the one of that name; return it, and the token that nobody can see again.

    Raises AdminKeyExists.
    """
    if name == FIRST_NAME:
        raise AdminKeyExists(name=name)
    key_id = secrets.token_hex(8)
    token = f"{PREFIX}{key_id}_{secrets.token_urlsafe(32)}"
    key = {
        "_id": key_id,
        "name": name,
        "digest": _digest(token),
        "scopes": sorted(set(scopes)),
        "shows": shows and sorted(set(shows)),
        "created_at": clock.now(),
        "created_by": by,
    }
    try:
        db.admin_keys.insert_one(key)
    except DuplicateKeyError:
        raise AdminKeyExists(name=name) from None
    log.info("admin key %s is made by %s", key_id, by)
    return key, token


def every() -> list[Document]:
    """Return all keys, the oldest first."""
    return list(db.admin_keys.find({}).sort([("created_at", 1), ("_id", 1)]))


def revoke(key_id: str, by: str) -> Document:
    """Delete a key and return it: from now on every worker refuses it. Raises AdminKeyNotFound."""
    key: Document | None = db.admin_keys.find_one_and_delete({"_id": key_id})
    if key is None:
        raise AdminKeyNotFound
    log.info("admin key %s is revoked by %s", key_id, by)
    return key


def of(person: Person) -> list[Document]:
    """Return the keys that are named after the person, or that they made."""
    return list(db.admin_keys.find({"$or": [{"name": person.ids}, {"created_by": person.ids}]}))


def erase(person: Person) -> int:
    """Delete the person's keys and keep those that they made, without their name; return how many."""
    gone = db.admin_keys.delete_many({"name": person.ids}).deleted_count
    made = db.admin_keys.update_many({"created_by": person.ids}, {"$set": {"created_by": ERASED}})
    return gone + made.modified_count


def find(token: str) -> Document | None:
    """Return the key whose token this is, asking the database each time; None for what is no key's token."""
    if not token.startswith(PREFIX):
        return None
    key: Document | None = db.admin_keys.find_one({"_id": token.removeprefix(PREFIX).partition("_")[0]})
    if key is None or not hmac.compare_digest(key["digest"], _digest(token)):
        return None
    return key


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
