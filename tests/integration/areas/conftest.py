"""An app with a hall on sale for every test here."""

from tests.support.on_sale import app, make_app, settings

__all__ = ["app", "make_app", "settings"]
