"""The Lambda handler of the API, and of the queues of replays and of sessions that a model scores."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from functions.api.app import create_app
from functions.failures import current_operation
from functions.judging.messages import is_judgement
from functions.lambdas import snapstart
from functions.lambdas.gateway import behind_gateway
from functions.settings import from_environment
from functions.wiring.api import build

if TYPE_CHECKING:
    from functions.judging.job import JudgeMessages
    from functions.replay.jobs import ReplayMessages

_services = build(from_environment())
snapstart.register(_services)
_gateway = behind_gateway(create_app(_services))


@cache
def _replay_messages() -> ReplayMessages:
    # Not loaded for a request.
    from functions.wiring.replays import replay_messages

    return replay_messages(_services)


@cache
def _judge_messages() -> JudgeMessages:
    from functions.wiring.judging import judge_messages

    return judge_messages(_services)


def handler(event: dict[str, Any], context: Any) -> Mapping[str, Any]:
    """Answer an event of API Gateway, or work off the messages of one of the queues.

    A message asks for a stretch of a replay, or for the scores of a session.

    Returns:
        The answer to API Gateway, or a partial batch response that names the messages that stay in the queue.
    """
    if "Records" not in event:
        answer = _gateway(event, context)
        # Lambda stops this process as soon as it has answered.
        _services.spans.flush()
        return answer
    records, request_id = event["Records"], str(getattr(context, "aws_request_id", ""))
    judged = all(is_judgement(record) for record in records)
    current_operation.begin(operation="judge calls" if judged else "replay calls", request_id=request_id)
    failed = _judge_messages()(records) if judged else _replay_messages()(records)
    _services.spans.flush()
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}
