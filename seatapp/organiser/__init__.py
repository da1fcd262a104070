from flask import Flask


def register_organiser(app: Flask) -> None:
    """Add organiser to the app."""
