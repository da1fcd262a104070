"""Take a person out of the webhooks that wait to be sent."""

from typing import Any

from ..identity.person import Person
from ..webhooks import outbox

DONE_BY = ("madeBy", "cancelledWith")


def without(person: Person, data: dict[str, Any]) -> dict[str, Any] | None:
    """Return an event's data without the person, None where nothing is left to report."""
    is_own = person.has_id(data.get("userId"))
    if "id" not in data:
        # Of locks that expired: there is nothing to account for.
        return None if is_own else data
    address = (data.get("customer") or {}).get("email")
    if is_own or person.has_address(address):
        data = {**data, "customer": None, "userId": None if is_own else data["userId"]}
    named = {name: person.without(data[name]) for name in DONE_BY if name in data}
    changes = [{**change, "by": person.without(change["by"])} for change in data.get("changes", ())]
    return {**data, **named, "changes": changes} if "changes" in data else {**data, **named}


def erase(person: Person) -> int:
    """Take the person out of all messages, given up ones too; return how many those were."""
    count = 0
    for message, data in outbox.every():
        rest = without(person, data)
        if rest != data:
            outbox.rewrite(message, rest)
            count += 1
    return count
