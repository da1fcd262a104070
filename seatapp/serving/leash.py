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

SCRIPT = str(Path(__file__).with_name("die_with_parent.py"))

# Holds the pipes: one that is collected would end its server.
_leashed: list[subprocess.Popen[bytes]] = []


def leash(argv: Sequence[str], log: Path, **options: Any) -> subprocess.Popen[bytes]:
    """Spawn a program that dies with this process and gets no Ctrl-C; what it prints is added to `log`.

    `argv[0]` is a path. The thread that calls this must live as long as the program shall.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  # programs that we name
            [sys.executable, "-IS", SCRIPT, str(os.getpid()), *argv],
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
