"""Refusals, and the one JSON shape they all have."""

import logging
from collections.abc import Mapping
from typing import Any, ClassVar

from blinker import Signal
from flask import Flask, Response, jsonify, request
from marshmallow import ValidationError, fields
from pymongo.errors import BulkWriteError, OperationFailure, PyMongoError, WriteConcernError
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 2

# Sent with `code`, and `over` HTTP or SOCKET, for every call that is refused; a socket's with the `event` and
# what it `said`.
refused = Signal("A call is refused")
HTTP, SOCKET = "http", "socket"


class Refusal(Exception):
    """A request that is answered with no. Subclasses set `status`, `code` and `message`."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    message: ClassVar[str] = "The request cannot be understood."
    # What the body has beside code and message, for the OpenAPI document.
    adds: ClassVar[Mapping[str, fields.Field[Any]]] = {}
    retry_after: int | None = None

    def __init__(self, message: str | None = None, *, retry_after: int | None = None, **details: Any) -> None:
        super().__init__(message or self.message)
        self.retry_after = retry_after or self.retry_after
        self.details = details

    @property
    def headers(self) -> dict[str, str]:
        """Return the response headers: Retry-After, where it is known."""
        return {"Retry-After": str(self.retry_after)} if self.retry_after else {}

    def body(self) -> dict[str, Any]:
        """Return the refusal as every client sees it, over HTTP and in acknowledgements."""
        return {"success": False, "code": self.code, "message": str(self), **self.details}


class InvalidRequest(Refusal):
    """The request's shape is wrong; `errors` has messages by field."""

    status = 422
    code = "validation_error"
    message = "Some fields are missing or wrong."
    adds: ClassVar = {"errors": fields.Dict(required=True, metadata={"description": "Messages by field."})}


class Unauthenticated(Refusal):
    """The call needs a caller, and the request has no credentials."""

    status = 401
    code = "unauthenticated"
    message = "This call needs a session or a token."


class InvalidToken(Refusal):
    """The token is malformed, expired, or signed with another key."""

    status = 401
    code = "invalid_token"
    message = "The token is not valid or has expired."


class Forbidden(Refusal):
    """The caller is known and may not do this."""

    status = 403
    code = "forbidden"
    message = "This is not yours to do."


class TooManyRequests(Refusal):
    """The caller or the address is over its rate limit."""

    status = 429
    code = "rate_limited"
    message = "Too many requests. Try again in a moment."


class Unavailable(Refusal):
    """A server this call needs does not answer."""

    status = 503
    code = "unavailable"
    message = "The service cannot answer right now. Try again in a moment."
    retry_after = RETRY_AFTER_SECONDS


class Overloaded(Refusal):
    """The worker has as many requests under way as it may have."""

    status = 503
    code = "overloaded"
    message = "Many people are here right now. Try again in a moment."
    retry_after = RETRY_AFTER_SECONDS


class InternalError(Refusal):
    """A bug of ours; the log has the details, the client has not."""

    status = 500
    code = "internal_error"
    message = "Something went wrong on our side."


def refusal_for(error: Exception) -> Refusal | None:
    """Translate an expected failure into its refusal; None for a bug."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ValidationError):
        return InvalidRequest(errors=_named(error.normalized_messages()))  # type: ignore[no-untyped-call]
    if isinstance(error, PyMongoError) and _is_outage(error):
        log.warning("database unavailable: %s", type(error).__name__)
        return Unavailable()
    return None


def _named(messages: Any) -> Any:
    """Return the messages with strings as keys: marshmallow numbers the items of a list, JSON cannot."""
    if isinstance(messages, dict):
        return {str(name): _named(message) for name, message in messages.items()}
    return messages


def _is_outage(error: PyMongoError) -> bool:
    """Return whether it may work again in a moment, or has worked and a majority does not say so."""
    if isinstance(error, BulkWriteError):
        return bool(error.details["writeConcernErrors"])
    return (
        error.timeout
        or not isinstance(error, OperationFailure)
        or isinstance(error, WriteConcernError)
        or error.has_error_label("RetryableWriteError")
    )


def register_errors(app: Flask) -> None:
    """Answer every failure of an HTTP request in the one JSON shape."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> tuple[Response, int, dict[str, str]]:
    refusal = refusal_for(error)
    if refusal is None:
        log.exception("unexpected error in %s %r", request.method, request.path)
        refusal = InternalError()
    refused.send(code=refusal.code, over=HTTP)
    return jsonify(refusal.body()), refusal.status, refusal.headers


def code_of(error: HTTPException) -> str:
    """Return the `code` under which one of Werkzeug's errors is answered, such as not_found."""
    return error.name.lower().replace(" ", "_")


def _http_error(error: HTTPException) -> Response:
    response = jsonify(success=False, code=code_of(error), message=error.description)
    response.status_code = error.code or 500
    if response.status_code >= 400:
        refused.send(code=code_of(error), over=HTTP)
    # Such as the Allow of a 405.
    response.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return response
