"""Translates the errors of DynamoDB, botocore and pynamodb to the store's UnavailableError.

Nothing is handled here: every error goes on to the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb import exceptions as pynamodb
from pynamodb.exceptions import PynamoDBException

from functions.errors import Port, Reason, UnavailableError

Adapter = TypeVar("Adapter")

STORE: Port = "store"
"""The name of the port in UnavailableError. All tables share it."""

THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingException",
        "ThrottledException",
        "TransactionInProgressException",
    }
)
"""The codes that DynamoDB answers, with status 400, if it gets too many requests."""
_THROTTLED_IN_TRANSACTION = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"})

_OPERATIONS: tuple[tuple[type[PynamoDBException], str], ...] = (
    (pynamodb.GetError, "GetItem"),
    (pynamodb.PutError, "PutItem"),
    (pynamodb.QueryError, "Query"),
    (pynamodb.UpdateError, "UpdateItem"),
    (pynamodb.DeleteError, "DeleteItem"),
    (pynamodb.ScanError, "Scan"),
    (pynamodb.TransactWriteError, "TransactWriteItems"),
    (pynamodb.TransactGetError, "TransactGetItems"),
    (pynamodb.TableError, "DescribeTable"),
)


def raises_unavailable(adapter: type[Adapter]) -> type[Adapter]:
    """Make the public methods of an adapter raise UnavailableError if the store fails.

    DoesNotExist is not translated: the store answered, and an item that the adapter expects is missing.

    Args:
        adapter: A class with a pynamodb model as its attribute `items`.

    Returns:
        The same class.
    """
    for name, method in list(vars(adapter).items()):
        if callable(method) and (name == "__call__" or not name.startswith("_")):
            setattr(adapter, name, _translating(method))
    return adapter


def reason_of(error: BaseException) -> Reason:
    """Classify an error of pynamodb or botocore."""
    if isinstance(error, PynamoDBException):
        return "unreachable" if error.cause is None else reason_of(error.cause)
    if not isinstance(error, ClientError):
        return "unreachable"
    response: Any = error.response
    if response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
        return "unreachable"
    reasons = {reason.get("Code") for reason in response.get("CancellationReasons", ())}
    throttled = response.get("Error", {}).get("Code") in THROTTLED or reasons & _THROTTLED_IN_TRANSACTION
    return "throttled" if throttled else "refused"


def _translating(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def translating(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except pynamodb.DoesNotExist:
            raise
        except (PynamoDBException, BotoCoreError, ClientError) as error:
            operation = f"{_operation(error)} {self.items.Meta.table_name}"
            raise UnavailableError(STORE, operation, reason_of(error)) from error

    return translating


def _operation(error: PynamoDBException | BotoCoreError | ClientError) -> str:
    if isinstance(error, ClientError):
        return str(error.operation_name)
    return next((name for kind, name in _OPERATIONS if isinstance(error, kind)), "a request")
