"""The shop's published keys, at a server that answers or lets everybody wait."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from jwt.algorithms import ECAlgorithm


class KeyServer:
    """Serves a key set, and signs tokens by its keys, each by one that nobody has asked for yet."""

    def __init__(self) -> None:
        self._key = generate_private_key(SECP256R1())
        self._ids: list[str] = []
        self._open = threading.Event()
        self._open.set()
        keys = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                keys._open.wait(10)
                body = json.dumps(keys._key_set()).encode()
                with suppress(OSError):  # Who asked may have had enough.
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/keys"

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["KeyServer"]:
        server = cls()
        thread = threading.Thread(target=server._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server._open.set()
            server._server.shutdown()
            thread.join()
            server._server.server_close()

    def token(self, user: str) -> str:
        """Return the user's token; who wants to check it has to ask for the keys."""
        self._ids.append(uuid4().hex)
        claims = {"sub": user, "exp": time.time() + 600}
        return jwt.encode(claims, self._key, "ES256", headers={"kid": self._ids[-1]})

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Let everybody wait who asks for the keys, at the latest until this ends."""
        self._open.clear()
        try:
            yield
        finally:
            self.release()

    def release(self) -> None:
        """Answer those who wait."""
        self._open.set()

    def _key_set(self) -> dict[str, Any]:
        key = ECAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": key_id, "alg": "ES256"} for key_id in self._ids]}
