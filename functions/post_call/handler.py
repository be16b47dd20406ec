"""The Lambda handler of the sessions table's stream: whoever ended goes into the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions import doing
from functions.post_call.wiring import hand_over
from functions.settings import from_environment

_hand_over = hand_over(from_environment())


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """A partial batch response: Lambda tries again from the first record that is named in it."""
    doing.begin(operation="hand over ended sessions", request_id=str(getattr(context, "aws_request_id", "")))
    failed = _hand_over(event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": number} for number in sorted(failed)]}
