"""Sign webhooks as Standard Webhooks has it."""

from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

from ..database import Document
from ..extensions import settings


def signed_headers(message: Document) -> dict[str, str]:
    """Return the headers that a message of the outbox is sent with now."""
    now = datetime.now(UTC)
    return {
        "Content-Type": "application/json",
        "webhook-id": message["_id"],
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(settings.webhook_secret).sign(message["_id"], now, message["body"]),
    }
