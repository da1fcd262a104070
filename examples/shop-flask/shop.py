"""A shop with a payment of its own, for a seat server with CONFIRM_BY=server.

The browser never says what anything costs, and never that it is paid: the seat server says the one, the
payment provider the other.
"""

import os
from pathlib import Path
from typing import Any

import fakepay
import orders
import requests
import seats
from flask import Flask, request, send_from_directory
from flask.typing import ResponseReturnValue
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

# The folder of the front end: the page here, or one that was built, such as ../shop-react/dist.
FRONT_END = Path(os.environ.get("FRONT_END", Path(__file__).parent / "static")).resolve()
SHOW = os.environ.get("SHOW", "cinema")
# Where the payment provider reaches the shop.
OWN_URL = os.environ.get("SHOP_URL", "http://localhost:7000")

app = Flask(__name__, static_folder=FRONT_END, static_url_path="")
app.register_blueprint(fakepay.blueprint)
orders.prepare()


@app.errorhandler(requests.RequestException)
def seats_unavailable(error: requests.RequestException) -> ResponseReturnValue:
    """Say that the seat server is away: to the browser, and to the provider, who tries again."""
    app.logger.warning("the seat server does not answer as it should: %s", error)
    return {"error": "unavailable"}, 503


@app.get("/")
def index() -> ResponseReturnValue:
    """Show the front end."""
    return send_from_directory(FRONT_END, "index.html")


@app.get("/api/shop")
def read_shop() -> ResponseReturnValue:
    """Tell the front end where the seats are, and of which show."""
    return {"server": seats.SERVER, "show": SHOW}


@app.post("/api/orders")
def create_order() -> ResponseReturnValue:
    """Make an order of what the visitor holds, and begin its payment: the intent."""
    wanted = request.get_json()
    try:
        held = seats.held(str(wanted["showId"]), str(wanted["userId"]))
    except seats.Refused as refused:
        return {"error": refused.code}, 409
    if not held["items"]:
        return {"error": "nothing_held"}, 409
    order_id = orders.new_id()
    intent = fakepay.create_intent(
        held["total"],
        held["currency"],
        expires_at=held["expiresAt"],
        webhook=f"{OWN_URL}/webhooks/payments",
    )
    orders.add(order_id, held, intent["id"])
    told = {name: held[name] for name in ("items", "total", "currency", "expiresAt")}
    payment = {"id": intent["id"], "clientSecret": intent["client_secret"]}
    return {"id": order_id, **told, "payment": payment}, 201


@app.put("/api/orders/<order_id>")
def address_order(order_id: str) -> ResponseReturnValue:
    """Keep who the order is for, before it is paid."""
    sent = request.get_json()
    customer = {name: str(sent.get(name, "")).strip() for name in ("name", "email")}
    if not customer["name"] or "@" not in customer["email"]:
        return {"error": "Please say your name and e-mail address."}, 422
    orders.address(order_id, customer)
    return {}


@app.get("/api/orders/<order_id>")
def read_order(order_id: str) -> ResponseReturnValue:
    """Tell what became of an order: `unpaid`, `paid`, `booked` with the reference, or `refunded` and why."""
    order = orders.find(order_id)
    if order is None:
        return {"error": "no_such_order"}, 404
    return {name: order[name] for name in ("id", "status", "seats", "reference", "reason")}


@app.post("/webhooks/payments")
def on_payment() -> ResponseReturnValue:
    """Book what was paid for, or give the money back.

    Whatever is not 2xx, as while the seat server is away, the provider sends again.
    """
    try:
        event = Webhook(fakepay.WEBHOOK_SECRET).verify(request.get_data(), dict(request.headers))
    except WebhookVerificationError:
        return {"error": "wrong_signature"}, 400
    order = orders.paid(event["data"]["id"]) if event["type"] == "payment.succeeded" else None
    if order is None:
        return "", 204
    if order["status"] == "paid" and not orders.claim(order):
        return {"error": "being_settled"}, 503
    if settle(order) == "refunded":
        fakepay.refund(order["payment"])
    return "", 204


def settle(order: dict[str, Any]) -> str:
    """Book an order that was claimed, unless that is done already; return what became of it."""
    if order["status"] != "paid":
        return str(order["status"])
    try:
        reference = seats.book(order)
    except seats.Refused as refused:
        return orders.finish(order, "refunded", reason=refused.code)
    except requests.RequestException:
        orders.give_up(order)
        raise
    return orders.finish(order, "booked", reference=reference)
