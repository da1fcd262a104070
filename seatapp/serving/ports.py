"""Ports of this machine for the servers of development and tests."""

import secrets
import socket
from contextlib import suppress

HOST = "127.0.0.1"

# Below every system's ephemeral range: a client that knocks at a closed ephemeral port of its own
# machine may connect to itself, and then the server cannot come back there.
PORTS = range(20000, 32768)


def free_port() -> int:
    """Return a port of this machine that no process listens on."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port


def is_open(port: int) -> bool:
    """Return whether a process listens on this port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
