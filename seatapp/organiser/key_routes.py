"""Colleagues' admin keys: make, list and revoke them."""

from typing import Any

from flask import Blueprint

from ..answers import documented
from ..database import Document
from ..identity import admin_keys
from ..identity.admin import Scope, needs, required_admin
from ..identity.admin_keys import AdminKeyExists, AdminKeyNotFound
from ..requests import body, no_body
from .answers import AdminKeyAnswer, AdminKeysAnswer, NewAdminKeyAnswer
from .schemas import NewAdminKeySchema

blueprint = Blueprint("keys", __name__, url_prefix="/api/keys")


@blueprint.get("")
@needs(Scope.MANAGE, all_shows=True)
@documented(AdminKeysAnswer)
def list_keys() -> dict[str, Any]:
    """List the admin keys, the oldest first.

    ADMIN_TOKEN, which may do everything, is a setting and not among them.
    """
    return {"success": True, "keys": [_as_json(key) for key in admin_keys.every()]}


@blueprint.post("")
@body(NewAdminKeySchema)
@needs(Scope.MANAGE, all_shows=True)
@documented({201: NewAdminKeyAnswer}, AdminKeyExists)
def create_key(wanted: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Make an admin key with scopes, for some shows or, without, for all.

    `read` is for lists, CSV and history, `sell` to book, cancel, move, check in and block, `manage` for shows
    and keys. `secret` is what to send as Bearer. It is told here and never again.
    """
    key, secret = admin_keys.create(**wanted, by=required_admin().name)
    return {"success": True, "key": _as_json(key), "secret": secret}, 201


@blueprint.delete("/<key_id>")
@no_body()
@needs(Scope.MANAGE, all_shows=True)
@documented(AdminKeyAnswer, AdminKeyNotFound)
def revoke_key(key_id: str) -> dict[str, Any]:
    """Revoke an admin key: from now on it is refused everywhere."""
    return {"success": True, "key": _as_json(admin_keys.revoke(key_id, by=required_admin().name))}


def _as_json(key: Document) -> dict[str, Any]:
    return {
        "id": key["_id"],
        "name": key["name"],
        "scopes": key["scopes"],
        "shows": key["shows"],
        "createdAt": key["created_at"],
        "createdBy": key["created_by"],
    }
