"""The API's description is complete, valid, and agrees with what the app does."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from seatapp.ops import docs
from seatapp.version import VERSION
from tests.support.contract import Contract


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/api/openapi.json")
    assert response.status_code == 200
    return dict(response.get_json())


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    validate(document)


@pytest.mark.security("API9:2023")
def test_every_route_of_the_api_is_described(app: Flask, document: dict[str, Any]) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]

    for rule in rules:
        path = document["paths"][re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            operation = path[method.lower()]
            assert operation["summary"], rule
            assert operation["responses"]["default"] == {"$ref": "#/components/responses/Refusal"}
            in_path = {item["name"] for item in operation["parameters"] if item["in"] == "path"}
            assert in_path == rule.arguments
    assert len(rules) > 5


@pytest.mark.security("API9:2023")
def test_every_route_says_what_it_answers(app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and "documented" not in vars(app.view_functions[rule.endpoint])
    ]

    assert silent == []


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]

    assert len(set(names)) == len(names)


def test_a_body_is_described_by_the_schema_that_loads_it(document: dict[str, Any]) -> None:
    body = document["paths"]["/api/bookings/select-seats"]["post"]["requestBody"]
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    schema = document["components"]["schemas"][name]

    assert body["required"] is True
    assert schema["required"] == ["showId"]
    assert schema["properties"]["seats"]["type"] == "array"


def test_a_refusal_has_the_shape_that_the_document_says(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    refusal = document["components"]["schemas"]["Refusal"]

    answer = client.get("/api/session").get_json()

    assert set(refusal["required"]) <= set(answer)
    assert answer["success"] is refusal["properties"]["success"]["const"]


def test_what_needs_the_admin_token_says_so(document: dict[str, Any]) -> None:
    assert document["paths"]["/api/shows"]["post"]["security"] == [{"admin": ["manage"]}]
    assert {} in document["paths"]["/api/bookings/select-seats"]["post"]["security"]


@pytest.mark.parametrize(
    ("path", "method", "scope"),
    [("", "post", "sell"), ("/{booking_id}", "get", "read"), ("/{booking_id}/cancel", "post", "sell")],
)
def test_what_the_admin_token_may_do_beside_visitors_says_so(
    document: dict[str, Any], path: str, method: str, scope: str
) -> None:
    security = document["paths"][f"/api/bookings{path}"][method]["security"]

    assert {"admin": [scope]} in security
    assert {} in security


def test_every_key_of_a_plan_has_a_type(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    parts = ("Plan", "Zone", "Row", "Seat", "Area", "Polygon", "Ellipse", "Text", "ShowAnswer")
    untyped = [
        (part, key)
        for part in parts
        for key, schema in schemas[part]["properties"].items()
        if not {"type", "$ref"} & schema.keys()
    ]

    assert untyped == []


def test_a_list_says_what_its_query_may_be(document: dict[str, Any]) -> None:
    parameters = document["paths"]["/api/organiser/shows"]["get"]["parameters"]

    assert {item["name"] for item in parameters if item["in"] == "query"} == {"page", "perPage", "when"}


def test_a_booking_may_have_an_idempotency_key(document: dict[str, Any]) -> None:
    (key,) = document["paths"]["/api/bookings"]["post"]["parameters"]

    assert (key["in"], key["name"], key["required"]) == ("header", "Idempotency-Key", False)
    assert key["schema"]["maxLength"] == 255


def test_a_refusal_is_known_by_its_code(document: dict[str, Any]) -> None:
    refused = document["paths"]["/api/shows/{show_id}"]["put"]["responses"]["409"]
    names = [
        one["$ref"].rpartition("/")[2] for one in refused["content"]["application/json"]["schema"]["oneOf"]
    ]
    codes = [document["components"]["schemas"][name]["properties"]["code"]["const"] for name in names]

    assert codes == ["show_changed", "seats_taken"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"success": True, "shows": [], "more": 1}, 200),
        ({"success": True}, 200),
        ({"success": True, "shows": []}, 201),
        ({"success": False, "code": "another", "message": "No."}, 503),
    ],
)
def test_twin_an_answer_that_is_not_as_documented_is_found(app: Flask, answer: Any, status: int) -> None:
    contract = Contract()
    with app.test_request_context("/api/shows"):
        contract.check(app.make_response((answer, status)))

    assert len(contract.broken) == 1


def test_the_version_is_the_same_everywhere(document: dict[str, Any]) -> None:
    package = json.loads(Path("clients/js/package.json").read_text())

    assert document["info"]["version"] == package["version"] == VERSION


def test_the_page_runs_scripts_from_files_only(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "swagger-ui-bundle.js").touch()
    monkeypatch.setattr(docs, "BUILD", tmp_path)

    page = client.get("/docs")

    policy = dict(
        part.strip().partition(" ")[::2] for part in page.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert "script-src" not in policy
    sources = re.findall(r"<script([^>]*)>(.*?)</script>", page.text, re.DOTALL)
    assert sources
    for attributes, code in sources:
        assert "src=" in attributes
        assert not code.strip()
    with client.get("/docs/static/docs.js") as script:
        assert script.status_code == 200


def test_the_page_says_when_its_scripts_are_not_built(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(docs, "BUILD", tmp_path)

    page = client.get("/docs")

    assert page.status_code == 200
    assert "not built" in page.text
    assert "/api/openapi.json" in page.text
