"""Let pages of other origins call the API."""

import re

from flask import Flask

from ..extensions import cors
from ..identity.current import RENEWED_SESSION
from ..runtime import runtime_of

ANY = "*"
# The element's script runs in every page, so that it can say what is wrong where CORS_ORIGINS lacks the page.
SCRIPTS = {"origins": ANY, "send_wildcard": True}


def register_cors(app: Flask) -> None:
    """Answer the pages of CORS_ORIGINS as their browsers want it."""
    origins = runtime_of(app).settings.cors_origins
    listed = {
        # As patterns that match just them: the library takes an address of IPv6 for a pattern anyway.
        "origins": [ANY if origin == ANY else re.compile(re.escape(origin) + r"\Z") for origin in origins],
        "supports_credentials": True,
        "expose_headers": ["Retry-After", "X-Request-Id", RENEWED_SESSION],
    }
    cors.init_app(app, resources={"/static/.*": SCRIPTS, **({"/.*": listed} if origins else {})})
