"""The names of the rooms. Imports nothing."""

SHOW = "show:"
USER = "user:"


def show_room(show_id: str) -> str:
    """Return the room of everyone who watches a show."""
    return SHOW + show_id


def user_room(user_id: str) -> str:
    """Return the room of all sockets of one user."""
    return USER + user_id
