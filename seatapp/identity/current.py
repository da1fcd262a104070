"""Who sent the current HTTP request, or opens the current socket."""

from typing import Any

from flask import Request, Response, g, request

from ..errors import InvalidToken, Refusal
from ..extensions import settings
from ..text import of_header
from .bearer import bearer_of
from .caller import Caller, user
from .origins import require_known_page
from .sessions import LIFETIME, new_guest
from .tokens import verify, verify_cookie

COOKIE = "seatapp_session"
# Of an answer to who sent a session as Bearer: the one to send from now on.
RENEWED_SESSION = "X-Session-Token"


def identify(call: Request) -> Caller | None:
    """Return whose headers and cookies these are, None where they identify nobody.

    Raises InvalidToken for a Bearer that is not valid. A cookie that is not valid counts as none: a browser
    cannot mend it. Raises Forbidden for a cookie that came along with what another site's page asks for.
    """
    headers = call.headers
    trusted = settings.trusted_user_header
    if trusted and headers.get(trusted):
        return user(of_header(headers[trusted]))
    if (token := bearer_of(headers)) is not None:
        return verify(token)
    if cookie := call.cookies.get(COOKIE):
        require_known_page(call)
        try:
            return verify_cookie(cookie)
        except InvalidToken:
            return None
    return None


def current_caller() -> Caller | None:
    """Return who is calling this HTTP request, or None. The credentials are checked once a request."""
    if "caller" not in g:
        try:
            g.caller = _renew(identify(request))
        except Refusal as refusal:
            g.caller = refusal
    if isinstance(g.caller, Refusal):
        raise g.caller
    found: Caller | None = g.caller
    return found


def caller() -> Caller:
    """Return who is calling this HTTP request; without an identity, a new guest, by cookie."""
    found = current_caller()
    if found is None:
        found = g.caller = new_guest()
        store_in_cookie(found)
    return found


def caller_of_socket(auth: Any) -> Caller | None:
    """Return who opens this socket: by `auth`'s `token`, else by headers and cookie; raise InvalidToken."""
    if isinstance(auth, dict) and auth.get("token") is not None:
        return verify(auth["token"])
    return identify(request)


def store_in_cookie(session: Caller) -> None:
    """Let the answer to this request set the caller's session as cookie."""
    g.new_session, g.by_header = session.token, False


def answer_session(response: Response) -> Response:
    """Answer with the session that this request opened or renewed: as a cookie, to a Bearer in a header."""
    token = g.get("new_session")
    if token and g.by_header:
        response.headers[RENEWED_SESSION] = token
    elif token:
        response.set_cookie(
            COOKIE, token, max_age=LIFETIME, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response


def _renew(found: Caller | None) -> Caller | None:
    """Let the answer carry the caller's session as it was renewed, the way that the former one came."""
    if found is not None and found.renewed:
        g.new_session, g.by_header = found.renewed, bearer_of(request.headers) is not None
    return found
