"""Strategies for what nobody would send on purpose."""

from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# As reproducible as any other test; what it costs is said by each.
bounded = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck), max_examples=40
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["$gt", "$where", "__proto__", "a.b", "\0", "hall", "A1", "x" * 5000]
)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.just(-0.0)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXT
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=10,
)


@st.composite
def damaged(draw: st.DrawFn, whole: Any) -> Any:
    """Return the JSON value with some of its parts exchanged, left out or doubled."""
    value = {"": deepcopy(whole)}
    for _ in range(draw(st.integers(1, 4))):
        where = draw(st.sampled_from(list(_places(value))))
        container, key = where
        change = draw(st.sampled_from(["exchange", "leave out", "double"]))
        if change == "exchange" or key == "":
            container[key] = draw(JSON)
        elif change == "leave out":
            del container[key]
        elif isinstance(container, list):
            container.insert(key, deepcopy(container[key]))
        else:
            container[draw(TEXT)] = deepcopy(container[key])
    return value[""]


def _places(value: Any) -> Any:
    """Yield each container in the value with each of its keys."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])
