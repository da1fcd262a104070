"""What a request for a session may say."""

from ..requests import Body, Ignored


class SessionSchema(Body):
    """Nothing that counts: the caller is identified by a token."""

    user_id = Ignored(data_key="userId")
