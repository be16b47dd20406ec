"""The conversation of the architecture document, as assertions for any Callflow that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ISSUE = "My computer won't start"


def assert_first_reply(replied: Mapping[str, Any], session_id: str) -> None:
    """Assert the reply to ISSUE, in the turn `turn-1`."""
    assert replied == {
        "sessionId": session_id,
        "turnId": "turn-1",
        "status": "waiting",
        "currentNodeId": "tool-1",
        "response": "I understand you're having a technical issue. Let me check our system status...",
        "completed": False,
        "action": {"type": "continue"},
    }


def assert_first_turn_is_kept(session: Mapping[str, Any]) -> None:
    """Assert the session after that turn."""
    assert session["status"] == "waiting"
    assert session["currentNodeId"] == "tool-1"
    assert session["context"]["variables"] == {"customerIssue": ISSUE, "issueCategory": "technical"}
    said = [(entry["role"], entry["content"]) for entry in session["context"]["conversation"]]
    assert said[:2] == [("assistant", "Hello!"), ("user", ISSUE)]
