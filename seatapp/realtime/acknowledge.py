"""What every socket handler's decorator does: payload in, acknowledgement out, whatever happens."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from flask import request

from ..errors import SOCKET, InternalError, refusal_for, refused
from ..runtime import current_runtime

log = logging.getLogger(__name__)

Handler: TypeAlias = Callable[[Any], dict[str, Any]]


def acknowledged(handler: Handler) -> Callable[..., dict[str, Any]]:
    """Answer with what the handler returns, or with its refusal; it gets the first argument, or None.

    A handler that raised would send no acknowledgement at all, and the client would wait for ever.
    """

    @wraps(handler)
    def answer(*arguments: Any) -> dict[str, Any]:
        try:
            current_runtime().event_rate.count(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO's
            return {"success": True, **handler(arguments[0] if arguments else None)}
        except Exception as error:
            refusal = refusal_for(error)
            if refusal is None:
                log.exception("unexpected error in %s", handler.__name__)
                refusal = InternalError()
            refused.send(
                code=refusal.code,
                over=SOCKET,
                event=handler.__name__.replace("_", "-"),
                said=arguments[0] if arguments else None,
            )
            return refusal.body()

    return answer
