"""A seat as a register: its states, and what each step makes of a state. No I/O.

A state is a tuple: `("free",)`, `("locked", holder, grant, paying)`, `("booked", key)`, `("blocked", until)`.
A grant is the number of the operation by which the lock was last taken or renewed, and ends with it.
"""

from typing import Any, NamedTuple, TypeAlias

State: TypeAlias = tuple[Any, ...]

FREE: State = ("free",)
FOREVER = float("inf")


class Step(NamedTuple):
    """Something that happens to one seat at some instant between `invoked` and `returned`.

    Unless it is `sure`, it may also never happen: a call with an unknown outcome, or somebody's leaving.
    """

    kind: str
    invoked: float
    returned: float
    holder: str = ""
    grant: int = -1
    value: Any = None
    sure: bool = True
    # The number of the operation that it comes from, for the report.
    source: int = -1


def apply(state: State, step: Step) -> State | None:
    """Return the state after the step, None where the seat does not allow it in this state."""
    return _RULES[step.kind](state, step)


def _is_of(state: State, holder: str) -> bool:
    return bool(state[0] == "locked" and state[1] == holder)


def _take(state: State, step: Step) -> State | None:
    """Lock a free seat, or renew one's own; what is being paid for stays as it is."""
    if _is_of(state, step.holder):
        return state if state[3] else ("locked", step.holder, step.grant, False)
    return ("locked", step.holder, step.grant, False) if state == FREE else None


def _grab(state: State, step: Step) -> State | None:
    return ("locked", step.holder, step.grant, False) if state == FREE else None


def _renew(state: State, step: Step) -> State | None:
    """Renew one's own lock, unless it is the one that the value names."""
    return _take(state, step) if _is_of(state, step.holder) and state[2] != step.value else None


def _refused(state: State, step: Step) -> State | None:
    """See that somebody else has the seat."""
    return None if state == FREE or _is_of(state, step.holder) else state


def _lapse(state: State, step: Step) -> State:
    """Free the seat if the lock is still the one of this grant."""
    return FREE if state[0] == "locked" and state[2] == step.grant else state


def _undo(state: State, step: Step) -> State | None:
    return FREE if state[0] == "locked" and state[2] == step.grant else None


def _give(state: State, step: Step) -> State | None:
    return FREE if _is_of(state, step.holder) else None


def _lack(state: State, step: Step) -> State | None:
    """See that the caller does not have the seat locked."""
    return None if _is_of(state, step.holder) else state


def _pay(state: State, step: Step) -> State | None:
    if not _is_of(state, step.holder):
        return None
    return state if state[3] else ("locked", step.holder, step.grant, True)


def _book(state: State, step: Step) -> State | None:
    """Turn one's own lock into a booking; the same key again changes nothing."""
    booked = ("booked", step.value)
    return booked if _is_of(state, step.holder) or state == booked else None


def _cancel(state: State, step: Step) -> State:
    return FREE if state == ("booked", step.value) else state


def _move_in(state: State, step: Step) -> State | None:
    booked = ("booked", step.value)
    return booked if state in (FREE, booked) or _is_of(state, step.holder) else None


def _block(state: State, step: Step) -> State | None:
    if state[0] == "blocked":
        return ("blocked", max(state[1], step.value))
    return ("blocked", step.value) if state == FREE else None


def _unblock(state: State, _: Step) -> State:
    return FREE if state[0] == "blocked" else state


def _end_block(state: State, step: Step) -> State:
    return FREE if state == ("blocked", step.value) else state


def _leave(state: State, step: Step) -> State | None:
    """Free what somebody has who is gone, unless it is being paid for."""
    return FREE if _is_of(state, step.holder) and not state[3] else None


def _is(state: State, step: Step) -> State | None:
    """See the state, as far as the value says it: its name, and whose it is."""
    return state if state[: len(step.value)] == step.value else None


_RULES = {
    "take": _take,
    "grab": _grab,
    "renew": _renew,
    "refused": _refused,
    "lapse": _lapse,
    "undo": _undo,
    "give": _give,
    "lack": _lack,
    "pay": _pay,
    "book": _book,
    "cancel": _cancel,
    "move in": _move_in,
    "block": _block,
    "unblock": _unblock,
    "end block": _end_block,
    "leave": _leave,
    "is": _is,
}
