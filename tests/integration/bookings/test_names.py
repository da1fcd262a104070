"""Names that people have are stored and answered as they were sent; control characters are refused."""

from copy import deepcopy
from typing import Any

import jwt
import pytest

from tests.support import builders
from tests.support.asking import THE_SHOW, Answer, assert_refused, book, hold, organise, replace_show, send
from tests.support.hall import PRICES, SHOW, plan, seat

NAMES = {
    "a no-break space": "Ann\u00a0Lee",
    "other spaces": "Ann\u2009Lee\u3000\u202f5",
    "a soft hyphen": "Straßen\u00adbahn",
    "joiners": "👩\u200d💻 क्\u200dष \u200c",
    "marks of direction": "\u200fאבא\u200e \u202bx\u202c \u2068y\u2069",
    "an emoji newer than Python": "\U0001fae9\U0001f6d8",
    "private use": "\ue000",
    "a letter and its accent": "E\u0301",
    "white space at the ends": " Ann ",
    "a line separator": "a\u2028b",
    "operators": "$where",
    "a variable": "$$nobody",
    "dots": "a.b.$c",
    "quotes": "\"'<b>&",
}
CONTROLS = ["a\0b", "\0", "a\x07", "a\x1b[1m", "a\x7f", "a\x85", "a\nb", "a\r\nX: 1", "a\tb"]

names = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
controls = pytest.mark.parametrize("text", CONTROLS)


def as_header(text: str) -> str:
    """Return the text as a client sends it in a header: its UTF-8, which WSGI takes for Latin-1."""
    return text.encode().decode("latin-1")


def renamed(category: str) -> dict[str, Any]:
    """Return the show's plan and prices with another name for its dear seats."""
    changed = deepcopy(plan())
    for entry in changed["categories"]:
        entry["name"] = category if entry["name"] == "Dear" else entry["name"]
    for zone in changed["zones"]:
        for row in zone["rows"]:
            for place in row["seats"]:
                place["category"] = category if place["category"] == "Dear" else place["category"]
    prices = {category if name == "Dear" else name: price for name, price in PRICES.items()}
    return {"plan": changed, "prices": prices}


@names
def test_a_show_is_called_what_people_call_it(name: str) -> None:
    given = renamed(name)
    given["plan"]["name"] = name
    zone = given["plan"]["zones"][0]
    zone["name"] = zone["rows"][0]["row_number"] = zone["rows"][0]["seats"][0]["seat_number"] = name
    answer = replace_show(title=name, **given)
    assert (answer.status_code, answer.json.get("title")) == (200, name), answer.text
    show = send("GET", THE_SHOW, {}).json
    assert (show["title"], show["prices"]) == (name, given["prices"])
    shown = show["plan"]["zones"][0]
    assert [shown["name"], shown["rows"][0]["row_number"]] == [name, name]
    assert shown["rows"][0]["seats"][0]["seat_number"] == show["plan"]["name"] == name
    hold("ann", "A1")
    booking = book("ann").json["booking"]
    assert (booking["items"][0]["category"], booking["total"]) == (name, PRICES["Dear"])
    summary = {row["category"]: row["takings"] for row in organise("summary").json["byCategory"]}
    assert summary[name] == PRICES["Dear"]


@names
def test_people_book_by_the_name_and_the_key_that_they_have(name: str) -> None:
    # White space at the ends of a header is none of its value.
    who = {"X-User-Id": as_header(name.strip(" "))}
    key = {"Idempotency-Key": as_header(name.strip(" "))}
    wanted = {"showId": SHOW, "seats": ["A1"]}
    for _ in range(2):
        assert send("POST", "/api/bookings/select-seats", who, json=wanted).status_code == 200
        assert send("POST", "/api/bookings/checkout", who, json={"showId": SHOW}).status_code == 200
        # Released after checkout it cools down, and a name must not be taken for an expression then.
        released = send("POST", "/api/bookings/release-seats", who, json=wanted)
        assert released.json["released"] is True
    assert send("POST", "/api/bookings/select-seats", who, json=wanted).status_code == 200
    made = send("POST", "/api/bookings", {**who, **key}, json=wanted)
    again = send("POST", "/api/bookings", {**who, **key}, json=wanted)
    assert (made.status_code, again.status_code) == (201, 200), made.text
    assert seat("A1")["holder"] == name.strip(" ")
    found = send("GET", f"{THE_SHOW}/bookings", builders.ADMIN, query_string={"search": name.strip(" ")})
    assert [booking["userId"] for booking in found.json["bookings"]] == [name.strip(" ")]


