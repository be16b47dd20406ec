"""Ended sessions and their stream records."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from flow_core.json import Variables
from flow_core.state import Session, Status
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.failures.codes import Failure, line
from functions.ports.queue import QueueMessage
from functions.records import FlowPin, Head
from functions.turn.begin import new_head

BEGAN = 1_780_315_200_000
"""1 June 2026, 12:00 UTC, in milliseconds since the epoch."""
_numbers = count(111_000_000_000)


def ended(
    session_id: str = "session_1",
    *,
    organization: str = "acme",
    status: Status = Status.COMPLETED,
    variables: Variables | None = None,
    turns: int = 3,
) -> Head:
    session = Session(session_id, "phone", BEGAN, caller_number="+15550111", called_number="+15550100")
    head = new_head(organization, "support", FlowPin(4, 9), "call-1", session, agent_id="agent-1")
    state = replace(head.state, node_id="end", status=status, outcome="solved", variables=variables or {"city": "Rome"})
    return replace(head, version=1, state=state, turns=turns, updated_at=BEGAN + 61_500)


def stream_record(sessions: DynamoSessions, session_id: str) -> dict[str, Any]:
    """Return the stream record of the head's last change, as Lambda gets it."""
    key = {"pk": {"S": session_id}, "sk": {"S": "HEAD"}}
    item = sessions.connection.client.get_item(TableName=sessions.items.Meta.table_name, Key=key)["Item"]
    return record_of({name: _json(value) for name, value in item.items()})


def record_of(image: Mapping[str, Any] | None, name: str = "MODIFY") -> dict[str, Any]:
    change: dict[str, Any] = {"SequenceNumber": str(next(_numbers)), "StreamViewType": "NEW_IMAGE"}
    if image is not None:
        change |= {"Keys": {key: image[key] for key in ("pk", "sk") if key in image}, "NewImage": dict(image)}
    return {"eventID": "1", "eventName": name, "eventSource": "aws:dynamodb", "dynamodb": change}


def _json(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"B": base64.b64encode(value["B"]).decode()} if "B" in value else dict(value)


def image_of(**attributes: str) -> dict[str, Any]:
    return {name: {"S": value} for name, value in attributes.items()}


@dataclass
class MemoryOutbox:
    """Implements `Outbox` in memory."""

    messages: list[QueueMessage] = field(default_factory=list)
    away: bool = False

    def put(self, messages: Any) -> frozenset[str]:
        if self.away:
            return frozenset(message.key for message in messages)
        self.messages += messages
        return frozenset()


@dataclass
class ObservedJob:
    """Implements `ObserveJob` and records the calls."""

    counts: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    failures: list[BaseException | None] = field(default_factory=list)
    logged: list[dict[str, Any]] = field(default_factory=list)
    """The fields of each failure's log line, in order."""

    def counted(self, what: str, counts: Mapping[str, int], known: Mapping[str, str | int]) -> None:
        self.lines.append(f"{what} {dict(known)}")
        for name, number in counts.items():
            self.counts[name] = self.counts.get(name, 0) + number

    def failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        self.lines.append(f"{failure} {known}: {error}")
        self.failures.append(error)
        self.logged.append(line(failure, error, known))
