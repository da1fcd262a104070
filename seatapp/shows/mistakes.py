"""Validation messages of big documents: walk them, and keep only the first few."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

MAX_MISTAKES = 20


def leaves(
    errors: Mapping[Any, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Walk nested messages: the path of keys to each list of messages, and the list."""
    for key, value in errors.items():
        here = (*path, str(key))
        if isinstance(value, Mapping):
            yield from leaves(value, here)
        else:
            yield here, value


def first_few(errors: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the first MAX_MISTAKES messages, nested as they were; list positions become strings."""
    kept: dict[str, Any] = {}
    for path, messages in islice(leaves(errors), MAX_MISTAKES):
        node = kept
        for key in path[:-1]:
            node = node.setdefault(key, {})
        node[path[-1]] = messages
    return kept
