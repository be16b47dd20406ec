"""The write units that DynamoDB Local counts for a session, by table and index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from flow_core.evaluate import Evaluate
from flow_core.state import Status
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.settings import Settings
from testing.stage import Stage, counting
from testing.strict_dynamodb import sessions_on, strict_dynamodb, strict_settings  # noqa: F401
from tests.functions.conftest import javascript  # noqa: F401

Units = Callable[[], dict[str, float]]


@pytest.fixture
def counted(strict_settings: Settings) -> tuple[DynamoSessions, Units]:  # noqa: F811
    """Return sessions, and a function that returns the units since its last call, by index; the table is `table`."""
    sessions = sessions_on(strict_settings)
    counts: defaultdict[str, float] = defaultdict(float)

    def ask(params: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**params, "ReturnConsumedCapacity": "INDEXES"}

    def note(parsed: dict[str, Any], **_: Any) -> None:
        assert "Error" not in parsed, parsed["Error"]
        consumed = parsed["ConsumedCapacity"]
        counts["table"] += consumed["Table"]["CapacityUnits"]
        for name, index in consumed.get("GlobalSecondaryIndexes", {}).items():
            counts[name] += index["CapacityUnits"]

    events = sessions.connection.client.meta.events
    events.register("provide-client-params.dynamodb.PutItem", ask)
    events.register("after-call.dynamodb.PutItem", note)

    def units() -> dict[str, float]:
        found: dict[str, float] = dict(counts)
        counts.clear()
        return found

    return sessions, units


def test_a_session_writes_the_index_of_its_flow_once(
    counted: tuple[DynamoSessions, Units],
    javascript: Evaluate,  # noqa: F811
) -> None:
    sessions, units = counted
    stage = Stage((counting(),), javascript, sessions)
    stage.turn("t1")
    # The head, the turn and its commit.
    assert units() == {"table": 3, "by_flow": 1, "by_room": 1, "by_open": 1}
    for number in range(3):
        stage.turn(f"t{number + 2}", "one")
        assert units() == {"table": 2}
    ended = replace(
        stage.head, version=stage.head.version + 1, state=replace(stage.head.state, status=Status.COMPLETED)
    )
    assert sessions.advance(ended)
    assert units() == {"table": 1, "by_open": 1}
