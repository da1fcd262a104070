"""The page of docs/embed.md on an origin of its own, with the policy that it needs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

DOCUMENT = Path(__file__).parents[2] / "docs" / "embed.md"
SERVER = "https://seats.example"
SHOW = "cinema"
CSP = "default-src 'none'; script-src 'unsafe-inline' {0}; connect-src {0} {1}"


class Site:
    """A site of one page, which is there once its seat server is known; browsers call it by `host`."""

    def __init__(self, folder: Path, host: str) -> None:
        self.policy = ""
        self._page = folder / "index.html"
        handler = partial(_Handler, self, directory=str(folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://{host}:{self.server.server_port}"

    def embed(self, server: str, show: str = SHOW) -> None:
        """Show the first example of the document, for a server and a show that are really there."""
        found = re.search(r"```html\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
        assert found
        example = found[1]
        assert example.count("\n") == 10
        self._page.write_text(example.replace(SERVER, server).replace(SHOW, show))
        self.policy = CSP.format(server, server.replace("http", "ws"))


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, site: Site, *args: Any, **options: Any) -> None:
        self._site = site
        super().__init__(*args, **options)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self._site.policy)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serve_site(folder: Path, host: str = "127.0.0.1") -> Iterator[Site]:
    """Serve a site from an empty folder."""
    site = Site(folder, host)
    Thread(target=site.server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
