"""The short form of `make chaos`: a fixed seed, few buyers, and three faults at half the pace."""

from math import inf

import pytest

from chaos.cluster import Size
from chaos.crowd import Numbers
from chaos.judge import judge
from chaos.quiet import quieten
from chaos.run import Wanted, run

SMALL = Size({"A": 8, "B": 8}, lock_seconds=2, checkout_seconds=3, election_seconds=3)
KINDS = ("leader killed", "primary parted from its secondaries", "redis killed")


@pytest.mark.timeout(400)
def test_broken_on_purpose_for_a_while_it_keeps_its_promises() -> None:
    quieten()
    record = run(
        Wanted(
            inf, 11, SMALL, Numbers(buyers=6, viewers=2), KINDS, pace=0.5, most=len(KINDS), loses_last=False
        ),
        print,
    )

    assert {injection.kind for injection in record.injections} == set(KINDS)
    assert [operation.outcome for operation in record.operations].count("ok") > 20
    # How long anything takes is for `make chaos` to judge.
    assert judge(record, in_time=False) == []
