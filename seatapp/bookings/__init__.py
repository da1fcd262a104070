from flask import Flask


def register_bookings(app: Flask) -> None:
    """Add bookings to the app."""
