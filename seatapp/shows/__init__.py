from flask import Flask


def register_shows(app: Flask) -> None:
    """Add shows to the app."""
