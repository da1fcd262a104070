"""Open the port that a process serves on, of whatever kind the address is."""

import errno
import os
import socket
import time
from typing import Any

BACKLOG = 4096
# Connections that are accepted between two turns of everything else: some milliseconds' work. Who is behind a
# herd waits for all of it to be accepted.
ACCEPTED_AT_ONCE = 64
# Those who run one of these open it on the same machine first.
LOCAL = ("0.0.0.0", "127.0.0.1", "::")  # noqa: S104


class CannotListen(Exception):
    """The address or the port is not available; the message is one line that names the variable to change."""


class PatientListener:
    """A socket that listens, and lets requests go on between the connections of a herd that it accepts.

    Accepting never waits while there are more, and each connection's first request is read at once.
    """

    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening
        self._accepted = 0
        self._is_deaf = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._listening, name)

    def accept(self) -> tuple[socket.socket, Any]:
        """Return the next connection, and its address; nothing any more, once it was stopped."""
        self._accepted += 1
        if self._accepted % ACCEPTED_AT_ONCE == 0:
            time.sleep(0)
        try:
            return self._listening.accept()
        except OSError:
            if not self._is_deaf:
                raise
        while True:  # until the server is ended
            time.sleep(1)

    def stop(self) -> None:
        """Listen no more. The number stays some other file's: a server still waits for it to be readable."""
        self._is_deaf = True
        with socket.socket() as deaf:
            os.dup2(deaf.fileno(), self._listening.fileno())


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; raise CannotListen.

    A name with addresses of both kinds means the IPv4 one; `::` takes in both kinds of clients.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, _, _, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
        both = host == "::" and socket.has_dualstack_ipv6()
        # Not eventlet.listen: its SO_REUSEPORT would let a second server share the port unnoticed.
        listening = socket.create_server(address, family=family, backlog=BACKLOG, dualstack_ipv6=both)
        # Inherited by what is accepted. Without it a frame waits up to 40 ms for the client to have
        # acknowledged the one before.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except (OSError, UnicodeError) as error:
        number = getattr(error, "errno", None)
        reason = (getattr(error, "strerror", None) or "No such address").partition(" (while")[0]
        port_s_fault = number in (errno.EADDRINUSE, errno.EACCES)
        mend = "PORT to another one" if port_s_fault else "HOST to an address of this machine"
        raise CannotListen(f"cannot listen on {_authority(host, port)}: {reason}. Set {mend}.") from None


def url(host: str, port: int) -> str:
    """Return where a browser on this machine finds what listens there."""
    return f"http://{_authority('localhost' if host in LOCAL else host, port)}"


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
