"""Log to stderr, for people or for machines, with the id of the request that it is about."""

import logging
import re
from random import getrandbits

from flask import has_request_context, request
from pythonjsonlogger.orjson import OrjsonFormatter

HANDLER = "seatapp"
REQUEST_ID = "seatapp.request_id"
NOISY = ("pymongo", "engineio", "socketio", "urllib3")
CONSOLE_FORMAT = "%(asctime)s %(levelname)-7s %(name)s [%(request_id)s] %(message)s"
JSON_FIELDS = ["levelname", "name", "message", "request_id"]
JSON_NAMES = {"levelname": "level", "name": "logger", "exc_info": "traceback"}

_sane_id = re.compile(r"[A-Za-z0-9._-]{1,64}").fullmatch


def configure_logging(log_format: str, *, quiet: bool) -> None:
    """Send the log to stderr in this format; `quiet` leaves out werkzeug's line for each request."""
    handler = logging.StreamHandler()
    handler.set_name(HANDLER)
    handler.addFilter(_add_request_id)
    handler.setFormatter(_formatter(log_format))
    root = logging.getLogger()
    root.handlers = [*(other for other in root.handlers if other.get_name() != HANDLER), handler]
    root.setLevel(logging.INFO)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("werkzeug").setLevel(logging.WARNING if quiet else logging.INFO)


def request_id() -> str:
    """Return the id of this request: the one that a proxy gave it, when sane, or a new one."""
    environ = request.environ
    known = environ.get(REQUEST_ID)
    if known is None:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        known = environ[REQUEST_ID] = given if _sane_id(given) else f"{getrandbits(64):016x}"
    return str(known)


def _formatter(log_format: str) -> logging.Formatter:
    if log_format == "json":
        return OrjsonFormatter(JSON_FIELDS, rename_fields=JSON_NAMES, timestamp=True)
    return logging.Formatter(CONSOLE_FORMAT)


def _add_request_id(record: logging.LogRecord) -> bool:
    record.request_id = request_id() if has_request_context() else "-"
    return True
