"""What DynamoDB, botocore and pynamodb raise, as the error of the store's port. Nothing ends here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb import exceptions as pynamodb
from pynamodb.exceptions import PynamoDBException

from functions.ports.errors import Port, Reason, UnavailableError

Adapter = TypeVar("Adapter")

STORE: Port = "store"
"""The name of the port in UnavailableError: one store holds them all."""

# DynamoDB answers these with 400, and means "slower".
THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingException",
        "ThrottledException",
        "TransactionInProgressException",
    }
)
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
    """For a class that keeps its table under `items`: its public methods raise UnavailableError where the store fails.

    DoesNotExist stays as it is: the store answered, and what an adapter does not expect to be gone is gone.
    """
    for name, method in list(vars(adapter).items()):
        if callable(method) and (name == "__call__" or not name.startswith("_")):
            setattr(adapter, name, _translating(method))
    return adapter


def reason_of(error: BaseException) -> Reason:
    """error: pynamodb's or botocore's."""
    if isinstance(error, PynamoDBException):
        return "unreachable" if error.cause is None else reason_of(error.cause)
    if not isinstance(error, ClientError):
        return "unreachable"
    response: Any = error.response
    if response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
        return "unreachable"
    reasons = {reason.get("Code") for reason in response.get("CancellationReasons", ())}
    slower = response.get("Error", {}).get("Code") in THROTTLED or reasons & _THROTTLED_IN_TRANSACTION
    return "throttled" if slower else "refused"


def _translating(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def translating(self: Any, *given: Any, **named: Any) -> Any:
        try:
            return method(self, *given, **named)
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
