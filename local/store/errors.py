"""The errors that refuse a request, with DynamoDB's code and HTTP status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_NAMESPACE = "com.amazonaws.dynamodb.v20120810#"


class StoreError(Exception):
    """An error that is sent to the client.

    Args:
        code: DynamoDB's error code, such as `ResourceNotFoundException`.
        message: A text for a person.
    """

    status = 400
    """The HTTP status."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def body(self) -> dict[str, Any]:
        """Return the JSON body of the response."""
        return {"__type": _NAMESPACE + self.code, "message": self.message}


class InvalidError(StoreError):
    """A request that is refused as ValidationException."""

    def __init__(self, message: str) -> None:
        super().__init__("ValidationException", message)


class UnfitItemError(InvalidError):
    """A write whose resulting item is invalid. In a transaction it is a cancellation reason."""


class ConditionFailedError(StoreError):
    """A condition that does not hold: ConditionalCheckFailedException.

    Args:
        item: The existing item, if the request asks for it.
    """

    def __init__(self, item: dict[str, Any] | None = None) -> None:
        super().__init__("ConditionalCheckFailedException", "The conditional request failed")
        self.item = item

    def body(self) -> dict[str, Any]:
        """Return the JSON body of the response, with the existing item."""
        return {**super().body(), **({} if self.item is None else {"Item": self.item})}


class TransactionCanceledError(StoreError):
    """A transaction that was not made: TransactionCanceledException.

    Args:
        reasons: One reason for each operation, in the order of the request.
    """

    def __init__(self, reasons: Sequence[dict[str, Any]]) -> None:
        codes = ", ".join(reason["Code"] for reason in reasons)
        super().__init__(
            "TransactionCanceledException",
            f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
        )
        self.reasons = reasons

    def body(self) -> dict[str, Any]:
        """Return the JSON body of the response, with the reasons."""
        return {**super().body(), "CancellationReasons": list(self.reasons)}


class NoSuchTableError(StoreError):
    """A request that names an unknown table: ResourceNotFoundException."""

    def __init__(self, name: str) -> None:
        super().__init__("ResourceNotFoundException", f"Requested resource not found: Table: {name} not found")
