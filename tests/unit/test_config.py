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
    ("FEED_PARTS", "0"),
    ("FEED_PARTS", "65"),
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
    ("CUSTOMER_REQUIRED", "phone"),
    ("CUSTOMER_REQUIRED", "name,phone"),
    ("CUSTOMER_REQUIRED", "name;email"),
    ("CUSTOMER_REQUIRED", "name,"),
    ("DISCONNECT_GRACE_SECONDS", "-1"),
    ("DISCONNECT_GRACE_SECONDS", "nan"),
    ("HOST", "[]"),
    ("MONGODB_URI", "mongodb://"),
    ("MONGODB_URI", "mongodb://user:pa@ss@db.example/seatapp"),
    ("MONGODB_URI", "mongodb://user:pa/ss@db.example/seatapp"),
    ("MONGODB_URI", "mongodb://user:pa%ss@db.example/seatapp"),
    ("MONGODB_URI", "mongodb://db.example:port/seatapp"),
    ("MONGODB_URI", "mongodb://db.example/sea tapp"),
    ("MONGODB_URI", "mongodb://db.example/?tlsCAFile=/nowhere"),
    ("MONGODB_URI", "mongodb+srv://db.example:27017/"),
    ("REDIS_URL", "redis://:pa/ss@queue.example"),
    ("REDIS_URL", "redis://:1pa/ss@queue.example"),
    ("REDIS_URL", "redis://:p@host/w@queue.example/0"),
    ("REDIS_URL", "redis://queue.example/name"),
    ("REDIS_URL", "redis://queue.example:port"),
    ("REDIS_URL", "redis://queue.example:99999"),
    ("REDIS_URL", "redis://queue.example?no_such_option=1"),
    ("ADMIN_TOKEN", "two words"),
    ("ADMIN_TOKEN", "geheim-ü"),
    ("ADMIN_TOKEN", "a\nb"),
    ("SECRET_KEY", "\udcff"),
    ("JWT_SECRET", "abc"),
    ("JWT_SECRET", "x" * 31),
    ("SECRET_KEY_FALLBACKS", "old,,older"),
    ("SECRET_KEY_FALLBACKS", ","),
    ("ADMIN_TOKEN_FALLBACKS", "old"),
    ("JWT_SECRET_FALLBACKS", "x" * 32),
    ("JWT_SECRET_FALLBACKS", "x" * 32 + ",short"),
    ("JWT_JWKS_URL", "file:///etc/passwd"),
    ("JWT_JWKS_URL", "https://"),
    ("JWT_JWKS_URL", "https://keys.example:port/"),
    ("JWT_JWKS_URL", "https://keys.example/a b"),
    ("TRUSTED_USER_HEADER", "X-User-Id:"),
    ("TRUSTED_USER_HEADER", "X User"),
    ("TRUSTED_USER_HEADER", "X_USER_ID"),
    ("TRUSTED_USER_HEADER", "X-Bénutzer"),
    ("CORS_ORIGINS", "shop.example"),
    ("CORS_ORIGINS", "https://shop.example/path"),
    ("CORS_ORIGINS", "https://shop.example?a=b"),
    ("CORS_ORIGINS", "https://*.shop.example"),
    ("CORS_ORIGINS", "https://user@shop.example"),
    ("CORS_ORIGINS", "https://shop.example:port"),
    ("CORS_ORIGINS", "https://a.example https://b.example"),
    ("CORS_ORIGINS", "https://a.example;https://b.example"),
    ("CORS_ORIGINS", "https://a.ex\rample"),
    ("CORS_ORIGINS", "null"),
    ("RATE_LIMIT", "0/minute"),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "yes"),
    ("RATE_LIMIT", "many"),
    ("RATE_LIMIT", ""),
    ("MAX_REQUESTS_UNDER_WAY", "-1"),
    ("MAX_REQUESTS_UNDER_WAY", "many"),
    ("REQUEST_SECONDS", "0"),
    ("MAX_SOCKETS_PER_IDENTITY", "-1"),
    ("MAX_SOCKETS_PER_ADDRESS", "few"),
    ("SOCKET_EVENTS_PER_SECOND", "-1"),
    ("SOCKET_EVENTS_PER_SECOND", "nan"),
    ("WEBHOOK_PRIVATE_HOSTS", "https://shop.internal"),
    ("WEBHOOK_PRIVATE_HOSTS", "shop.internal,"),
    ("MAX_GUEST_SEATS_PER_ADDRESS", "-1"),
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


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MONGODB_URI", "mongo://user:hunter2@db.example"),
        ("MONGODB_URI", "mongodb://user:hunter2@hunter2@db.example"),
        ("MONGODB_URI", "mongodb://user:hunter2/hunter2@db.example"),
        ("MONGODB_URI", "mongodb://user:x:hunter2@db.example"),
        ("REDIS_URL", "redis://:x/hunter2@queue.example"),
        ("REDIS_URL", "http://:hunter2@queue.example"),
        ("ADMIN_TOKEN", "hunter2 hunter2"),
        ("JWT_SECRET", "hunter2"),
        ("WEBHOOK_SECRET", "hunter2"),
        ("WEBHOOK_URLS", "ftp://user:hunter2@shop.example"),
        ("JWT_JWKS_URL", "https://user:hunter2@"),
        ("CORS_ORIGINS", "https://user:hunter2@shop.example"),
    ],
)
def test_a_complaint_does_not_show_a_secret(variable: str, value: str) -> None:
    message = complaint(SEATAPP_ENV="testing", **{variable: value})

    assert variable in message
    assert "hunter2" not in message
    assert "\n" not in message


