"""Is a seat's history linearizable? Wing and Gong's search with a memo, in Lowe's just-in-time form. No I/O.

Time is walked through once. All ways in which the steps up to now may have happened are kept as
configurations: the seat's state, and which of the steps under way have happened. A step has to have happened
when it returns; others under way happen before it only where that makes a difference. What is kept stays
small because a configuration that used less of what may happen can do all that one can which used more.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TypeAlias

from .register import FREE, State, Step, apply

# A set of steps, a bit for each.
Bits: TypeAlias = int

# Steps that change nothing, and those that say themselves whether they may happen: a grant ends once.
READS = {"refused", "lack", "is"}
REPEATABLE = {"lapse", "undo", "leave", "end block"}


@dataclass(slots=True)
class Conviction:
    """No order of these steps explains what was answered.

    `steps` are those since the last instant at which the seat's state was certain, `state`; `culprit` is the
    one that nothing explains, and `possible` are the states in which the seat could have been instead.
    """

    state: State
    steps: list[Step]
    culprit: Step
    possible: list[State]


@dataclass(slots=True)
class _Search:
    steps: Sequence[Step]
    certain: State
    since: float = 0.0
    pending: dict[int, Step] = field(default_factory=dict)
    # Those that must have happened, and may matter to others than themselves.
    duties: Bits = 0

    def __post_init__(self) -> None:
        for number, step in enumerate(self.steps):
            if step.sure and step.kind not in REPEATABLE:
                self.duties |= 1 << number


class _Kept:
    """Configurations, none of which another one makes needless."""

    def __init__(self, duties: Bits) -> None:
        self._duties = duties
        self._done: dict[tuple[State, Bits], list[Bits]] = {}

    def add(self, state: State, done: Bits) -> bool:
        """Keep a configuration; False when one that used less of what may happen is there."""
        options = done & ~self._duties
        others = self._done.setdefault((state, done & self._duties), [])
        if any(other & ~options == 0 for other in others):
            return False
        others[:] = [other for other in others if options & ~other]
        others.append(options)
        return True

    def all(self) -> Iterator[tuple[State, Bits]]:
        """Yield each with the steps under way that have happened in it."""
        for (state, duties), options in self._done.items():
            for option in options:
                yield state, duties | option

    @property
    def states(self) -> list[State]:
        """Return each state that is possible."""
        return sorted({state for state, _ in self._done}, key=str)


def convict(steps: Iterable[Step], start: State = FREE) -> Conviction | None:
    """Return what cannot be explained about a seat, None for a linearizable history."""
    search = _Search(sorted(steps, key=lambda step: (step.invoked, step.returned)), start)
    kept = _Kept(search.duties)
    kept.add(start, 0)
    for instant, is_return, number in _events(search.steps):
        if not is_return:
            search.pending[number] = search.steps[number]
            continue
        before, kept = kept, _after(search, kept, number)
        del search.pending[number]
        states = kept.states
        if not states:
            return _conviction(search, number, before.states, instant)
        if len(states) == 1 and not any(search.duties >> each & 1 for each in search.pending):
            search.certain, search.since = states[0], instant
    return None


def _events(steps: Sequence[Step]) -> list[tuple[float, bool, int]]:
    """Return invocations and returns in order; what meets at an instant overlaps."""
    events = [(step.invoked, False, number) for number, step in enumerate(steps)]
    events += [(step.returned, True, number) for number, step in enumerate(steps) if isfinite(step.returned)]
    return sorted(events)


def _after(search: _Search, before: _Kept, number: int) -> _Kept:
    """Return the configurations in which the step that returns has happened, or never will."""
    kept = _Kept(search.duties)
    for state, done in before.all():
        if done >> number & 1:
            kept.add(state, done & ~(1 << number))
            continue
        if not search.steps[number].sure:
            kept.add(state, done)
        for reached in _reach(search, state, done, number):
            kept.add(*reached)
    return kept


def _reach(search: _Search, state: State, done: Bits, number: int) -> Iterator[tuple[State, Bits]]:
    """Let steps under way happen, in any order, until the one that is wanted has."""
    seen = _Kept(search.duties)
    seen.add(state, done)
    waiting = deque([(state, done)])
    while waiting:
        state, done = waiting.popleft()
        after = apply(state, search.steps[number])
        if after is not None:
            yield after, done
        for other, step in search.pending.items():
            if other == number or done >> other & 1:
                continue
            changed = apply(state, step)
            if changed is None or (changed == state and not search.duties >> other & 1):
                continue
            now_done = done if step.kind in REPEATABLE else done | 1 << other
            if seen.add(changed, now_done):
                waiting.append((changed, now_done))


def _conviction(search: _Search, number: int, possible: list[State], instant: float) -> Conviction:
    recent = [
        step
        for step in search.steps
        if step.invoked <= instant
        and step.returned >= search.since
        and (step.sure or step.invoked >= search.since)
    ]
    return Conviction(search.certain, recent, search.steps[number], possible)


def shorten(conviction: Conviction) -> Conviction:
    """Leave out of a conviction what was only seen and is not needed to convict."""
    steps = conviction.steps
    for step in [each for each in steps if each.kind in READS and each is not conviction.culprit]:
        rest = [each for each in steps if each is not step]
        if convict(rest, conviction.state):
            steps = rest
    return Conviction(conviction.state, steps, conviction.culprit, conviction.possible)
