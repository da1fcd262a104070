"""WEBHOOK_URLS and WEBHOOK_SECRET: read at start-up, and refused when nothing could be sent."""

import os
from collections.abc import Sequence
from unittest import mock

import pytest

import config
from tests.support.receiver import SECRET


def read(**variables: str) -> config.Settings:
    with mock.patch.dict(os.environ, {"SEATAPP_ENV": "testing", **variables}, clear=True):
        return config.read_settings()


@pytest.mark.parametrize(
    "variables",
    [
        {"WEBHOOK_URLS": "https://shop.example/hooks"},
        {"WEBHOOK_URLS": "https://shop.example/hooks", "WEBHOOK_SECRET": ""},
        {"WEBHOOK_URLS": "https://shop.example/hooks", "WEBHOOK_SECRET": "whsec_"},
        {"WEBHOOK_URLS": "https://shop.example/hooks", "WEBHOOK_SECRET": "hunter2 is no base64"},
        {"WEBHOOK_URLS": "shop.example/hooks", "WEBHOOK_SECRET": SECRET},
        {"WEBHOOK_URLS": "https://shop.example/hooks,", "WEBHOOK_SECRET": SECRET},
        {"WEBHOOK_URLS": "https://shop.example/hooks,ftp://shop.example", "WEBHOOK_SECRET": SECRET},
    ],
)
def test_webhooks_that_cannot_be_sent_are_refused_at_start_up(variables: dict[str, str]) -> None:
    with pytest.raises(config.BadConfiguration, match="WEBHOOK_") as refused:
        read(**variables)
    assert "\n" not in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        ("", []),
        ("https://a.example/hooks", ["https://a.example/hooks"]),
        ("https://a.example,http://b.example", ["https://a.example", "http://b.example"]),
        (" https://a.example/x ,\thttp://b.example\r\n", ["https://a.example/x", "http://b.example"]),
    ],
)
def test_webhooks_are_read_from_the_environment(urls: str, expected: Sequence[str]) -> None:
    settings = read(WEBHOOK_URLS=urls, WEBHOOK_SECRET=SECRET)
    assert settings.webhook_urls == expected
    assert settings.webhook_secret == SECRET
