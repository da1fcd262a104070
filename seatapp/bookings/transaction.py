"""Run work in a transaction, within the time that a request has."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import pymongo
from pymongo.client_session import ClientSession
from pymongo.errors import ConnectionFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from ..extensions import db
from ..seats.availability import look
from ..seats.claim import Claim
from ..seats.refusals import SeatsUnavailable

T = TypeVar("T")
Work = Callable[[ClientSession], T]

# Together with a look at what became of it, the time that a request has for the database. The driver on its
# own would go on for two minutes.
TRANSACTION_SECONDS = 1.8
ABANDON_SECONDS = 0.3
ATTEMPTS = 3


def transact(work: Work[T]) -> T:
    """Run the work in one transaction, again when the driver says so, within TRANSACTION_SECONDS in all."""
    with db.client.start_session() as session:
        try:
            with pymongo.timeout(TRANSACTION_SECONDS):
                return session.with_transaction(
                    work,
                    read_concern=ReadConcern("snapshot"),
                    write_concern=WriteConcern("majority"),
                )
        except PyMongoError as error:
            if error.timeout or isinstance(error, ConnectionFailure):
                _abandon(session)
            raise


def transact_claim(claim: Claim, work: Work[T]) -> T:
    """Run work that takes the claim's seats; raise SeatsUnavailable with those that others have."""
    for _ in range(ATTEMPTS):
        try:
            return transact(work)
        except SeatsUnavailable:
            # Who had them may have given them back since: then it is worth another try.
            if conflicts := look(claim).conflicts:
                raise SeatsUnavailable(conflicts=conflicts) from None
    raise SeatsUnavailable(conflicts=claim.seats)


def _abandon(session: ClientSession) -> None:
    """End what the server still has open of a transaction: it would keep its seats from everybody.

    After that it can no longer commit, so what is found in the database is final.
    """
    with suppress(PyMongoError), pymongo.timeout(ABANDON_SECONDS):
        db.client.admin.command("killSessions", [session.session_id])
