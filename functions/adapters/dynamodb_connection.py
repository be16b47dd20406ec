"""The short way of one item into a table and out of it: what a turn does three times.

pynamodb makes the requests' content and keeps the client. They are sent by the client itself, without the bookkeeping
that `Model.save` and `Model.get` add: capacity that nobody reads, signals that nobody listens to.
"""

from __future__ import annotations

import platform
from typing import Any

import botocore
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb import connection
from pynamodb.exceptions import GetError, PutError
from pynamodb.expressions.condition import Condition

from functions.adapters.dynamodb import LIMITS, ItemType, Table, condition_failed
from functions.version import VERSION

# botocore makes its own User-Agent anew, twice a request: a tenth of a request's time. A given one is sent as it is.
_OURS = Config(user_agent=f"callflow/{VERSION} Botocore/{botocore.__version__} Python/{platform.python_version()}")


class Connection(connection.Connection):
    """One client for all threads; what it raises is a PynamoDBException."""

    def __init__(self, table: Table) -> None:
        super().__init__(region=table.region, host=table.host, **LIMITS)

    @property
    def session(self) -> Any:
        """The session that makes the client: each thread has its own, and the first to send makes it for all."""
        session = super().session
        session.set_default_client_config(_OURS)
        return session

    def read(self, items: type[ItemType], pk: str, sk: str) -> ItemType | None:
        """A consistent read."""
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        try:
            found = self.client.get_item(TableName=items.Meta.table_name, Key=key, ConsistentRead=True)
        except (BotoCoreError, ClientError) as error:
            raise GetError(f"an item could not be read: {error}", error) from error
        return items.from_raw_data(found["Item"]) if "Item" in found else None

    def write(self, item: ItemType, condition: Condition) -> bool:
        """False where the condition refused it."""
        try:
            self.client.put_item(**item.get_save_kwargs_from_instance(condition=condition))
        except (BotoCoreError, ClientError) as error:
            failed = PutError(f"an item could not be written: {error}", error)
            if condition_failed(failed):
                return False
            raise failed from error
        return True
