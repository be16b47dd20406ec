"""The Lambda handler of the sessions table's stream: enqueues a summary of each ended session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.failures import current_operation
from functions.settings import from_environment
from functions.wiring.post_call import enqueue

_enqueue = enqueue(from_environment())


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Enqueue a batch. Lambda retries from the first record that the partial batch response names."""
    current_operation.begin(operation="enqueue ended sessions", request_id=str(getattr(context, "aws_request_id", "")))
    failed = _enqueue(event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": number} for number in sorted(failed)]}
