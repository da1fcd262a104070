from flask import Flask


def register_cli(app: Flask) -> None:
    """Add the commands to the app."""
