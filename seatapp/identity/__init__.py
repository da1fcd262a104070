"""Who is calling, over HTTP and sockets; guests' sessions, users' tokens, and who may administer."""

from flask import Flask

from . import current, routes, tokens


def register_identity(app: Flask) -> None:
    """Add the session routes, and answer with sessions that are new."""
    app.register_blueprint(routes.blueprint, url_prefix="/api/session")
    app.after_request(current.answer_session)
    tokens.register_tokens(app)
