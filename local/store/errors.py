"""What a request is refused with: DynamoDB's error codes, and its HTTP status for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_NAMESPACE = "com.amazonaws.dynamodb.v20120810#"


class StoreError(Exception):
    """An error that the caller is told. `code` is DynamoDB's."""

    status = 400

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def body(self) -> dict[str, Any]:
        return {"__type": _NAMESPACE + self.code, "message": self.message}


class InvalidError(StoreError):
    """ValidationException."""

    def __init__(self, message: str) -> None:
        super().__init__("ValidationException", message)


class UnfitItemError(InvalidError):
    """ValidationException for what a write would make of the item that stands: in a transaction, a reason."""


class ConditionFailedError(StoreError):
    """ConditionalCheckFailedException. item: the item that stands, where the request asks for it."""

    def __init__(self, item: dict[str, Any] | None = None) -> None:
        super().__init__("ConditionalCheckFailedException", "The conditional request failed")
        self.item = item

    def body(self) -> dict[str, Any]:
        return {**super().body(), **({} if self.item is None else {"Item": self.item})}


class TransactionCanceledError(StoreError):
    """TransactionCanceledException. reasons: one for each operation, in the order of the request."""

    def __init__(self, reasons: Sequence[dict[str, Any]]) -> None:
        codes = ", ".join(reason["Code"] for reason in reasons)
        super().__init__(
            "TransactionCanceledException",
            f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
        )
        self.reasons = reasons

    def body(self) -> dict[str, Any]:
        return {**super().body(), "CancellationReasons": list(self.reasons)}


def no_such_table(name: str) -> StoreError:
    return StoreError("ResourceNotFoundException", f"Requested resource not found: Table: {name} not found")
