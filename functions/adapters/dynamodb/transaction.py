"""A transaction that tells a refusal from a failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from functions.adapters.dynamodb.items import condition_failed


class RefusedError(Exception):
    """A condition was not met, or a concurrent transaction changed the same items: read them again."""


@contextmanager
def transaction(connection: Connection) -> Iterator[TransactWrite]:
    """Write items in one transaction, which is sent at the end of the block.

    Args:
        connection: pynamodb's connection.

    Yields:
        The transaction.

    Raises:
        RefusedError: A condition or a concurrent transaction refused it.
        TransactWriteError: It failed otherwise.
    """
    try:
        with TransactWrite(connection=connection) as write:
            yield write
    except TransactWriteError as error:
        if condition_failed(error):
            raise RefusedError from error
        raise
