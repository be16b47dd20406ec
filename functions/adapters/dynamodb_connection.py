"""The short way of one item into a table and out of it: what a turn does three times.

pynamodb makes the requests' content and keeps the client. They are sent by the client itself, without the bookkeeping
that `Model.save` and `Model.get` add: capacity that nobody reads, signals that nobody listens to.
"""

from __future__ import annotations

import platform
import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

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

from functions.adapters.dynamodb import LIMITS, ItemType, Table
from functions.adapters.dynamodb_errors import STORE, THROTTLED, reason_of
from functions.ports.errors import UnavailableError
from functions.time_left import seconds_left
from functions.version import VERSION

Answer = TypeVar("Answer")

# botocore makes its own User-Agent anew, twice a request: a tenth of a request's time. A given one is sent as it is.
_OURS = Config(user_agent=f"callflow/{VERSION} Botocore/{botocore.__version__} Python/{platform.python_version()}")

ATTEMPTS = 4
LEAST_SECONDS = 1.0
"""With less time left than this, nothing more is sent: the caller is told to try again while there is time to tell."""
_FIRST_PAUSE = 0.05
_BROKEN = (ConnectionError, HTTPClientError, ChecksumError, IncompleteReadError)


class Connection(connection.Connection):
    """One client for all threads; what it raises is an UnavailableError.

    It tries again by itself, where botocore's own way would not know by when the turn must be answered.
    """

    def __init__(self, table: Table) -> None:
        super().__init__(region=table.region, host=table.host, **{**LIMITS, "max_retry_attempts": 0})

    @property
    def session(self) -> Any:
        """The session that makes the client: each thread has its own, and the first to send makes it for all."""
        session = super().session
        session.set_default_client_config(_OURS)
        return session

    def read(self, items: type[ItemType], pk: str, sk: str) -> ItemType | None:
        """A consistent read."""
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        name = items.Meta.table_name
        found = _persistently(
            f"GetItem {name}", lambda: self.client.get_item(TableName=name, Key=key, ConsistentRead=True)
        )
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


def _persistently(operation: str, send: Callable[[], Answer]) -> Answer:
    """What `send` gives, after a few attempts if need be. UnavailableError, from what the last of them raised."""
    began = time.monotonic()
    if seconds_left() < LEAST_SECONDS:
        raise UnavailableError(STORE, operation, "no-time", attempts=0)
    for number in range(1, ATTEMPTS + 1):
        try:
            return send()
        except (BotoCoreError, ClientError) as error:
            pause = random.uniform(0, _FIRST_PAUSE * 2.0**number)  # noqa: S311  # spreads the contenders
            if number == ATTEMPTS or not _passes(error) or seconds_left() - pause < LEAST_SECONDS:
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
