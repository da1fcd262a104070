"""A real worker process: `python wsgi.py` on a port of its own."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import requests
from pymongo import MongoClient
from pymongo.database import Database

from seatapp.serving.leash import leash, reap
from seatapp.serving.ports import free_port

from .waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")


class Worker:
    """One worker; keyword arguments are variables of its environment. Dies with the test process.

    Calling `start` after `kill` or `terminate` brings it back on its port.
    """

    started: ClassVar[list["Worker"]] = []
    program: ClassVar[tuple[str, ...]] = ("wsgi.py",)
    start_seconds: ClassVar[float] = 60

    def __init__(self, mongodb_uri: str, redis_url: str, **env: str) -> None:
        self.mongodb_uri = mongodb_uri
        self.root = ROOT
        self.port = free_port()
        self._env = {
            "SEATAPP_ENV": "testing",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "MONGODB_URI": mongodb_uri,
            "REDIS_URL": redis_url,
            "SECRET_KEY": "for tests",
            "ADMIN_TOKEN": "admin",
            "PYTHONUNBUFFERED": "1",
            "EVENTLET_NO_GREENDNS": "yes",  # a fifth of each start, for names that nobody looks up here
            **{name: os.environ[name] for name in INHERITED if name in os.environ},
            **env,
        }
        self._log = Path(tempfile.mkstemp(prefix="worker-", suffix=".log")[1])
        self._process: subprocess.Popen[bytes] | None = None
        self._http = requests.Session()
        self._http.trust_env = False
        self._client: MongoClient[dict[str, Any]] = MongoClient(mongodb_uri, tz_aware=True, connect=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> str:
        """Everything it has printed so far."""
        return self._log.read_text(errors="replace")

    @property
    def database(self) -> Database[dict[str, Any]]:
        """Its database, seen from the test."""
        return self._client.get_default_database()

    def spawn(self) -> "Worker":
        """Start the process and do not wait for it."""
        assert not self.alive, "it runs already"
        self._process = leash([sys.executable, *self.program], self._log, env=self._env, cwd=self.root)
        if self not in self.started:
            self.started.append(self)
        return self

    def start(self) -> "Worker":
        """Start the process and wait until it answers."""
        return self.spawn().await_ready()

    def await_ready(self) -> "Worker":
        eventually(self._answers, self.start_seconds, "the worker does not answer")
        return self

    def kill(self) -> None:
        """kill -9: it says goodbye to nobody."""
        self._running.kill()
        self._end()

    def terminate(self, timeout: float = 30) -> int:
        """Send SIGTERM, wait until it has drained, and return its exit code."""
        self._http.close()  # which it would wait for
        self._running.terminate()
        return self.wait(timeout)

    def wait(self, timeout: float = 30) -> int:
        """Wait until it has ended by itself, and return its exit code."""
        code = self._running.wait(timeout)
        self._end()
        return code

    def freeze(self) -> None:
        """Stop it in its tracks, as a machine that swaps or sleeps."""
        self._running.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._running.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """End it if need be, and forget it."""
        if self._process is not None:
            self.kill()
        if self in self.started:
            self.started.remove(self)
        self._http.close()
        self._client.close()
        self._log.unlink(missing_ok=True)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return self.request("POST", path, **options)

    def request(self, method: str, path: str, timeout: float = 60, **options: Any) -> requests.Response:
        """Send a request of nobody in particular: no session is kept."""
        try:
            return self._http.request(method, self.url + path, timeout=timeout, **options)
        finally:
            self._http.cookies.clear()

    @property
    def _running(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "the worker does not run"
        return self._process

    def _answers(self) -> bool:
        code = self._running.poll()
        assert code is None, f"the worker ended with {code}:\n{self.log}"
        try:
            return self.get("/healthz", timeout=10).ok
        except requests.RequestException:
            return False

    def _end(self) -> None:
        process, self._process = self._running, None
        reap(process)
