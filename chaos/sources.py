"""Which process is at the other end of a connection here. Linux tells; elsewhere all are unknown."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

UNKNOWN = "somebody"
CONNECTIONS = Path("/proc/net/tcp")
INODE = 9


def source_of(port: int, to: int, pids: Mapping[int, str]) -> str:
    """Return the name of that one of these processes which has the connection from one port to the other."""
    inode = _inode(port, to)
    for pid, name in list(pids.items()) if inode else ():
        with suppress(OSError), os.scandir(f"/proc/{pid}/fd") as files:
            for file in files:
                with suppress(OSError):
                    if os.readlink(file.path) == f"socket:[{inode}]":
                        return name
    return UNKNOWN


def _inode(port: int, to: int) -> str:
    with suppress(OSError), CONNECTIONS.open() as lines:
        mine, other = f":{port:04X}", f":{to:04X}"
        for line in lines:
            words = line.split(maxsplit=INODE + 1)
            if words[1].endswith(mine) and words[2].endswith(other):
                return words[INODE]
    return ""
