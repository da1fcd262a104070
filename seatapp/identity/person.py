"""A person whose data is shown or erased, by the names that are kept of them."""

import re
from dataclasses import dataclass
from typing import Any

# What stands in the place of the name of an admin key that was a person's.
ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's user ids and e-mail addresses; an id may be an address, and a key may be named by either.

    Ids are compared as they are, addresses in any case.
    """

    names: frozenset[str]

    @property
    def ids(self) -> dict[str, Any]:
        """Return the condition on a field that holds a user id or the name of a key."""
        return {"$in": sorted(self.names)}

    @property
    def addresses(self) -> dict[str, Any]:
        """Return the condition on a field that holds an e-mail address."""
        addresses = sorted(name for name in self.names if "@" in name)
        return {"$in": [re.compile(f"^{re.escape(address)}$", re.IGNORECASE) for address in addresses]}

    def has_id(self, value: Any) -> bool:
        """Return whether this is one of the person's ids."""
        return value in self.names

    def has_address(self, value: Any) -> bool:
        """Return whether this is one of the person's e-mail addresses."""
        return isinstance(value, str) and value.casefold() in {name.casefold() for name in self.names}

    def without(self, by: Any) -> Any:
        """Return the name of who did something, ERASED where it is the person."""
        return ERASED if self.has_id(by) else by
