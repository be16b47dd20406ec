"""The search finds the sessions of an earlier release after `python -m infra.operate index`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.session_search import DynamoSessionSearch
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.ports.search.session_search import SessionQuery
from infra.operate import index as command
from infra.operate.standing import Standing
from testing.post_call.ended import ended
from tests.functions.conftest import _sessions_table, aws, dynamo_sessions  # noqa: F401


def test_all_stored_sessions_of_a_stack_are_indexed(
    dynamo_sessions: DynamoSessions,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(30):
        assert dynamo_sessions.advance(ended(f"s{number}"))
    said: list[str] = []
    client = SimpleNamespace(meta=SimpleNamespace(region_name="us-east-1"))
    operation: Any = SimpleNamespace(client=lambda service: client, say=said.append)
    stack = Standing("CREATE_COMPLETE", {"SessionDays": "30"}, {"SessionsTable": "sessions"})
    monkeypatch.setattr(command, "there", lambda operation: stack)
    for _ in range(2):
        assert command.index(operation) == 0
    assert said[-1] == "The search finds all 30 stored sessions."
    page = DynamoSessionSearch(Table("sessions", "us-east-1")).find("acme", SessionQuery(), cursor=None, limit=100)
    assert len(page.sessions) == 30
