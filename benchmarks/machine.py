"""What is measured on: the machine, the interpreter's build, and the commit."""

import datetime
import os
import platform
import subprocess
import sysconfig
from importlib.metadata import version

import psutil

from tests.support.worker import ROOT

PACKAGES = ("Flask", "eventlet", "pymongo", "python-socketio", "redis")


def description() -> str:
    """Return lines that say all of it."""
    cores, memory = os.cpu_count(), psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"{datetime.date.today()}, commit {_commit()}, {cores} cores ({_processor()}), {memory:.0f} GB, "
        f"load {os.getloadavg()[0]:.1f} at the start\n"
        f"Python {platform.python_version()} ({_build()}), {versions}"
    )


def _commit() -> str:
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return described.stdout.strip() or "unknown"


def _build() -> str:
    """Tell how the interpreter was built: distributions use optimizations that others lack."""
    optimized = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    flags = (sysconfig.get_config_var("PY_CFLAGS") or "").split()
    level = " ".join(flag for flag in flags if flag.startswith("-O"))
    return f"built with{'' if optimized else 'out'} --enable-optimizations, {level or 'flags unknown'}"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as cpuinfo:
            return next(line.partition(":")[2].strip() for line in cpuinfo if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()
