"""The logs name the turn, the session and the failure. They never have a caller's words."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from aws_lambda_powertools import Logger

from functions.adapters.observability.powertools import PowertoolsObserve
from functions.records import Head, TurnCall
from testing.api.documents import SURVEY
from testing.api.stack import LOCAL, Stack, assert_problem, stack_on

WORDS = "my password is hunter2"


@dataclass(frozen=True, slots=True)
class _Logged:
    stack: Stack
    log: io.StringIO

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


@pytest.fixture(scope="module")
def logged() -> Iterator[_Logged]:
    log = io.StringIO()
    observe = PowertoolsObserve("demo-stack", Logger(service="test-logs", stream=log, level="DEBUG"))
    with stack_on(LOCAL, observe) as stack:
        stack.publish("survey", SURVEY)
        yield _Logged(stack, log)


def test_a_turn_is_one_line_that_names_it(logged: _Logged, fresh: str) -> None:
    before = len(logged.lines())
    body = {"roomName": fresh, "turnId": "t-1", "userInput": WORDS}
    answer = logged.stack.client.post("/api/flows/survey/process", json=body, headers={"X-Request-Id": "request-1"})
    (line,) = logged.lines()[before:]
    assert {name: line[name] for name in ("organization", "flow", "session", "turn", "request_id")} == {
        "organization": "demo",
        "flow": "survey",
        "session": answer.json()["sessionId"],
        "turn": "t-1",
        "request_id": "request-1",
    }
    assert (line["status"], line["node"], line["number"], line["again"]) == ("waiting", "ask-city", 1, False)
    assert line["millis"] > 0


def test_a_turns_line_has_the_timings_and_the_callers_request_id(
    logged: _Logged, fresh: str, capsys: pytest.CaptureFixture[str]
) -> None:
    body = {"roomName": fresh, "turnId": "t-1", "userInput": WORDS}
    answer = logged.stack.client.post("/api/flows/survey/process", json=body, headers={"X-Request-Id": "from-worker"})
    line = logged.lines()[-1]
    assert answer.headers["x-request-id"] == line["request_id"] == "from-worker"
    parts = line["parts"]
    assert set(parts) == {"load", "step", "model", "tool", "save", "wait"}
    assert min(parts["load"], parts["step"], parts["save"]) > 0
    assert parts["model"] == parts["tool"] == parts["wait"] == 0
    assert 0 < sum(parts.values()) <= line["millis"] + 0.5
    metrics = json.loads(capsys.readouterr().out.splitlines()[-1])
    (described,) = metrics["_aws"]["CloudWatchMetrics"]
    assert described["Dimensions"] == [["stack"]]
    assert {name: metrics[name] for name in ("stack", "organization", "flow", "channel")} == {
        "stack": "demo-stack",
        "organization": "demo",
        "flow": "survey",
        "channel": "chat",
    }
    assert {metric["Name"] for metric in described["Metrics"]} == {
        "Turns",
        "TurnMillis",
        "LoadMillis",
        "StepMillis",
        "SaveMillis",
    }


def test_the_line_of_a_duplicate_request_says_so(logged: _Logged, fresh: str) -> None:
    for expected in (False, True):
        logged.stack.process("survey", fresh, turnId="t", userInput=WORDS)
        assert logged.lines()[-1]["again"] is expected


def test_a_turn_after_the_end_has_a_line(logged: _Logged, fresh: str) -> None:
    for words in (WORDS, WORDS, WORDS):
        logged.stack.process("survey", fresh, userInput=words)
    assert logged.lines()[-1]["status"] == "completed"
    assert "number" not in logged.lines()[-1]


def test_the_callers_words_are_in_no_log(logged: _Logged, fresh: str, capfd: pytest.CaptureFixture[str]) -> None:
    fields: dict[str, Any] = {"variables": {"said": WORDS}, "missed": [{"role": "user", "content": WORDS}]}
    logged.stack.process("survey", fresh, turnId="t-1", userInput=WORDS, **fields)
    cut = {"turnId": "t-1", "heard": WORDS}
    logged.stack.process("survey", fresh, turnId="t-2", userInput=WORDS, interrupted={**cut})
    wrong = {"roomName": fresh, "userInput": WORDS, WORDS: WORDS}
    assert_problem(logged.stack.client.post("/api/flows/survey/process", json=wrong), 422)
    assert "hunter2" not in logged.log.getvalue()
    captured = capfd.readouterr()
    assert "hunter2" not in captured.out + captured.err


def test_a_crash_is_logged_by_its_kind_and_place_without_the_words(
    logged: _Logged, fresh: str, capfd: pytest.CaptureFixture[str]
) -> None:
    def crash(session: object, call: TurnCall, let_out: object) -> Head:
        try:
            raise KeyError(call.user_input)
        except KeyError as error:
            raise RuntimeError(f"nothing fits {call.user_input}") from error

    client = logged.stack.served(run_turn=crash)
    body = {"roomName": fresh, "userInput": WORDS}
    headers = {"X-Request-Id": "crash-1"}
    answer = client.post("/api/flows/survey/process", json=body, headers=headers)
    assert_problem(answer, 500)
    line = logged.lines()[-1]
    assert (line["level"], line["failure"], line["request_id"]) == ("ERROR", "request-failed", "crash-1")
    assert line["causes"] == [{"kind": "RuntimeError"}, {"kind": "KeyError"}]
    assert line["operation"] == "POST /api/flows/{flowId}/process"
    assert (line["organization"], line["flow"]) == ("demo", "survey")
    assert line["session"].startswith("session_")
    assert line["millis"] >= 0
    assert any("crash" in frame for frame in line["frames"])
    captured = capfd.readouterr()
    for text in (logged.log.getvalue(), captured.out, captured.err, answer.text):
        assert "hunter2" not in text


_READ_ALL_TYPES = """
from functions.api.app import create_app
from functions.settings import Settings
from functions.wiring.api import build
assert create_app(build(Settings(auth="local", dynamodb_endpoint="http://127.0.0.1:1"))).openapi()
"""


def test_request_models_are_built_without_a_warning() -> None:
    """It runs in its own process, because pydantic builds the models once."""
    command = [sys.executable, "-c", _READ_ALL_TYPES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""
