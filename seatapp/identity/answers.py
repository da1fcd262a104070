"""What the session routes answer."""

from marshmallow import fields, validate

from ..answers import Answer


class SessionAnswer(Answer):
    """Who the caller is, and a token to prove it."""

    user_id = fields.String()
    token = fields.String()
    kind = fields.String(validate=validate.OneOf(["guest", "user"]))
