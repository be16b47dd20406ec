"""`callflow publish` waits for the replay that a gate asks for, and then publishes again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from functions.api import publishing_gate
from local.commands.flows import gate_replay
from local.commands.flows.folder import FlowFiles, Folder
from testing.flows import Document, line, node
from testing.replay.held import Held
from tests.local.commands.flows.conftest import Api, Callflow
from tests.local.commands.flows.documents import SURVEY

RENAMED: Document = {**SURVEY, "name": "the same questions"}
SHORTER = line(node("elicitation", "ask-name", prompt="What is your name?", variable="name"), name="survey")
Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def held(api: Api, monkeypatch: pytest.MonkeyPatch) -> Held:
    """The queue of replays. A publication has no time for a replay."""
    made = Held()
    monkeypatch.setitem(vars(api.stack.services), "replay_queue", made)
    monkeypatch.setattr(publishing_gate, "SECONDS", 0.0)
    return made


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Takes what happens each time that the command sleeps. No time passes."""

    def set_action(action: Callable[[], object]) -> None:
        monkeypatch.setattr(gate_replay, "sleep", lambda seconds: action())

    return set_action


def change(callflow: Callflow, folder: Folder, api: Api, document: Document, gate: Document) -> None:
    """Make a draft of a flow whose version 1 has two calls. It has a gate."""
    folder.write(FlowFiles("survey", SURVEY, {}, {"tests": False}))
    assert callflow("push") == 0
    assert callflow("publish") == 0
    for room_name in ("room-1", "room-2"):
        api.process("survey", room_name, turnId="1")
        api.process("survey", room_name, turnId="2", userInput="Ann")
    folder.write(FlowFiles("survey", document, {}, {"tests": False, "replayLast": 10, **gate}))
    assert callflow("push") == 0


def test_a_draft_is_published_when_its_replay_has_ended(
    callflow: Callflow,
    folder: Folder,
    api: Api,
    held: Held,
    meanwhile: Meanwhile,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(callflow, folder, api, RENAMED, {})
    looks = iter((lambda: None, lambda: None, lambda: held.run(api.stack)))
    meanwhile(lambda: next(looks)())
    capsys.readouterr()
    assert callflow("publish") == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "survey: 0 of 2 calls replayed",
        "survey: 2 of 2 calls replayed",
        "survey: published version 2",
    ]
    assert told.err == ""


def test_a_draft_is_refused_by_the_calls_when_its_replay_has_ended(
    callflow: Callflow,
    folder: Folder,
    api: Api,
    held: Held,
    meanwhile: Meanwhile,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(callflow, folder, api, SHORTER, {})
    meanwhile(lambda: held.run(api.stack))
    assert callflow("publish") == 1
    told = capsys.readouterr()
    assert told.out.endswith("survey: 2 of 2 calls replayed\n")
    assert "  mostDiffering: 2 of the last 2 calls would go another way, and none may: " in told.err
    assert "replayLast" not in told.err


def test_without_a_wait_the_refusal_is_told_at_once(
    callflow: Callflow, folder: Folder, api: Api, held: Held, meanwhile: Meanwhile, capsys: pytest.CaptureFixture[str]
) -> None:
    change(callflow, folder, api, RENAMED, {})
    meanwhile(lambda: pytest.fail("it waits"))
    assert callflow("publish", "--wait", "0") == 1
    first, *others = capsys.readouterr().err.splitlines()
    assert first == "survey: The replay of the gate goes on. Publish again later, or with a longer --wait."
    assert any(line.startswith("  replayLast: 0 of 2 calls are replayed so far") for line in others)
    assert len(held.messages) == 1


def test_a_draft_that_is_refused_for_another_reason_waits_for_nothing(
    callflow: Callflow, folder: Folder, api: Api, held: Held, meanwhile: Meanwhile, capsys: pytest.CaptureFixture[str]
) -> None:
    change(callflow, folder, api, RENAMED, {"leastNodeCoverage": 1})
    meanwhile(lambda: pytest.fail("it waits"))
    assert callflow("publish") == 1
    told = capsys.readouterr().err
    assert "  leastNodeCoverage: " in told
    assert "  replayLast: " in told


def test_a_replay_that_fails_is_told_with_its_reason(
    callflow: Callflow, folder: Folder, api: Api, held: Held, meanwhile: Meanwhile, capsys: pytest.CaptureFixture[str]
) -> None:
    change(callflow, folder, api, RENAMED, {})
    held.refuses = True
    meanwhile(lambda: None)
    assert callflow("publish") == 1
    told = capsys.readouterr().err
    assert told.startswith("survey: The replay of the gate failed: the queue of replays did not take it; try again.\n")
    assert api.get("flows/survey")["latestVersion"] == 1


def test_a_draft_that_somebody_changes_in_the_meantime_is_not_published(
    callflow: Callflow, folder: Folder, api: Api, held: Held, meanwhile: Meanwhile, capsys: pytest.CaptureFixture[str]
) -> None:
    change(callflow, folder, api, RENAMED, {})

    def edit() -> None:
        held.run(api.stack)
        api.put("flows/survey", SHORTER)

    meanwhile(edit)
    assert callflow("publish") == 1
    assert "The draft of survey was changed while its gate replayed calls." in capsys.readouterr().err
    assert api.get("flows/survey")["latestVersion"] == 1
