"""The header with a turn's timings."""

from __future__ import annotations

import re

from functions.api.http.server_timing import server_timing
from testing.api.documents import SURVEY, calling
from testing.api.stack import Stack


def test_the_phases_are_in_order_and_the_total_is_last() -> None:
    header = server_timing({"save": 8.13, "load": 1.2, "tool": 45.0, "step": 0.26}, 60.2)
    assert header == "load;dur=1.2, step;dur=0.3, tool;dur=45.0, save;dur=8.1, total;dur=60.2"
    assert server_timing({}, 0) == "total;dur=0.0"


def test_a_duplicate_request_has_its_own_timings_and_the_same_bytes(stack: Stack, fresh: str) -> None:
    stack.publish("survey", SURVEY)
    body = {"roomName": fresh, "turnId": "t-1"}
    first, again = (stack.client.post("/api/flows/survey/process", json=body) for _ in range(2))
    assert first.content == again.content
    assert _parts(first.headers["server-timing"]) == ["load", "step", "save", "total"]
    assert _parts(again.headers["server-timing"]) == ["load", "total"]


def test_a_tool_call_has_its_phase(stack: Stack, fresh: str) -> None:
    stack.publish("calling", calling("http://127.0.0.1:9/"))
    assert stack.process("calling", fresh, userInput="1001")["action"] == {"type": "continue"}
    answer = stack.client.post("/api/flows/calling/process", json={"roomName": fresh})
    assert _parts(answer.headers["server-timing"]) == ["load", "step", "tool", "save", "total"]


def test_a_failed_turn_has_no_timings(stack: Stack) -> None:
    answer = stack.client.post("/api/flows/none/process", json={"roomName": "r"})
    assert "server-timing" not in answer.headers


def _parts(timing: str) -> list[str]:
    phases = [re.fullmatch(r"(\w+);dur=\d+\.\d", part) for part in timing.split(", ")]
    return [part[1] for part in phases if part is not None]
