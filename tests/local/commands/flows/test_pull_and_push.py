"""`callflow pull`, `push` and `diff` against the API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.commands.flows import server
from local.commands.flows.folder import FlowFiles, Folder
from local.commands.flows.tidy import tidy_flow
from testing.flows import Document, line, node
from tests.local.commands.flows.conftest import Api, Callflow
from tests.local.commands.flows.documents import CITY_TEST, SURVEY, drawn


def contents(folder: Folder) -> dict[str, bytes]:
    files = folder.path.rglob("*.*")
    return {file.relative_to(folder.path).as_posix(): file.read_bytes() for file in files if file.is_file()}


def test_a_pushed_folder_is_pulled_to_the_same_bytes(callflow: Callflow, folder: Folder, api: Api) -> None:
    assert callflow("push") == 0
    pushed = contents(folder)
    assert sorted(pushed) == [
        "survey/flow.json",
        "survey/gate.json",
        "survey/tests/city.json",
        "survey/tests/name.json",
    ]
    for file in folder.path.rglob("*.json"):
        file.unlink()
    assert callflow("pull") == 0
    assert contents(folder) == pushed
    assert api.get("flows/survey/gate") == {"tests": True}


def test_only_what_differs_is_saved_and_told(
    callflow: Callflow, folder: Folder, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callflow("push") == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "saved survey (new)",
        "saved survey/tests/city (new)",
        "saved survey/tests/name (new)",
        "saved survey/gate",
        "1 flow, 4 changes saved",
    ]
    assert callflow("push") == 0
    assert capsys.readouterr().out == "1 flow, 0 changes saved\n"
    folder.write(FlowFiles("survey", tidy_flow(SURVEY, positions=False), {"city": {**CITY_TEST, "name": "Another"}}))
    assert callflow("push") == 0
    assert capsys.readouterr().out == "saved survey/tests/city\n1 flow, 1 change saved\n"
    assert api.get("flows/survey/tests/city")["name"] == "Another"
    assert callflow("pull") == 0
    assert capsys.readouterr().out == "1 flow, 0 files changed\n"


def test_a_push_keeps_the_positions_of_the_editor(callflow: Callflow, folder: Folder, api: Api) -> None:
    api.put("flows/survey", drawn(SURVEY))
    assert callflow("pull") == 0
    assert b"position" not in contents(folder)["survey/flow.json"]
    changed = json.loads(contents(folder)["survey/flow.json"])
    changed["nodes"][1]["data"]["prompt"] = "And your name?"
    folder.write(FlowFiles("survey", changed))
    assert callflow("push") == 0
    definition = api.get("flows/survey?version=draft")["definition"]
    assert [each["position"]["x"] for each in definition["nodes"]] == [0, 200, 400, 600]
    assert definition["viewport"] == {"x": 1, "y": 2, "zoom": 1}
    assert definition["nodes"][1]["data"]["prompt"] == "And your name?"


def test_positions_are_written_if_asked_for(callflow: Callflow, folder: Folder, api: Api) -> None:
    api.put("flows/survey", drawn(SURVEY))
    assert callflow("pull", "--positions") == 0
    written = json.loads(contents(folder)["survey/flow.json"])
    assert [each["position"]["x"] for each in written["nodes"]] == [0, 200, 400, 600]
    assert callflow("diff", "--positions") == 1  # the tests are not on the server
    written["nodes"][0]["position"] = {"x": 7, "y": 7}
    folder.write(FlowFiles("survey", written))
    assert callflow("push") == 0
    assert api.get("flows/survey?version=draft")["definition"]["nodes"][0]["position"] == {"x": 7, "y": 7}


def test_a_diff_shows_what_a_push_would_change(
    callflow: Callflow, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callflow("diff") == 1
    assert capsys.readouterr().out == "survey\n  + the whole flow, with 2 tests\n"
    assert callflow("push") == 0
    assert capsys.readouterr().out
    assert callflow("diff") == 0
    assert capsys.readouterr().out == "no differences\n"
    changed = json.loads(json.dumps(SURVEY).replace("What is your name?", "Name?"))
    folder.write(FlowFiles("survey", changed, {}, {"tests": True, "leastNodeCoverage": 0.5}))
    folder.delete_tests("survey", ["name"])
    assert callflow("diff") == 1
    assert capsys.readouterr().out.splitlines() == [
        "survey",
        '  ~ node ask-name: data.prompt: "What is your name?" → "Name?"',
        "  - test name: Only a name",
        "  + gate: leastNodeCoverage: 0.5",
    ]


def test_a_diff_with_a_version_shows_no_numbers_that_publishing_has_added(
    callflow: Callflow, folder: Folder, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    outer = line(node("subflow", "who", flowId="survey"), name="outer")
    data: Any = outer["nodes"]
    del data[1]["data"]["version"]
    folder.write(FlowFiles("outer", outer))
    assert callflow("push") == 0
    assert callflow("publish") == 0
    assert api.get("flows/outer?version=latest")["definition"]["nodes"][1]["data"]["version"] == 1
    capsys.readouterr()
    assert callflow("diff", "--version", "latest") == 0
    assert capsys.readouterr().out == "no differences\n"
    changed = json.loads(json.dumps(SURVEY).replace("Which city", "What town"))
    folder.write(FlowFiles("survey", changed))
    assert callflow("push", "survey") == 0
    assert callflow("diff") == 0
    assert callflow("diff", "--version", "1") == 1
    assert "What town" in capsys.readouterr().out


def test_what_only_one_side_has_is_named_and_deleted_if_asked_for(
    callflow: Callflow, folder: Folder, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callflow("push") == 0
    api.put("flows/other", SURVEY)
    folder.delete_tests("survey", ["name"])
    capsys.readouterr()
    assert callflow("push") == 0
    assert "no file, --delete deletes it: survey/tests/name\n" in capsys.readouterr().out
    assert callflow("push", "--delete") == 0
    assert [test["testId"] for test in api.get("flows/survey/tests")["tests"]] == ["city"]
    folder.write(FlowFiles("survey", SURVEY, {"mine": CITY_TEST}))
    assert callflow("diff") == 1
    assert "only on the server: other\n" in capsys.readouterr().out
    assert callflow("pull", "survey") == 0
    assert "not on the server, --delete deletes it: " in capsys.readouterr().out
    assert folder.test_ids("survey") == ["city", "mine"]
    assert callflow("pull", "--delete") == 0
    assert folder.test_ids("survey") == ["city"]
    assert folder.has("other")


def test_a_gate_that_asks_for_nothing_has_no_file_unless_there_was_one(
    callflow: Callflow, folder: Folder, api: Api
) -> None:
    api.put("flows/open", SURVEY)
    api.put("flows/survey", SURVEY)
    assert callflow("pull") == 0
    assert not folder.gate_file("open").exists()
    assert json.loads(folder.gate_file("survey").read_text()) == {"tests": False}


def test_tests_in_several_pages_are_pulled(
    callflow: Callflow, folder: Folder, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PAGE", 2)
    api.put("flows/many", SURVEY)
    for number in range(5):
        test: Document = {"name": f"Test {number}", "turns": [{"say": "Ann"}]}
        api.put(f"flows/many/tests/t{number}", test)
    assert callflow("pull", "many") == 0
    assert folder.test_ids("many") == ["t0", "t1", "t2", "t3", "t4"]


def test_what_the_server_refuses_is_an_error(
    callflow: Callflow, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = line(node("elicitation", "ask", prompt="{{ 1 + }}", variable="x"))
    folder.write(FlowFiles("broken", broken))
    assert callflow("push", "broken") == 2
    assert "The flow has 1 error. The first: " in capsys.readouterr().err
    for command in ("pull", "publish"):
        assert callflow(command, "nothing") == 2
        assert "There is no flow nothing" in capsys.readouterr().err
    assert callflow("pull", "../up") == 2
    assert callflow("publish", "../up") == 2
    assert "is no id of a flow" in capsys.readouterr().err
    assert callflow("push", "nothing") == 2
    assert "Run `callflow pull nothing`" in capsys.readouterr().err


def test_an_inner_flow_is_saved_before_the_flow_that_runs_it(
    callflow: Callflow, folder: Folder, capsys: pytest.CaptureFixture[str], api: Api
) -> None:
    inner_call = node("subflow", "who", flowId="survey", version=None)
    folder.write(FlowFiles("a-caller", line(inner_call)))
    assert callflow("push") == 0
    saved = [each for each in capsys.readouterr().out.splitlines() if each.endswith("(new)") and "/" not in each]
    assert saved == ["saved survey (new)", "saved a-caller (new)"]
    assert api.get("flows/a-caller?version=draft")["flowId"] == "a-caller"
    folder.write(FlowFiles("survey", line(node("subflow", "back", flowId="a-caller", version=None))))
    assert callflow("push") == 2
    assert "These flows run each other: " in capsys.readouterr().err
