"""FakePay, which stands for a payment provider and is none: no money moves, and what it knows is in memory.

It has what providers have: a library for the backend (`create_intent`, `refund`), a call for the browser
that confirms an intent with a card, and signed webhooks that are sent until they are accepted.
"""

import base64
import json
import secrets
import threading
import time
from datetime import UTC, datetime
from typing import Any

import requests
from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from standardwebhooks.webhooks import Webhook

DECLINED_CARD = "4000000000000002"
WEBHOOK_SECRET = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
RETRY_SECONDS = (0.5, 1, *[2] * 60)  # sooner than others, for nobody waits here

blueprint = Blueprint("fakepay", __name__, url_prefix="/fakepay")

_intents: dict[str, dict[str, Any]] = {}
_lock = threading.Lock()


def create_intent(amount: int, currency: str, *, expires_at: str, webhook: str) -> dict[str, Any]:
    """Begin a payment of so many minor units, to be confirmed in time; `webhook` hears when it succeeded."""
    intent: dict[str, Any] = {
        "id": f"pi_{secrets.token_hex(12)}",
        "client_secret": secrets.token_urlsafe(24),
        "amount": amount,
        "currency": currency,
        "expires_at": expires_at,
        "webhook": webhook,
        "status": "requires_confirmation",
    }
    _intents[intent["id"]] = intent
    return intent


def refund(intent_id: str) -> None:
    """Give the money back; once is enough, and twice does no harm."""
    _intents[intent_id]["status"] = "refunded"


@blueprint.post("/intents/<intent_id>/confirm")
def confirm(intent_id: str) -> ResponseReturnValue:
    """Pay an intent: what the provider's script in the browser calls, with a card and the client secret."""
    intent, sent = _intents.get(intent_id), request.get_json()
    if intent is None or not secrets.compare_digest(intent["client_secret"], str(sent.get("clientSecret"))):
        return {"error": "There is no such payment."}, 404
    if str(sent.get("card", "")).replace(" ", "") == DECLINED_CARD:
        return {"error": "The card was declined."}, 402
    with _lock:
        if intent["status"] != "requires_confirmation":
            return {"status": intent["status"]}
        if datetime.fromisoformat(intent["expires_at"]) <= datetime.now(UTC):
            return {"error": "The time to pay is over."}, 409
        intent["status"] = "succeeded"
    threading.Thread(target=_announce, args=(intent, current_app.logger), daemon=True).start()
    return {"status": "succeeded"}


def _announce(intent: dict[str, Any], log: Any) -> None:
    """Send `payment.succeeded` until it is accepted: the same event, under the same id."""
    event_id = f"evt_{secrets.token_hex(12)}"
    body = json.dumps({"type": "payment.succeeded", "data": {"id": intent["id"]}})
    for pause in RETRY_SECONDS:
        now = datetime.now(UTC)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(WEBHOOK_SECRET).sign(event_id, now, body),
        }
        try:
            if requests.post(intent["webhook"], data=body, headers=headers, timeout=10).ok:
                return
        except requests.RequestException as error:
            log.warning("FakePay could not send %s: %s", event_id, error)
        time.sleep(pause)
