"""Open the port that a process serves on, of whatever kind the address is."""

import errno
import os
import socket
import struct
import sys
import time
from typing import Any

BACKLOG = 4096
# Connections that are accepted between two turns of everything else: some milliseconds' work. Who is behind a
# herd waits for all of it to be accepted.
ACCEPTED_AT_ONCE = 64
# A worker that ends lets so much go on before it listens no more, whoever still comes.
MOST_TURNS = 1_000
# Where Linux says of a listening socket how many connections wait: `tcpi_unacked` of its `tcp_info`.
WAITING_AT, WAITING_END = 24, 28
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
        """Listen no more, when all who wait are accepted: what they have sent would be lost.

        The number stays some other file's: a server still waits for it to be readable.
        """
        for _ in range(MOST_TURNS):
            if not self._waiting():
                break
            time.sleep(0)
        self._is_deaf = True
        with socket.socket() as deaf:
            os.dup2(deaf.fileno(), self._listening.fileno())

    def _waiting(self) -> int:
        """Return how many connections wait to be accepted, 0 where the system does not tell."""
        if sys.platform != "linux":
            return 0
        info = self._listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, WAITING_END)
        (waiting,) = struct.unpack_from("I", info, WAITING_AT)
        return int(waiting)


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that has the address, and does not listen yet; raise CannotListen.

    A name with addresses of both kinds means the IPv4 one; `::` takes in both kinds of clients.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, _, _, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
        both = host == "::" and socket.has_dualstack_ipv6()
        bound = socket.socket(family)
        # Not SO_REUSEPORT, as eventlet.listen: a second server would share the port unnoticed.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, not both)
        # Inherited by what is accepted. Without it a frame waits up to 40 ms for the client to have
        # acknowledged the one before.
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        bound.bind(address)
        return bound
    except (OSError, UnicodeError) as error:
        raise _refusal(error, host, port) from None


def listen(bound: socket.socket, host: str, port: int) -> None:
    """Listen, which comes last: what connects to a worker that still starts waits until it has; raise
    CannotListen.
    """
    try:
        bound.listen(BACKLOG)
    except OSError as error:
        # Another process that has the address too was quicker.
        raise _refusal(error, host, port) from None


def url(host: str, port: int) -> str:
    """Return where a browser on this machine finds what listens there."""
    return f"http://{_authority('localhost' if host in LOCAL else host, port)}"


def _refusal(error: OSError | UnicodeError, host: str, port: int) -> CannotListen:
    reason = getattr(error, "strerror", None) or "No such address"
    port_s_fault = getattr(error, "errno", None) in (errno.EADDRINUSE, errno.EACCES)
    mend = "PORT to another one" if port_s_fault else "HOST to an address of this machine"
    return CannotListen(f"cannot listen on {_authority(host, port)}: {reason}. Set {mend}.")


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
