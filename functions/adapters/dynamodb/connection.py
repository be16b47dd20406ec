"""Low-overhead reads and writes for the turn: one item, one query, or one batch of items a request.

Strategy. A turn waits for about three requests to DynamoDB, so their cost in this process matters:

1. pynamodb builds the content of the requests and keeps botocore's client. The requests are sent by the client itself.
   `Model.save` and `Model.get` would add the consumed capacity and signals, which nothing here uses.
2. botocore would build its User-Agent twice for each request, a tenth of the request's time. A fixed one is sent.
3. Retries are made here. botocore's own retries do not know the deadline of the turn: they would go on after the caller
   has given up. Here no attempt is sent in the last `MIN_SECONDS`, so the turn can still answer "try again".
4. A retried write can be refused by its own first attempt, if only the response of that attempt was lost. Only then the
   item is read back and compared with the item that was to be written.
"""

from __future__ import annotations

import platform
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
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
from functions.errors import UnavailableError
from functions.version import VERSION

Result = TypeVar("Result")
Raw: TypeAlias = Mapping[str, Mapping[str, Any]]
"""An item as DynamoDB returns it: name -> {type: value}."""

_CLIENT_CONFIG = Config(
    user_agent=f"callflow/{VERSION} Botocore/{botocore.__version__} Python/{platform.python_version()}"
)

ATTEMPTS = 4
"""How often a request is sent at most."""
MIN_SECONDS = 1.0
"""Seconds before the deadline in which nothing more is sent. They suffice to answer that the turn can be sent again."""
_WRITES = 25
"""Items that one request of `write_many` writes: DynamoDB's limit."""
_FIRST_PAUSE = 0.05
"""Seconds. The pause before retry n is a random part of this times 2**n."""
_BROKEN = (ConnectionError, HTTPClientError, ChecksumError, IncompleteReadError)


@dataclass(frozen=True, slots=True)
class Queried:
    """The result of one query."""

    items: Sequence[Raw]
    last: Raw | None
    """The key at which the query ended; None after the last item."""


@dataclass(frozen=True, slots=True)
class ReadMany:
    """The result of one request for several items."""

    items: Mapping[tuple[str, str], Raw]
    """By partition and sort key. An item that does not exist is neither here nor in `unread`."""
    unread: frozenset[tuple[str, str]]
    """Keys that DynamoDB left out: the items have more than 16 MB, or the table throttled. It reads at least one."""


