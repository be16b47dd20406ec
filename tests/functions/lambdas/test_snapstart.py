"""The hooks of a snapshot: all modules are loaded and no child runs before it. Each copy has its own random state."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from flow_core.evaluate import Value
from functions.adapters.javascript.engine import JavaScript
from functions.lambdas import snapstart
from functions.settings import from_environment
from testing.api.documents import SURVEY
from testing.api.events import rest, user
from testing.api.stack import LOCAL, Stack, stack_on

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")


@pytest.fixture
def aws() -> Iterator[Stack]:
    with stack_on(replace(LOCAL, auth="aws", threads=False)) as made:
        yield made


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split())


def _javascript(stack: Stack) -> JavaScript:
    engine = stack.services.run_turn.engine.javascript
    assert isinstance(engine, JavaScript)
    return engine


@needs_proc
def test_no_child_is_in_the_snapshot_and_each_copy_starts_its_own(aws: Stack) -> None:
    before = _children()
    snapstart.start(aws.services)
    assert len(_children() - before) == 2
    snapstart.before_snapshot(aws.services)
    # A child of another test may end in between.
    assert _children() <= before
    snapstart.after_restore(aws.services)
    started = _children() - before
    assert len(started) == 2
    assert _javascript(aws)("1 + 1", {}, 0, 0) == Value(2, True)
    assert _children() - before == started


def test_children_that_were_stopped_start_with_the_next_expression(aws: Stack) -> None:
    _javascript(aws).start()
    _javascript(aws).stop()
    assert _javascript(aws)("1 + 1", {}, 0, 0) == Value(2, True)


def test_each_copy_has_other_random_numbers(aws: Stack) -> None:
    snapstart.before_snapshot(aws.services)
    snapshot = random.getstate()
    waits = set()
    for _ in range(3):
        random.setstate(snapshot)
        snapstart.after_restore(aws.services)
        waits.add(random.random())
    assert len(waits) == 3


def test_a_turn_runs_before_and_after_a_snapshot(aws: Stack) -> None:
    from functions.api.app import create_app
    from functions.lambdas.gateway import behind_gateway
    from functions.lambdas.turn_events import TurnEvents

    whole = behind_gateway(create_app(aws.services))
    for method, path, body in (
        ("PUT", "/api/flows/survey", SURVEY),
        ("POST", "/api/flows/survey/publish", None),
    ):
        assert whole(rest(method, path, user("acme"), body=body), None)["statusCode"] < 300  # type: ignore[arg-type]
    events = TurnEvents(aws.services)
    answers = []
    for words in ("Ann", "Rome"):
        snapstart.before_snapshot(aws.services)
        snapstart.after_restore(aws.services)
        event = rest("POST", "/api/flows/survey/process", user("acme"), body={"roomName": "r", "userInput": words})
        answers.append(events.answer(event))
    assert [answer["statusCode"] for answer in answers] == [200, 200]
    assert "Goodbye" in answers[1]["body"]


@pytest.mark.parametrize(
    ("kind", "ahead"), [("snap-start", True), ("provisioned-concurrency", True), ("on-demand", False), ("", False)]
)
def test_the_runtime_says_if_a_caller_waits_for_the_start(kind: str, ahead: bool) -> None:
    assert from_environment({"AWS_LAMBDA_INITIALIZATION_TYPE": kind}).starts_ahead is ahead
    assert from_environment({}).starts_ahead is False


def test_both_hooks_are_registered_with_the_runtime(aws: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = []
    runtime = ModuleType("snapshot_restore_py")
    for name in ("register_before_snapshot", "register_after_restore"):
        setattr(runtime, name, lambda *hook: hooks.append(hook))
    monkeypatch.setitem(sys.modules, "snapshot_restore_py", runtime)
    snapstart.register(aws.services)
    assert hooks == [(snapstart.before_snapshot, aws.services), (snapstart.after_restore, aws.services)]


def test_no_hook_is_registered_without_the_snapshot_library(aws: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "snapshot_restore_py", None)
    snapstart.register(aws.services)


_LOADED = """
import sys
from functions.lambdas import turn
of_a_turn = {"botocore", "fastapi", "mangum", "pynamodb", "aws_lambda_powertools", "re2", "httpx", "openai"}
print(*sorted(of_a_turn & set(sys.modules)))
"""


@pytest.mark.parametrize(
    ("kind", "loaded"),
    [
        ("on-demand", ""),
        ("provisioned-concurrency", "aws_lambda_powertools botocore httpx openai pynamodb re2"),
    ],
)
def test_libraries_are_loaded_at_the_start_only_if_no_caller_waits(kind: str, loaded: str) -> None:
    environment = {"AWS_LAMBDA_INITIALIZATION_TYPE": kind, "AWS_ACCESS_KEY_ID": "t", "AWS_SECRET_ACCESS_KEY": "t"}
    process = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, env=environment, check=True
    )
    assert process.stdout.strip() == loaded


def test_a_wrong_environment_ends_the_start() -> None:
    environment = {"CALLFLOW_TURN_SECONDS": "soon"}
    process = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, env=environment)
    assert process.returncode == 1
    assert "CALLFLOW_TURN_SECONDS is 'soon'; set it to a number" in process.stderr
