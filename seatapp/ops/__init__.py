"""Run the app: health, metrics, logs, limits, headers and the API's own description."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ..runtime import runtime_of
from .counting import register_counting
from .docs import register_docs
from .headers import register_headers
from .health import register_health
from .limits import register_limits
from .logs import configure_logging
from .metrics import register_metrics
from .probes import register_probes
from .redis import register_redis
from .refusals import register_refusals


def register_ops(app: Flask) -> None:
    """Add what those who run the app need; before the features, so that its hooks see every request."""
    settings = runtime_of(app).settings
    configure_logging(settings.log_format, quiet=settings.production)
    register_redis(app)
    register_metrics(app)
    register_counting(app)
    register_refusals(app)
    register_probes(app)
    register_headers(app)
    register_limits(app)
    register_health(app)
    register_docs(app)


def register_proxies(app: Flask) -> None:
    """Believe the proxies in front; after all that looks at where a request comes from."""
    # Any client may claim to have come over HTTPS: it makes only its own cookie Secure. A claimed address
    # could be another client's, so it is believed of as many proxies only as the settings name.
    count = runtime_of(app).settings.trusted_proxies
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=1)  # type: ignore[method-assign]
