"""What a request for a session may say."""

from ..requests import Body, Ignored


class SessionSchema(Body):
    """Nothing that counts: a token says who is calling."""

    user_id = Ignored(data_key="userId")
