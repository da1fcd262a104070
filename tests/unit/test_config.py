"""A bad value stops start-up with one line that names the variable."""

import os
from unittest import mock

import pytest

from config import BadConfiguration, Settings, read_settings

PRODUCTION = {
    "SEATAPP_ENV": "production",
    "SECRET_KEY": "secret",
    "MONGODB_URI": "mongodb://db.example/seatapp",
    "REDIS_URL": "redis://queue.example",
}

BAD_VALUES = [
    ("SEATAPP_ENV", "staging"),
    ("HOST", ""),
    ("PORT", "http"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("WORKERS", "0"),
    ("WORKERS", "two"),
    ("MONGODB_URI", "localhost:27017"),
    ("REDIS_URL", "localhost"),
    ("LOCK_SECONDS", "soon"),
    ("LOCK_SECONDS", "0"),
    ("LOCK_SECONDS", "-1"),
    ("LOCK_SECONDS", "nan"),
    ("LOCK_SECONDS", "inf"),
    ("CHECKOUT_SECONDS", "0"),
    ("MAX_HOLD_SECONDS", "86401"),
    ("MAX_SEATS_PER_USER", "0"),
    ("MAX_SEATS_PER_USER", "2.5"),
    ("CONFIRM_BY", "shop"),
    ("DISCONNECT_GRACE_SECONDS", "-1"),
    ("DISCONNECT_GRACE_SECONDS", "nan"),
    ("JWT_JWKS_URL", "file:///etc/passwd"),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "yes"),
    ("RATE_LIMIT", "many"),
    ("RATE_LIMIT", ""),
    ("LOG_FORMAT", "xml"),
]


def read(**variables: str) -> Settings:
    with mock.patch.dict(os.environ, variables, clear=True):
        return read_settings()


def complaint(**variables: str) -> str:
    with pytest.raises(BadConfiguration) as refused:
        read(**variables)
    return str(refused.value)


@pytest.mark.parametrize(("variable", "value"), BAD_VALUES)
def test_a_bad_value_is_refused_with_one_line_that_names_the_variable(variable: str, value: str) -> None:
    message = complaint(**{"SEATAPP_ENV": "testing", variable: value})

    assert variable in message
    assert "\n" not in message


@pytest.mark.parametrize("variable", ["SECRET_KEY", "MONGODB_URI", "REDIS_URL"])
@pytest.mark.parametrize("value", [None, ""])
def test_production_needs(variable: str, value: str | None) -> None:
    given = {name: text for name, text in PRODUCTION.items() if name != variable}

    message = complaint(**given, **({} if value is None else {variable: value}))

    assert variable in message
    assert "\n" not in message


def test_a_complaint_does_not_show_a_password() -> None:
    message = complaint(SEATAPP_ENV="testing", MONGODB_URI="mongo://user:hunter2@db.example")

    assert "hunter2" not in message


def test_production_is_the_default_and_listens_to_everybody() -> None:
    settings = read(**{name: value for name, value in PRODUCTION.items() if name != "SEATAPP_ENV"})

    assert settings.production
    assert (settings.host, settings.port, settings.log_format) == ("0.0.0.0", 5000, "json")
    assert settings.trusted_user_header == ""


def test_development_needs_nothing_and_listens_to_this_machine_only() -> None:
    settings = read(SEATAPP_ENV="development")

    assert not settings.production
    assert (settings.host, settings.log_format) == ("127.0.0.1", "console")
    assert settings.trusted_user_header == "X-User-Id"


def test_the_contract_s_defaults() -> None:
    settings = read(**PRODUCTION)

    assert (settings.lock_seconds, settings.checkout_seconds, settings.max_hold_seconds) == (30, 600, 900)
    assert (settings.max_seats_per_user, settings.confirm_by) == (10, "client")
    assert settings.disconnect_grace_seconds == 3
    assert settings.admin_token == settings.jwt_secret == settings.jwt_jwks_url == ""


def test_tests_release_seats_without_grace() -> None:
    assert read(SEATAPP_ENV="testing").disconnect_grace_seconds == 0


def test_several_rates_and_origins_may_be_given() -> None:
    settings = read(
        SEATAPP_ENV="testing",
        RATE_LIMIT="10/second;300/minute",
        CORS_ORIGINS="https://a.example,https://b.example",
    )

    assert settings.rate_limit == "10/second;300/minute"
    assert settings.cors_origins == ["https://a.example", "https://b.example"]
