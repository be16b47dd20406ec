"""The short way of items into a table and out of it: what a turn does three times, and bounded reads of several items.

pynamodb makes the requests' content and keeps the client. They are sent by the client itself, without the bookkeeping
that `Model.save` and `Model.get` add: capacity that nobody reads, signals that nobody listens to.
"""

from __future__ import annotations

import platform
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias, TypeVar

import botocore
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ChecksumError,
    ClientError,
    ConnectionError,
    HTTPClientError,
    IncompleteReadError,
)
from pynamodb import connection
from pynamodb.expressions.condition import Condition

from functions.adapters.dynamodb.errors import STORE, THROTTLED, reason_of
from functions.adapters.dynamodb.items import LIMITS, Item, ItemType, Table
from functions.deadline import Deadline
from functions.ports.errors import UnavailableError
from functions.version import VERSION

Answer = TypeVar("Answer")
Raw: TypeAlias = Mapping[str, Mapping[str, Any]]
"""An item as DynamoDB gives it: name -> {type: value}."""

# botocore makes its own User-Agent anew, twice a request: a tenth of a request's time. A given one is sent as it is.
_OURS = Config(user_agent=f"callflow/{VERSION} Botocore/{botocore.__version__} Python/{platform.python_version()}")

ATTEMPTS = 4
LEAST_SECONDS = 1.0
"""With less time left than this, nothing more is sent: the caller is told to try again while there is time to tell."""
_FIRST_PAUSE = 0.05
_BROKEN = (ConnectionError, HTTPClientError, ChecksumError, IncompleteReadError)


@dataclass(frozen=True, slots=True)
class Queried:
    """What one query gave."""

    items: Sequence[Raw]
    last: Raw | None
    """The key that it ended at; None where nothing is left."""


@dataclass(frozen=True, slots=True)
class ReadMany:
    """What one request for several items gave."""

    items: Mapping[tuple[str, str], Raw]
    """By partition and sort key. An item that does not exist is in neither of the two."""
    unread: frozenset[tuple[str, str]]
    """Not read this time: more than 16 MB were asked for, or the table throttled. At least one item was read."""


class Connection(connection.Connection):
    """One client for all threads; what it raises is an UnavailableError.

    It tries again by itself, where botocore's own way would not know by when the turn must be answered.
    """

    def __init__(self, table: Table) -> None:
        super().__init__(region=table.region, host=table.host, **{**LIMITS, "max_retry_attempts": 0})
        self._told = ("", 0.0)
        """The `Date` of the last answer, and the time.monotonic() value of its arrival."""

    @property
    def session(self) -> Any:
        """The session that makes the client: each thread has its own, and the first to send makes it for all."""
        session = super().session
        session.set_default_client_config(_OURS)
        return session

    def now(self) -> int:
        """Milliseconds since the epoch by DynamoDB's clock: what its last answer told, and the time since then.

        Up to a second behind, because an answer tells whole seconds. This machine's clock where nothing was told.
        """
        told, received = self._told
        try:
            seconds = parsedate_to_datetime(told).timestamp()
        except ValueError:
            return time.time_ns() // 1_000_000
        return int((seconds + time.monotonic() - received) * 1000)

    def read(self, items: type[ItemType], pk: str, sk: str) -> ItemType | None:
        """A consistent read."""
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        name = items.Meta.table_name
        found = _persistently(
            f"GetItem {name}", lambda: self.client.get_item(TableName=name, Key=key, ConsistentRead=True)
        )
        self._told = (found["ResponseMetadata"]["HTTPHeaders"].get("date", ""), time.monotonic())
        return items.from_raw_data(found["Item"]) if "Item" in found else None

    def write(self, item: ItemType, condition: Condition | None = None) -> bool:
        """False where the condition refused it."""
        request = item.get_save_kwargs_from_instance(condition=condition)
        try:
            _persistently(f"PutItem {item.Meta.table_name}", lambda: self.client.put_item(**request))
        except UnavailableError as error:
            if _condition_failed(error.__cause__):
                return False
            raise
        return True

    def query_once(self, items: type[Item], condition: str, values: Mapping[str, str], **request: Any) -> Queried:
        """One request: at most 1 MB of items. condition: on the key, naming strings of `values` as `:name`.

        request: more of the client's own parameters, IndexName and Limit among them. UnavailableError.
        """
        named = {f":{name}": {"S": value} for name, value in values.items()}
        table = items.Meta.table_name
        found = _persistently(
            f"Query {table}",
            lambda: self.client.query(
                TableName=table, KeyConditionExpression=condition, ExpressionAttributeValues=named, **request
            ),
        )
        return Queried(found["Items"], found.get("LastEvaluatedKey"))

    def read_many(self, items: type[Item], keys: Sequence[tuple[str, str]], **request: Any) -> ReadMany:
        """One request for at most 100 items by partition and sort key. request: more of the client's parameters.

        UnavailableError.
        """
        if not keys:
            return ReadMany({}, frozenset())
        table = items.Meta.table_name
        wanted = {"Keys": [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys], **request}
        found = _persistently(f"BatchGetItem {table}", lambda: self.client.batch_get_item(RequestItems={table: wanted}))
        left = found.get("UnprocessedKeys", {}).get(table, {}).get("Keys", [])
        return ReadMany(
            {(raw["pk"]["S"], raw["sk"]["S"]): raw for raw in found["Responses"].get(table, [])},
            frozenset((each["pk"]["S"], each["sk"]["S"]) for each in left),
        )


def _persistently(operation: str, send: Callable[[], Answer]) -> Answer:
    """What `send` gives, after a few attempts if need be. UnavailableError, from what the last of them raised."""
    began = time.monotonic()
    deadline = Deadline.current()
    if deadline.remaining() < LEAST_SECONDS:
        raise UnavailableError(STORE, operation, "no-time", attempts=0)
    for number in range(1, ATTEMPTS + 1):
        try:
            return send()
        except (BotoCoreError, ClientError) as error:
            pause = random.uniform(0, _FIRST_PAUSE * 2.0**number)  # noqa: S311  # spreads the contenders
            if number == ATTEMPTS or not _passes(error) or deadline.remaining() - pause < LEAST_SECONDS:
                millis = (time.monotonic() - began) * 1000
                raise UnavailableError(STORE, operation, reason_of(error), attempts=number, millis=millis) from error
        time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _condition_failed(error: BaseException | None) -> bool:
    return isinstance(error, ClientError) and error.response["Error"]["Code"] == "ConditionalCheckFailedException"


def _passes(error: BotoCoreError | ClientError) -> bool:
    """Whether another attempt may not meet it."""
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return status >= 500 or error.response.get("Error", {}).get("Code") in THROTTLED
    return isinstance(error, _BROKEN)
