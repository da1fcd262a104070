"""Where the worker's CPU goes: py-spy's samples of it, summed up. py-spy is not among the requirements."""

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SAMPLES_A_SECOND = 500
TOP = 30


@contextmanager
def recording(pid: int, name: str) -> Iterator[None]:
    """Sample the process meanwhile, then print where it was."""
    py_spy = shutil.which("py-spy") or shutil.which("py-spy", path=str(Path(sys.executable).parent))
    if py_spy is None:
        sys.exit("--profile needs py-spy: pip install py-spy")
    with tempfile.TemporaryDirectory() as directory:
        stacks = Path(directory, "stacks")
        argv = [py_spy, "record", "--pid", str(pid), "--function", "--format", "raw", "--output", str(stacks)]
        spy = subprocess.Popen(
            [*argv, "--rate", str(SAMPLES_A_SECOND), "--duration", "600"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            spy.send_signal(2)
            spy.wait()
        print(f"\n{name}\n{summary(stacks.read_text())}\n")


def summary(folded: str) -> str:
    """Return which functions were running, themselves and with all that they called."""
    own: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for line in folded.splitlines():
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        own[frames[-1]] += int(count)
        for frame in set(frames):
            whole[frame] += int(count)
    total = own.total() or 1
    columns = (
        [f"{count / total:6.1%} {function}" for function, count in counter.most_common(TOP)]
        for counter in (own, whole)
    )
    lines = [f"{left:70}{right}" for left, right in zip(*columns, strict=False)]
    return "\n".join([f"{'itself':70}with what it calls", *lines])
