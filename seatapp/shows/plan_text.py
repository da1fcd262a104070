"""A seating plan as JSON text in lines, so that a large hall is written and read in portions.

A line for each row of seats. Those before and after it open and close its zone and the plan: `{…,"zones":[`,
`{…,"rows":[`, the rows, `]}`, `]}`. Between values a line break is white space to whoever parses the whole,
and within them JSON has none.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from ..encoding import OrjsonProvider
from ..portions import batches, in_portions
from .plan import Plan

# One or two milliseconds of work.
PORTION_BYTES = 64 * 1024
# A stadium comes to a thirteenth of its size; 6 takes half as long again for 2 % less.
LEVEL = 5
AS_GZIP = 16 + zlib.MAX_WBITS


def write(plan: Plan) -> bytes:
    """Return the plan as text."""
    lines: Iterator[bytes] = in_portions(_lines(plan), len, PORTION_BYTES)
    return b"\n".join(lines)


def read_head(text: bytes) -> Plan:
    """Return the plan without its zones."""
    head: Plan = orjson.loads(text.split(b"\n", 1)[0] + b"]}")
    return head


def read_rows(text: bytes) -> Iterator[tuple[Plan, Plan]]:
    """Yield every row of the plan with its zone, which has no rows of its own here."""
    _, *lines = text.split(b"\n")
    zone: Plan = {}
    for line in in_portions(lines, len, PORTION_BYTES):
        if line.endswith(b"["):
            zone = orjson.loads(line + b"]}")
        elif not line.startswith(b"]"):
            yield zone, orjson.loads(line.removesuffix(b","))


def compress(text: bytes) -> bytes:
    """Return the text as gzip has it; the same text comes to the same bytes."""
    packer = zlib.compressobj(LEVEL, wbits=AS_GZIP)
    slices = batches(text, PORTION_BYTES)
    packed = [packer.compress(part) for part in in_portions(slices, len, PORTION_BYTES)]
    return b"".join([*packed, packer.flush()])


def _lines(plan: Plan) -> Iterator[bytes]:
    yield _open(plan, "zones")
    for zone, comma in _separated(plan["zones"]):
        yield _open(zone, "rows")
        for row, row_comma in _separated(zone["rows"]):
            yield _dump(row) + row_comma
        yield b"]}" + comma
    yield b"]}"


def _separated(values: Sequence[Plan]) -> Iterator[tuple[Plan, bytes]]:
    last = len(values) - 1
    return ((value, b"," if index < last else b"") for index, value in enumerate(values))


def _open(value: Mapping[str, Any], key: str) -> bytes:
    """Write an object up to its list `key`, which comes last."""
    return _dump({name: part for name, part in value.items() if name != key} | {key: []})[:-2]


def _dump(value: Any) -> bytes:
    return orjson.dumps(value, option=OrjsonProvider.OPTIONS)
