from flask import Flask


def register_web(app: Flask) -> None:
    """Add web to the app."""
