"""Libraries that report what is broken on purpose."""

import logging


def quieten() -> None:
    """Let clients of Socket.IO lose their connections without a word."""
    for library in ("engineio.client", "socketio.client"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