class Connection(connection.Connection):
    """Requests to the tables of one region; each raises only UnavailableError. One client for all threads.

    Args:
        table: The table that names the region and the host. Other tables there can share the connection.
    """

    def __init__(self, table: Table) -> None:
        super().__init__(region=table.region, host=table.host, **{**LIMITS, "max_retry_attempts": 0})
        self._date = ("", 0.0)
        """The `Date` header of the last response, and the time.monotonic() value of its arrival."""

    @property
    def session(self) -> Any:
        """The botocore session that makes the client. Each thread has a session; the first request makes the client."""
        session = super().session
        session.set_default_client_config(_CLIENT_CONFIG)
        return session

    def now(self) -> int:
        """Read DynamoDB's clock: the date of its last response plus the time since then.

        Returns:
            Milliseconds since the epoch, up to a second behind, because a response has whole seconds. Before the first
            response this machine's clock.
        """
        date, received = self._date
        try:
            seconds = parsedate_to_datetime(date).timestamp()
        except ValueError:
            return time.time_ns() // 1_000_000
        return int((seconds + time.monotonic() - received) * 1000)

    def read(self, items: type[ItemType], pk: str, sk: str) -> ItemType | None:
        """Read one item, consistently; None if it does not exist."""
        found = self._get(items.Meta.table_name, {"pk": {"S": pk}, "sk": {"S": sk}})
        self._date = (found["ResponseMetadata"]["HTTPHeaders"].get("date", ""), time.monotonic())
        return items.from_raw_data(found["Item"]) if "Item" in found else None

    def write(self, item: ItemType, condition: Condition | None = None) -> bool:
        """Write one item, if the stored item fulfils the condition.

        Args:
            item: The item, which replaces the stored one.
            condition: On the stored item.

        Returns:
            False if the condition refused the write.
        """
        request = item.get_save_kwargs_from_instance(condition=condition)
        table = item.Meta.table_name
        attempts = 0

        def put() -> bool:
            nonlocal attempts
            attempts += 1
            try:
                self.client.put_item(**request)
            except ClientError as error:
                if _condition_failed(error):
                    return False
                raise
            return True

        written = _persistently(f"PutItem {table}", put)
        if written or attempts == 1:
            return written
        # An earlier attempt may have written the item although its response was lost. Then the condition refuses the
        # retry, because it expects the state before the write.
        keys = {name: request["Item"][name] for name in ("pk", "sk")}
        return bool(self._get(table, keys).get("Item") == request["Item"])

    def write_many(self, items: type[Item], puts: Sequence[Item], deletes: Sequence[tuple[str, str]]) -> None:
        """Write and delete items without conditions, 25 in a request.

        Args:
            items: The items of the table.
            puts: Items to write, each under another key.
            deletes: Partition and sort keys of items to delete, none of them in `puts`.

        Raises:
            UnavailableError: If some of them may not have been written.
        """
        table = items.Meta.table_name
        asked: list[Any] = [{"PutRequest": {"Item": each.get_save_kwargs_from_instance()["Item"]}} for each in puts]
        asked += [{"DeleteRequest": {"Key": {"pk": {"S": pk}, "sk": {"S": sk}}}} for pk, sk in deletes]
        operation = f"BatchWriteItem {table}"
        left = 0
        while asked:
            now, later = asked[:_WRITES], asked[_WRITES:]
            answered = _persistently(operation, partial(self.client.batch_write_item, RequestItems={table: now}))
            unprocessed = answered.get("UnprocessedItems", {}).get(table, [])
            asked = [*unprocessed, *later]
            left = left + 1 if len(unprocessed) == len(now) else 0
            if left == ATTEMPTS:
                raise UnavailableError(STORE, operation, "throttled", attempts=left)
            if unprocessed:
                time.sleep(random.uniform(0, _FIRST_PAUSE * 2.0**left))  # noqa: S311  # spreads concurrent retries

    def _get(self, table: str, keys: Raw) -> Any:
        return _persistently(
            f"GetItem {table}", lambda: self.client.get_item(TableName=table, Key=keys, ConsistentRead=True)
        )

    def query_once(self, items: type[Item], condition: str, values: Mapping[str, str], **request: Any) -> Queried:
        """Send one query, which reads at most 1 MB.

        Args:
            items: The items of the table.
            condition: The condition on the key. It names strings of `values` as `:name`.
            values: The strings.
            **request: More parameters of boto3's `query`, such as IndexName and Limit.

        Returns:
            The items.
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
        """Read several items in one request.

        Args:
            items: The items of the table.
            keys: At most 100 partition and sort keys. Without keys no request is sent.
            **request: More parameters of the table's part of boto3's `batch_get_item`, such as ConsistentRead.

        Returns:
            The items, and the keys that DynamoDB left out.
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


def _persistently(operation: str, send: Callable[[], Result]) -> Result:
    """Call `send`, and again after an error that may pass. UnavailableError, from the error of the last attempt."""
    began = time.monotonic()
    deadline = Deadline.current()
    if deadline.remaining() < MIN_SECONDS:
        raise UnavailableError(STORE, operation, "no-time", attempts=0)
    for number in range(1, ATTEMPTS + 1):
        try:
            return send()
        except (BotoCoreError, ClientError) as error:
            pause = random.uniform(0, _FIRST_PAUSE * 2.0**number)  # noqa: S311  # spreads concurrent retries
            if number == ATTEMPTS or not _may_pass(error) or deadline.remaining() - pause < MIN_SECONDS:
                millis = (time.monotonic() - began) * 1000
                raise UnavailableError(STORE, operation, reason_of(error), attempts=number, millis=millis) from error
        time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _condition_failed(error: ClientError) -> bool:
    return bool(error.response["Error"]["Code"] == "ConditionalCheckFailedException")


def _may_pass(error: BotoCoreError | ClientError) -> bool:
    """Whether another attempt may succeed."""
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return status >= 500 or error.response.get("Error", {}).get("Code") in THROTTLED
    return isinstance(error, _BROKEN)
