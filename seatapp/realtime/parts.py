"""The feed's parts: shows divided by a hash that the database computes, each with a leader of its own."""

from dataclasses import dataclass

from ..database import Document


@dataclass(frozen=True, slots=True)
class Part:
    """One of `count` parts of the feed; numbers begin at 0."""

    number: int = 0
    count: int = 1

    def contains(self, show_id: str) -> Document:
        """Return the condition that a show is in this part, for `$expr`; `show_id` is a field's path.

        By the hash of hashed indexes: it is the same for ever and in every worker.
        """
        remainder = {"$mod": [{"$toHashedIndexKey": show_id}, self.count]}
        return {"$eq": [{"$abs": remainder}, self.number]}


WHOLE = Part()
