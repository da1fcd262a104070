"""An app with a hall on sale, that sends webhooks, and the commands of an operator."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from seatapp.people import erase
from tests.support.on_sale import app, make_app

__all__ = ["app", "make_app", "people", "settings"]


@pytest.fixture
def settings() -> dict[str, Any]:
    # Nobody sends what is in the outbox: that is a worker's task.
    return {"webhook_urls": ["https://shop.example/hook"], "webhook_secret": "whsec_" + "x" * 32}


@pytest.fixture
def people(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `flask people …`, where no request is under way that it had to wait for."""
    monkeypatch.setattr(erase, "PAUSE_SECONDS", 0)
    return lambda *words, **options: app.test_cli_runner().invoke(args=["people", *words], **options)
