"""The Lambda handler of the queue: delivers summaries to the organizations' webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.failures import current_operation
from functions.settings import from_environment
from functions.wiring.post_call import deliver

_deliver = deliver(from_environment())


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Deliver a batch of queue messages. The partial batch response names those that stay in the queue."""
    current_operation.begin(operation="deliver summaries", request_id=str(getattr(context, "aws_request_id", "")))
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in _deliver(event["Records"])]}
