"""The Lambda handler of the API, and of the queue of replays."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from functions.api.app import create_app
from functions.failures import current_operation
from functions.lambdas import snapstart
from functions.lambdas.gateway import behind_gateway
from functions.settings import from_environment
from functions.wiring.api import build

if TYPE_CHECKING:
    from functions.replay.jobs import ReplayMessages

_services = build(from_environment())
snapstart.register(_services)
_gateway = behind_gateway(create_app(_services))


@cache
def _replay_messages() -> ReplayMessages:
    # Not loaded for a request.
    from functions.wiring.replays import replay_messages

    return replay_messages(_services)


def handler(event: dict[str, Any], context: Any) -> Mapping[str, Any]:
    """Answer an event of API Gateway, or run a stretch of a replay for each message of its queue."""
    if "Records" not in event:
        answer = _gateway(event, context)
        # Lambda stops this process as soon as it has answered.
        _services.spans.flush()
        return answer
    current_operation.begin(operation="replay calls", request_id=str(getattr(context, "aws_request_id", "")))
    return {"batchItemFailures": [{"itemIdentifier": each} for each in _replay_messages()(event["Records"])]}
