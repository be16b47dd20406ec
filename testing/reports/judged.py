"""A flow whose sessions are judged, and the job that judges one of them with a model of a test."""

from __future__ import annotations

from dataclasses import replace

from flow_core.json import Json
from functions.judging.messages import message_of
from functions.ports.model import Model
from functions.wiring.judging import judge_messages
from testing.api.documents import SURVEY
from testing.api.stack import Stack, replaced

JUDGING: Json = {
    "questions": [
        {"id": "answered", "ask": "Did the agent answer the question?"},
        {"id": "polite", "ask": "How polite was the agent?", "scale": "1to5"},
    ],
    "channels": ["chat", "audio", "phone"],
}
JUDGED: dict[str, Json] = {**SURVEY, "judging": JUDGING}
"""The survey, all of whose sessions are judged."""


def judge(stack: Stack, session_id: str, model: Model, *, receives: int = 1) -> list[str]:
    """Deliver the message of a session to the job. Return what the queue is to deliver again."""
    run_turn = stack.services.run_turn
    judges = replace(run_turn, perform=replace(run_turn.perform, model=model))
    head = stack.services.sessions.head(session_id)
    assert head is not None
    message = {
        "messageId": "m",
        "body": message_of(head).body,
        "attributes": {"ApproximateReceiveCount": str(receives)},
    }
    return judge_messages(replaced(stack.services, run_turn=judges))([message])
