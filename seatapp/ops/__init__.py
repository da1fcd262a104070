from flask import Flask


def register_ops(app: Flask) -> None:
    """Add ops to the app."""
