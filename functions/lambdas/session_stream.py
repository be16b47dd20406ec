"""The Lambda handler of the sessions table's stream: whoever ended goes into the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.failures import current_operation
from functions.settings import from_environment
from functions.wiring.post_call import enqueue

_enqueue = enqueue(from_environment())


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """A partial batch response: Lambda tries again from the first record that is named in it."""
    current_operation.begin(
        operation="hand over ended sessions", request_id=str(getattr(context, "aws_request_id", ""))
    )
    failed = _enqueue(event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": number} for number in sorted(failed)]}
