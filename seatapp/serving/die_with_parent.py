"""Become the program in argv, after seeing to it that it dies with the parent; a script, run by leash.py.

Its arguments are the parent's process id and the program's own argv; its stdin is a pipe from the parent.
Imports the standard library only: it runs isolated (`python -IS`) to start in a few milliseconds.
"""

import os
import signal
import sys
from typing import NoReturn

PR_SET_PDEATHSIG = 1


def main(parent: int, argv: list[str]) -> NoReturn:
    """Arrange the death, then replace this process by the program."""
    if not _signalled_by_kernel():
        _watch_parent()
    if os.getppid() != parent:
        sys.exit("the parent is gone already")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.execv(argv[0], argv)  # noqa: S606  # what the parent names


def _signalled_by_kernel() -> bool:
    """Ask Linux to kill this process when its parent ends; False elsewhere."""
    if sys.platform != "linux":
        return False
    try:
        import ctypes  # noqa: PLC0415  # a Python may be built without it
    except ImportError:
        return False
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    return True


def _watch_parent() -> None:
    """Fork a watcher that kills this process when the parent's end of the pipe closes."""
    server = os.getpid()
    if os.fork() == 0:
        os.closerange(1, 256)
        os.read(0, 1)
        if os.getppid() == server:
            os.kill(server, signal.SIGKILL)
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
