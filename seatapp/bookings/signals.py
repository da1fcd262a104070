"""Signals of what becomes of bookings, once it is committed."""

from blinker import Signal

# Sent with `what`: "confirmed", "cancelled", "part_cancelled" or "moved".
changed = Signal("A booking was made, or is not what it was")
