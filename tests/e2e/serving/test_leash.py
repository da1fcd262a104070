import subprocess
import sys

import psutil

from seatapp.serving.leash import SCRIPT
from tests.support.waiting import eventually

# Runs the script as elsewhere than on Linux.
SCRIPT_ELSEWHERE = f"""
import runpy, sys
sys.platform = "elsewhere"
runpy.run_path({SCRIPT!r}, run_name="__main__")
"""

PARENT = f"""
import os, subprocess, sys, time
server = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
command = [sys.executable, "-ISc", {SCRIPT_ELSEWHERE!r}, str(os.getpid()), sys.executable, "-c", server]
subprocess.Popen(command, stdin=subprocess.PIPE)
time.sleep(60)
"""


def test_where_there_is_no_such_signal_a_watcher_ends_the_server() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        server = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        eventually(lambda: not is_running(server))


def is_running(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
