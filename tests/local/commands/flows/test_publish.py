"""`callflow publish` against the API."""

from __future__ import annotations

import json

import pytest

from local.commands.flows.folder import FlowFiles, Folder
from testing.flows import Document, line, node
from tests.local.commands.flows.conftest import Api, Callflow
from tests.local.commands.flows.documents import SURVEY


def test_a_version_is_published_with_its_note_and_once(
    callflow: Callflow, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callflow("push") == 0
    assert callflow("publish", "--note", "The first") == 0
    assert capsys.readouterr().out.endswith("survey: published version 1\n")
    (version,) = api.get("flows/survey/versions")["versions"]
    assert version["note"] == "The first"
    assert callflow("publish") == 0
    assert capsys.readouterr().out == "survey: version 1 is the draft already\n"


def test_a_draft_that_is_not_what_the_file_has_is_not_published(
    callflow: Callflow, folder: Folder, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callflow("push") == 0
    api.put("flows/survey", json.loads(json.dumps(SURVEY).replace("Which city", "What town")))
    assert callflow("publish") == 1
    told = capsys.readouterr()
    assert "  ~ node ask-city: data.prompt:" in told.out
    assert "The draft of survey on the server is not what its file has. Nothing was published." in told.err
    assert api.get("flows/survey")["latestVersion"] is None
    folder.flow_file("survey").unlink()
    api.put("flows/survey/gate", {"tests": False})
    assert callflow("publish", "survey") == 0, "without a file, the draft is published as it is"


def test_a_refused_draft_is_told_with_the_failed_tests_and_an_override_is_kept(
    callflow: Callflow, folder: Folder, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    gate: Document = {"tests": True, "leastNodeCoverage": 1}
    folder.write(FlowFiles("survey", json.loads(json.dumps(SURVEY).replace("Which city", "What town")), {}, gate))
    assert callflow("push") == 0
    assert callflow("publish") == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("survey: The gate does not let this draft pass: 2 of 2 tests failed: city, name.")
    assert "  tests: 2 of 2 tests failed: city, name" in told
    assert "  leastNodeCoverage: the tests reach 3 of 4 nodes, and the gate asks for 100%; no test reaches end" in told
    assert told[-2:] == ["  test city: turn 2: says", "  test name: turn 1: says"]
    assert callflow("publish", "--override", "The owner asked for it") == 0
    entries = api.get("audit")
    assert "The owner asked for it" in json.dumps(entries)


def test_calls_that_would_go_another_way_are_told(
    callflow: Callflow, folder: Folder, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callflow("push") == 0
    assert callflow("publish") == 0
    first = api.process("survey", "room-1", turnId="1")
    api.process("survey", "room-1", turnId="2", userInput="Ann")
    changed = line(node("elicitation", "ask-name", prompt="What is your name?", variable="name"), name="survey")
    folder.write(FlowFiles("survey", changed, {}, {"tests": False, "replayLast": 10}))
    assert callflow("push") == 0
    capsys.readouterr()
    assert callflow("publish") == 1
    told = capsys.readouterr().err
    assert "  mostDiffering: 1 of the last 1 calls would go another way, and none may: " in told
    assert f"  1 call would go another way from the node end on: {first['sessionId']}\n" in told


def test_inner_flows_are_published_first(
    callflow: Callflow, folder: Folder, capsys: pytest.CaptureFixture[str], api: Api
) -> None:
    folder.write(FlowFiles("a-caller", line(node("subflow", "who", flowId="survey", version=None))))
    assert callflow("push") == 0
    capsys.readouterr()
    assert callflow("publish") == 0
    assert capsys.readouterr().out == "survey: published version 1\na-caller: published version 1\n"
    assert api.get("flows/a-caller")["latestVersion"] == 1


def test_a_draft_with_errors_is_refused(
    callflow: Callflow, folder: Folder, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.write(FlowFiles("outer", line(node("subflow", "who", flowId="nowhere", version=None))))
    folder.flow_file("survey").unlink()
    assert callflow("push") == 0
    capsys.readouterr()
    assert callflow("publish") == 1
    assert "nowhere" in capsys.readouterr().err
    assert api.get("flows/outer")["latestVersion"] is None
