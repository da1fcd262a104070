"""Who is calling, over HTTP and sockets; guests' sessions, users' tokens, and who may administer."""

from flask import Flask

from . import current, routes, tokens


def register_identity(app: Flask) -> None:
    """Add the session routes, and hand new guests their cookie."""
    app.register_blueprint(routes.blueprint, url_prefix="/api/session")
    app.after_request(current.set_cookie)
    tokens.register_tokens(app)
