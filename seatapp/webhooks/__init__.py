"""Webhooks out: kept in the outbox with what they report, signed, and sent by the leader until accepted."""