@names
def test_a_seat_that_cools_down_is_kept_from_its_own_last_holder_only(name: str) -> None:
    hold("ann", "A1")
    send("POST", "/api/bookings/checkout", {"X-User-Id": "ann"}, json={"showId": SHOW})
    send("POST", "/api/bookings/release-seats", {"X-User-Id": "ann"}, json={"showId": SHOW, "seats": ["A1"]})
    other = {"X-User-Id": as_header(name.strip(" "))}
    taken = send("POST", "/api/bookings/select-seats", other, json={"showId": SHOW, "seats": ["A1"]})
    assert taken.status_code == 200, taken.text
    assert taken.json["expiresIn"] == 30
    assert "prolonged" not in seat("A1")


@names
def test_the_organiser_s_words_are_kept(name: str) -> None:
    assert organise("block-seats", seats=["A1"], reason=name).status_code == 200
    assert [block["reason"] for block in organise("blocked-seats").json["blocked"]] == [name]
    paid = {"showId": SHOW, "userId": name, "seats": ["A2"], "paymentReference": name}
    booked = send("POST", "/api/bookings", builders.ADMIN, json=paid)
    assert booked.status_code == 201, booked.text
    found = organise("bookings").json["bookings"]
    assert [(one["userId"], one["paymentReference"]) for one in found] == [(name, name)]


def refused(answer: Answer, field: str) -> None:
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == [field]


@controls
def test_control_characters_are_refused_where_they_would_be_stored(text: str) -> None:
    refused(replace_show(title=text), "title")
    refused(replace_show(**renamed(text)), "plan")
    refused(organise("block-seats", seats=["A1"], reason=text), "reason")
    wanted = {"showId": SHOW, "seats": ["A2"]}
    refused(send("POST", "/api/bookings", builders.ADMIN, json={**wanted, "userId": text}), "userId")
    paid = {**wanted, "userId": "ann", "paymentReference": text}
    refused(send("POST", "/api/bookings", builders.ADMIN, json=paid), "paymentReference")


@pytest.mark.parametrize("text", ["", " ", "\u00a0"])
def test_a_name_that_nobody_can_read_is_refused_and_named_in_quotes(text: str) -> None:
    refused(replace_show(title=text), "title")
    given = renamed(text)
    assert_refused(replace_show(**given), 422, "validation_error")
    given["plan"]["categories"] = [{"name": "Cheap"}]
    answer = replace_show(**given)
    assert f'does not have: "{text}".' in answer.json["errors"]["plan"]["_schema"][0]


@pytest.mark.parametrize("text", [*CONTROLS, "$where", "$$nobody", "{}", "/x/", "\\", "(", "a" * 255])
def test_no_text_that_is_looked_for_breaks_the_looking(text: str) -> None:
    hold("ann", "A1")
    book("ann")
    for query in ({"search": text}, {"search": text, "status": "confirmed"}):
        answer = send("GET", f"{THE_SHOW}/bookings", builders.ADMIN, query_string=query)
        assert answer.status_code == 200, answer.text
    answer = send("GET", f"{THE_SHOW}/bookings", builders.ADMIN, query_string={"status": text})
    assert_refused(answer, 422, "validation_error")


@pytest.mark.parametrize("text", ["%00", "a%00b", "$where", "%24%24nobody", "%ED%A0%80", "%ff"])
def test_no_address_reaches_the_database_as_more_than_a_value(text: str) -> None:
    for who in ({"X-User-Id": "ann"}, builders.ADMIN):
        for path in (f"/api/bookings/{text}", f"/api/bookings/locked-seats/{text}", f"/api/shows/{text}"):
            # The admin token is nobody who could hold seats.
            assert send("GET", path, who).status_code in (404, 401), path
        assert send("POST", f"/api/bookings/{text}/cancel", who).status_code == 404
    for path in ("bookings", "bookings.csv", "summary", "blocked-seats"):
        assert send("GET", f"/api/shows/{text}/{path}", builders.ADMIN).status_code == 404
    for path, body in (("sales", {"open": True}), ("block-seats", {"seats": ["A1"]})):
        assert send("POST", f"/api/shows/{text}/{path}", builders.ADMIN, json=body).status_code == 404
    assert send("DELETE", f"/api/shows/{text}", builders.ADMIN).status_code == 404


SECRET = "a secret of the shop, long enough for HS256"


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"jwt_secret": SECRET}


@names
def test_a_token_names_whom_it_names(name: str) -> None:
    bearer = jwt.encode({"sub": name, "exp": 4102444800}, SECRET, "HS256")
    answer = send("GET", "/api/session", {"Authorization": f"Bearer {bearer}"})
    assert (answer.status_code, answer.json["userId"]) == (200, name)


@pytest.mark.parametrize("text", [*CONTROLS, "\ud800", "a\udfff"])
def test_a_token_with_control_characters_or_half_a_pair_names_nobody(text: str) -> None:
    bearer = jwt.encode({"sub": text, "exp": 4102444800}, SECRET, "HS256")
    assert_refused(send("GET", "/api/session", {"Authorization": f"Bearer {bearer}"}), 401, "invalid_token")
