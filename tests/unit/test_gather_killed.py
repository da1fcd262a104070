"""Callers of a shared call that are killed while they wait, as eventlet's green threads may be."""

import subprocess
import sys

from tests.support.worker import ROOT

# Each `print` is what one of the callers was answered, or what a call was given.
SCRIPT = """
import eventlet
eventlet.monkey_patch()
from seatapp.gather import Gatherer

def perform(jobs):
    print("call", *(job.wish for job in jobs))
    eventlet.sleep(0.3)
    print("unwanted", *(job.wish for job in jobs if not job.answer(job.wish.upper())))

gatherer = Gatherer(eventlet.spawn_n, perform, seconds=5, weigh=lambda _: 1, most=10)
callers = {}
for word in ("one", "two", "three", "four"):
    callers[word] = eventlet.spawn(gatherer.ask, word)
    eventlet.sleep(0.001)
for word in ("one", "three"):
    callers.pop(word).kill()
print("answered", *(caller.wait() for caller in callers.values()))
"""


def test_who_is_killed_while_waiting_ends_nobodys_call_and_what_was_not_begun_never_is() -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.stdout.splitlines() == [
        "call one",
        "call two",
        "unwanted one",
        "call four",
        "unwanted",
        "unwanted",
        "answered TWO FOUR",
    ], ended.stderr
