"""The events that clients send over a socket."""

import logging
from typing import Any

from flask import request
from flask_socketio import ConnectionRefusedError as Refused

from ..errors import SOCKET, Forbidden, InternalError, InvalidRequest, Refusal, Unauthenticated, refused
from ..extensions import settings, socketio
from ..identity.current import caller_of_socket
from ..identity.tokens import verify
from ..runtime import current_runtime
from ..seats import service
from ..shows import store
from . import presence, sockets
from .acknowledge import acknowledged
from .caps import TooManySockets
from .rooms import show_room, user_room
from .sockets import UNREADABLE

log = logging.getLogger(__name__)

# The keys of an event's object. As in a body, a `userId` beside a show counts for nothing.
KNOWN = {"showId", "userId", "token"}


class UnknownEvent(Refusal):
    """There is no event of this name."""

    status = 404
    code = "unknown_event"
    message = "There is no such event."


def connect(auth: Any = None) -> None:
    """Accept a client as the caller of its token, header or cookie; without any, as anonymous."""
    try:
        if auth is UNREADABLE:
            raise InvalidRequest(errors={"auth": ["Not valid."]})
        caller = caller_of_socket(auth)
        if caller is not None:
            _become(caller.user_id)
    except Refusal as refusal:
        refused.send(code=refusal.code, over=SOCKET, event="connect")
        raise Refused(str(refusal), refusal.body()) from None
    except Exception:
        log.exception("unexpected error at connect")
        refused.send(code=InternalError.code, over=SOCKET, event="connect")
        raise Refused("Something went wrong on our side.") from None


def disconnect(*_: Any) -> None:
    """Remove a socket that is disconnected; the reason given is not reliable."""
    presence.remove(_sid())
    current_runtime().event_rate.forget(_sid())


@acknowledged
def register_user(who: Any) -> dict[str, Any]:
    """Make the socket its user's: the caller's own id confirms it, a token proves it."""
    user_id = _registering(who)
    _become(user_id)
    return {"userId": user_id}


@acknowledged
def join_show(show: Any) -> dict[str, Any]:
    """Put the socket into a show's room, and answer with the show's whole state.

    The room comes first: whatever is announced after the `seq` that is read next reaches the socket.
    """
    found = store.find(_field(show, "showId"))
    sockets.enter_room(_sid(), show_room(found.show_id))
    state = service.state(found, presence.holder_of(_sid()))
    return {**state, "reconnectSeconds": sockets.reconnect_seconds()}


@acknowledged
def leave_show(show: Any) -> dict[str, Any]:
    """Take the socket out of a show's room."""
    show_id = _field(show, "showId")
    sockets.leave_room(_sid(), show_room(show_id))
    return {"showId": show_id}


@acknowledged
def anything_else(_event: Any) -> dict[str, Any]:
    """Refuse an unknown event: its sender may wait for an acknowledgement."""
    raise UnknownEvent


def register_events() -> None:
    """Bind the handlers to the Socket.IO server, which must have been made."""
    socketio.on_event("connect", connect)
    socketio.on_event("disconnect", disconnect)
    socketio.on_event("register-user", register_user)
    socketio.on_event("join-show", join_show)
    socketio.on_event("leave-show", leave_show)
    socketio.on_event("*", anything_else)


def _registering(who: Any) -> str:
    claimed = _field(who, "token" if isinstance(who, dict) and "token" in who else "userId")
    own = presence.holder_of(_sid())
    if claimed == own:
        return claimed
    try:
        return verify(claimed).user_id
    except Refusal:
        if own is None:
            raise Unauthenticated("Connect with a token or a session first.") from None
        raise Forbidden("A socket can be registered for its own user only.") from None


def _become(user_id: str) -> None:
    """Make the socket its user's; raise TooManySockets for one who has as many as they may."""
    most = settings.max_sockets_per_identity
    is_new = presence.holder_of(_sid()) != user_id
    if most and is_new and len(sockets.local_sids(user_room(user_id))) >= most:
        raise TooManySockets
    presence.register(_sid(), user_id)


def _field(payload: Any, name: str) -> str:
    """Return a text that is sent bare or in an object."""
    value = payload.get(name) if isinstance(payload, dict) else payload
    if isinstance(payload, dict) and (unknown := payload.keys() - KNOWN):
        raise InvalidRequest(errors={str(key): ["Unknown field."] for key in unknown})
    if not isinstance(value, str) or not 0 < len(value) <= 4096:
        raise InvalidRequest(errors={name: ["Not a valid string."]})
    return value


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO adds it
    return sid
