"""Reads heads from the records that the stream of the sessions' table sends to a Lambda function."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Table, bound
from functions.adapters.dynamodb.sessions.sessions import HEAD_KEY, SessionItem
from functions.ports.sessions import UnreadableRecordError
from functions.records import Head, head_type


@raises_unavailable
class DynamoStreamHeads:
    """`ReadHead`. The parts of a long head are read from the table; they never change."""

    def __init__(self, table: Table) -> None:
        self.items = bound(SessionItem, table)

    def __call__(self, record: Mapping[str, Any]) -> Head | None:
        """See `ReadHead`. No request, except one read for each part of a head beyond 350 KB."""
        stream = record.get("dynamodb")
        image = stream.get("NewImage") if isinstance(stream, Mapping) else None
        # The record of a deletion has no new image.
        if not isinstance(image, Mapping) or image.get("sk") != {"S": HEAD_KEY} or "erased" in image:
            return None
        try:
            item = self.items.from_raw_data({name: _raw(value) for name, value in image.items()})
            if item.data is None and item.packed is None and item.parts is None:
                raise UnreadableRecordError("a head without a payload")
            return head_type().validate_json(item.payload())
        except self.items.DoesNotExist as error:
            raise UnreadableRecordError("a head whose parts are missing") from error
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise UnreadableRecordError(f"a head that cannot be read: {type(error).__name__}") from error


def _raw(value: Any) -> Any:
    """Decode a value as boto3 would: in the JSON of a Lambda event, bytes are base64."""
    if isinstance(value, Mapping) and set(value) == {"B"}:
        return {"B": base64.b64decode(value["B"], validate=True)}
    return value