LONG = "a secret of the shop, long enough for HS256"


@pytest.mark.parametrize("around", ["{}\r", "{}\r\n", " {} ", "\t{}\n"])
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SEATAPP_ENV", "testing"),
        ("HOST", "127.0.0.1"),
        ("PORT", "8000"),
        ("MONGODB_URI", "mongodb://user:p%40ss@db.example/seatapp"),
        ("MONGODB_URI", "mongodb+srv://db.invalid/seatapp"),
        ("REDIS_URL", "rediss://:pa@ss@queue.example:6380/1"),
        ("SECRET_KEY", "secret"),
        ("ADMIN_TOKEN", "t0ken!$"),
        ("JWT_SECRET", LONG),
        ("JWT_JWKS_URL", "https://keys.example/jwks"),
        ("TRUSTED_USER_HEADER", "X-Gateway.User"),
        ("RATE_LIMIT", "10/second;300/minute"),
        ("CONFIRM_BY", "server"),
        ("LOCK_SECONDS", "12.5"),
        ("LOG_FORMAT", "json"),
    ],
)
def test_white_space_around_a_value_is_none_of_it(variable: str, value: str, around: str) -> None:
    settings = read(**{"SEATAPP_ENV": "testing", variable: around.format(value)})

    name = "env" if variable == "SEATAPP_ENV" else variable.lower()
    assert str(getattr(settings, name)) == value


@pytest.mark.parametrize("host", ["::", "::1", "localhost", "0.0.0.0"])
def test_a_host_may_be_of_either_kind(host: str) -> None:
    assert read(SEATAPP_ENV="testing", HOST=host).host == host
    assert read(SEATAPP_ENV="testing", HOST=f"[{host}]").host == host


@pytest.mark.parametrize(
    ("given", "origins"),
    [
        ("", []),
        ("*", ["*"]),
        ("https://a.example\r", ["https://a.example"]),
        ("https://a.example/, https://b.example", ["https://a.example", "https://b.example"]),
        ("https://a.example,\n https://b.example,", ["https://a.example", "https://b.example"]),
        ("HTTPS://A.example:443,http://b.example:80", ["https://a.example", "http://b.example"]),
        ("http://localhost:3000", ["http://localhost:3000"]),
        ("https://bücher.example", ["https://xn--bcher-kva.example"]),
        ("http://[::1]:3000", ["http://[::1]:3000"]),
        ("capacitor://localhost", ["capacitor://localhost"]),
    ],
)
def test_origins_are_taken_as_browsers_send_them(given: str, origins: list[str]) -> None:
    assert read(SEATAPP_ENV="testing", CORS_ORIGINS=given).cors_origins == origins


@pytest.mark.parametrize(
    ("given", "required"),
    [
        ("", []),
        ("name", ["name"]),
        ("email", ["email"]),
        ("name,email", ["name", "email"]),
        ("email, name\r", ["name", "email"]),
    ],
)
def test_what_a_customer_must_say_is_a_list(given: str, required: list[str]) -> None:
    assert read(SEATAPP_ENV="testing", CUSTOMER_REQUIRED=given).customer_required == required


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
    assert (settings.disconnect_grace_seconds, settings.customer_required) == (3, [])
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


@pytest.mark.parametrize("name", ["SECRET_KEY", "ADMIN_TOKEN", "JWT_SECRET"])
def test_former_keys_are_separated_by_commas(name: str) -> None:
    former = [name.lower() * 5, name.lower() * 6]
    settings = read(
        SEATAPP_ENV="testing", **{name: "x" * 32, f"{name}_FALLBACKS": f" {former[0]} ,{former[1]}"}
    )

    assert getattr(settings, f"{name}_FALLBACKS".lower()) == former


def test_a_former_admin_token_is_one_that_can_be_sent() -> None:
    assert "ADMIN_TOKEN_FALLBACKS" in complaint(
        SEATAPP_ENV="testing", ADMIN_TOKEN="new", ADMIN_TOKEN_FALLBACKS="two words"
    )
