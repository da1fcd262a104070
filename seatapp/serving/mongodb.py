"""An embedded MongoDB: a mongod that is a replica set of one."""

from typing import Any
from urllib.parse import urlsplit

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from .child_server import Kind
from .ports import HOST

REPLICA_SET = "rs0"
NOT_YET_INITIALIZED = 94


def _join_replica_set(port: int) -> bool:
    """Make the server a replica set of its own, or move the one in its data to this port."""
    address = f"{HOST}:{port}"
    try:
        with _admin(address) as client:
            _configure(client, address)
    except PyMongoError:
        return False
    return True


def _configure(client: MongoClient[dict[str, Any]], address: str) -> None:
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != NOT_YET_INITIALIZED:
            raise
        fresh = {"_id": REPLICA_SET, "members": [{"_id": 0, "host": address}]}
        client.admin.command("replSetInitiate", fresh)
        return
    if config["members"][0]["host"] != address:
        config["members"][0]["host"] = address
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)


def _is_primary(uri: str) -> bool:
    try:
        with _admin(urlsplit(uri).netloc) as client:
            return bool(client.admin.command("hello")["isWritablePrimary"])
    except PyMongoError:
        return False


def _admin(address: str) -> MongoClient[dict[str, Any]]:
    return MongoClient(address, directConnection=True, timeoutMS=5000, serverSelectionTimeoutMS=1000)


MONGODB = Kind(
    name="mongodb",
    variable="MONGODB_URI",
    program="mongod",
    wheel=("fiftyone", "db", "bin"),
    options=(
        *("--replSet", REPLICA_SET, "--bind_ip", HOST, "--nounixsocket", "--quiet"),
        *("--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "128"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        # What a killed worker left open keeps its seats that long.
        *("--setParameter", "transactionLifetimeLimitSeconds=5"),
    ),
    data_option="--dbpath",
    uri="mongodb://127.0.0.1:{port}/seatapp?replicaSet=" + REPLICA_SET,
    prepare=_join_replica_set,
    answers=_is_primary,
)
