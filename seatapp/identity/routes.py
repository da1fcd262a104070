"""The session: mint one, read one."""

from typing import Any

from flask import Blueprint

from ..answers import documented
from ..errors import InvalidToken, Unauthenticated
from ..requests import no_body
from .answers import SessionAnswer
from .caller import Caller
from .current import current_caller, store_in_cookie
from .schemas import SessionSchema
from .sessions import new_guest, open_session

blueprint = Blueprint("identity", __name__)


@blueprint.post("")
@no_body(SessionSchema)
@documented({201: SessionAnswer}, InvalidToken)
def create_session() -> tuple[dict[str, Any], int]:
    """Mint a guest; a caller who has an identity already keeps it, with a fresh token."""
    caller = current_caller() or new_guest()
    if caller.kind == "guest" or not caller.token:
        caller = open_session(caller.user_id, caller.kind)
        store_in_cookie(caller)
    return _as_json(caller), 201


@blueprint.get("")
@documented(SessionAnswer, Unauthenticated, InvalidToken)
def read_session() -> dict[str, Any]:
    """Return who the caller is; mints nobody."""
    caller = current_caller()
    if caller is None:
        raise Unauthenticated("There is no session yet.")
    return _as_json(caller)


def _as_json(caller: Caller) -> dict[str, Any]:
    token = caller.renewed or caller.token or open_session(caller.user_id, caller.kind).token
    return {"success": True, "userId": caller.user_id, "token": token, "kind": caller.kind}
