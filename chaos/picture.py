"""A conviction as text and as a picture: what was asked of a seat when, one line a caller. No I/O."""

from collections.abc import Mapping
from html import escape

from .linear import REPEATABLE, Conviction
from .record import Injection, Record
from .register import Step

WIDTH, LEFT, ROW, TOP = 960, 150, 34, 56
MARGIN_SECONDS = 0.5
# What stands for itself, and what may have happened: in a picture only the former have a line.
SHOWN = {"sure": "#2a6f4e", "unsure": "#b0851f", "convicted": "#b3261e"}


def text(seat: str, conviction: Conviction, record: Record) -> str:
    """Return the sub-history, one step a line, in the order in which they were asked."""
    lines = [f"Seat {seat}, which is {' '.join(map(str, conviction.state))} at first:"]
    for step in sorted(_shown(conviction), key=lambda each: each.invoked):
        mark = "=>" if step is conviction.culprit else "  "
        ended = f"{step.returned - record.begun:8.3f}" if step.returned < float("inf") else "       ?"
        lines.append(f"{mark} {step.invoked - record.begun:8.3f} to {ended} s  {_name(step, record)}")
    lines += [f"   {injection.kind}: {injection.whom}" for injection in _meanwhile(conviction, record)]
    return "\n".join(lines)


def svg(seat: str, conviction: Conviction, record: Record) -> str:
    """Return the same as a timeline: a bar from asking to being answered, open where no answer came."""
    steps = sorted(_shown(conviction), key=lambda each: each.invoked)
    begun, ended = _extent(steps, conviction.culprit)
    callers = list(dict.fromkeys(_caller(step, record.names) for step in steps))
    scale = (WIDTH - LEFT - 20) / (ended - begun)

    def x(at: float) -> float:
        return LEFT + (min(max(at, begun), ended) - begun) * scale

    height = TOP + ROW * len(callers) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"'
        f' font-size="12"><rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="22" font-size="15">Seat {escape(seat)}: no order explains what is red</text>',
    ]
    for injection in _meanwhile(conviction, record):
        left, right = x(injection.begun), x(injection.healed)
        parts.append(
            f'<rect x="{left:.1f}" y="34" width="{right - left:.1f}" height="{height - 60}" fill="#eee"/>'
            f'<text x="{left + 3:.1f}" y="46" fill="#666">{escape(injection.kind)}</text>'
        )
    for index, caller in enumerate(callers):
        parts.append(f'<text x="12" y="{TOP + ROW * index + 20}">{escape(caller)}</text>')
    for step in steps:
        row = TOP + ROW * callers.index(_caller(step, record.names))
        left, right = x(step.invoked), x(step.returned)
        kind = "convicted" if step is conviction.culprit else "sure" if step.sure else "unsure"
        parts.append(
            f'<rect x="{left:.1f}" y="{row + 6}" width="{max(right - left, 2):.1f}" height="8" rx="3"'
            f' fill="{SHOWN[kind]}"/>'
            f'<text x="{left:.1f}" y="{row + 26}" fill="{SHOWN[kind]}">{escape(step.kind)}</text>'
        )
    parts += [
        f'<text x="{x(at):.1f}" y="{height - 12}" fill="#666">{at - record.begun:.2f} s</text>'
        for at in (begun, (begun + ended) / 2, ended - 60 / scale)
    ]
    return "\n".join([*parts, "</svg>\n"])


def _shown(conviction: Conviction) -> list[Step]:
    """Leave out what may have happened, and ends of locks, from before the first step that certainly did."""
    certain = [step for step in conviction.steps if step.sure and step.kind not in REPEATABLE]
    first = min(step.invoked for step in [*certain, conviction.culprit])
    return [step for step in conviction.steps if step.invoked >= first or step is conviction.culprit]


def _extent(steps: list[Step], culprit: Step) -> tuple[float, float]:
    begun = min(step.invoked for step in steps)
    ends = [step.returned for step in steps if step.returned <= culprit.returned]
    return begun - MARGIN_SECONDS, max([*ends, culprit.invoked]) + MARGIN_SECONDS


def _meanwhile(conviction: Conviction, record: Record) -> list[Injection]:
    begun, ended = _extent(_shown(conviction), conviction.culprit)
    return [each for each in record.injections if each.begun < ended and each.healed > begun]


def _caller(step: Step, names: Mapping[str, str]) -> str:
    if step.kind == "lapse":
        return "end of a lock"
    return names.get(step.holder, step.holder) or "the database"


def _name(step: Step, record: Record) -> str:
    perhaps = "" if step.sure else " (perhaps)"
    if step.source < 0:
        return f"{_caller(step, record.names)}: {step.kind} {step.value or ''}{perhaps}"
    operation = str(record.operations[step.source])
    for who, name in record.names.items():
        operation = operation.replace(who, name)
    return f"{step.kind}{perhaps}, of {operation}"
