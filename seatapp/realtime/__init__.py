from flask import Flask


def register_realtime(app: Flask) -> None:
    """Add realtime to the app."""
