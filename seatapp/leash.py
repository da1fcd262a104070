"""Child processes that die with this one, whatever kills it.

Linux has a signal for that; elsewhere a forked watcher waits for the end of the pipe that the parent holds.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

# Becomes the program in argv after seeing to it that the program dies with the parent.
LEASH = """
import os, signal, sys
parent, *argv = sys.argv[1:]
try:
    if sys.platform != "linux":
        raise ImportError
    import ctypes
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
except ImportError:
    server = os.getpid()
    if os.fork() == 0:
        os.closerange(1, 256)
        os.read(0, 1)
        if os.getppid() == server:
            os.kill(server, signal.SIGKILL)
        os._exit(0)
if os.getppid() != int(parent):
    sys.exit("the parent is gone already")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.execv(argv[0], argv)
"""

# Holds the pipes: one that is collected would end its server.
_leashed: list[subprocess.Popen[bytes]] = []


def leash(argv: Sequence[str], log: Path, **options: Any) -> subprocess.Popen[bytes]:
    """Spawn a program that dies with this process and hears no Ctrl-C; what it prints is added to `log`.

    `argv[0]` is a path. The thread that calls this must live as long as the program shall.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  # programs that we name
            [sys.executable, "-ISc", LEASH, str(os.getpid()), *argv],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **options,
        )
    _leashed.append(process)
    return process


def reap(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end of a leashed process, and let go of it."""
    process.wait()
    if process.stdin:
        process.stdin.close()
    with suppress(ValueError):
        _leashed.remove(process)
