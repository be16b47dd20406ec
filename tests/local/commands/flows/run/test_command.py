"""`callflow test`: in memory from files, and on a server."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from local.cli import main
from local.commands.flows.folder import FlowFiles, Folder
from testing.flows import Document, edge, flow, line, node
from tests.local.commands.flows.conftest import Api, Callflow
from tests.local.commands.flows.documents import CITY_TEST, SURVEY

WRONG: Document = {"name": "Wrong", "turns": [{"say": "Ann", "expect": {"says": "Which country", "node": "ask-city"}}]}


def run(folder: Folder, *arguments: str) -> int:
    return main(["test", *arguments, "--folder", str(folder.path), "--url", "http://127.0.0.1:9"])


def test_the_tests_in_files_run_without_a_server(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "survey: 2 tests"
    assert told[1].startswith("  ok     city: A name and a city (")
    assert told[3:] == ["  reached: 4 of 4 nodes, 3 of 3 exits", "2 passed, 0 failed"]


def test_a_failed_test_names_turn_field_and_nodes(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.write(FlowFiles("survey", SURVEY, {"wrong": WRONG}))
    results = tmp_path / "made" / "results.xml"
    assert run(folder, "--junit", str(results)) == 1
    told = capsys.readouterr().out
    assert '           turn 1: says: expected "Which country", came "' in told
    assert "           nodes of the turn: start → ask-name → ask-city\n" in told
    assert told.endswith("2 passed, 1 failed\n")
    root = Xml.parse(results).getroot()
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "0")
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert set(cases) == {"city", "name", "wrong"}
    assert cases["wrong"].get("file") == f"{folder.path}/survey/tests/wrong.json"
    (failure,) = root.iter("failure")
    assert failure.get("type") == "says"
    assert str(failure.get("message")).startswith('turn 1: says: expected "Which country"')


def test_chosen_tests_run_alone(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write(FlowFiles("other", SURVEY, {"wrong": WRONG}, {"tests": True, "leastNodeCoverage": 1}))
    assert run(folder, "--test", "name") == 0
    told = capsys.readouterr().out
    assert told.startswith("survey: 1 test\n  ok     name: ")
    assert "other" not in told
    assert run(folder, "survey") == 0
    assert run(folder, "--test", "none") == 2
    assert "None of the flows has a file tests/none.json" in capsys.readouterr().err


def test_what_no_test_reaches_is_listed_and_is_an_error_if_the_gate_asks_for_it(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.delete_tests("survey", ["city"])
    assert run(folder, "--missed") == 0
    assert "  missed: end\n  missed: ask-city/default\n" in capsys.readouterr().out
    folder.write(FlowFiles("survey", SURVEY, {}, {"tests": True, "leastNodeCoverage": 1}))
    assert run(folder, "--junit", str(tmp_path / "results.xml")) == 1
    told = capsys.readouterr().out
    assert "the tests reach 3 of 4 nodes, and the gate asks for 100%; no test reaches end" in told
    assert told.endswith("1 passed, 0 failed, 1 error\n")
    (case,) = [case for case in Xml.parse(tmp_path / "results.xml").iter("testcase") if case.get("name") == "flow"]
    assert "no test reaches end" in str(case[0].text)
    folder.write(FlowFiles("survey", SURVEY, {}, {"tests": "yes"}))
    assert run(folder) == 2
    assert "gate.json: tests: " in capsys.readouterr().err


def test_a_flow_with_errors_runs_no_test(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    broken = line(node("elicitation", "ask", prompt="{{ 1 + }}", variable="x"))
    folder.write(FlowFiles("survey", broken))
    assert run(folder) == 1
    told = capsys.readouterr().out
    assert f"  ERROR  {folder.flow_file('survey')}:" in told
    assert told.endswith("0 passed, 0 failed, 1 error\n")


def test_the_flows_in_the_folder_are_those_that_a_flow_runs(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    outer = line(node("subflow", "who", flowId="survey", version=None), name="outer")
    turns: list[Document] = [{"say": "Ann"}, {"say": "Rome", "expect": {"status": "completed"}}]
    folder.write(FlowFiles("outer", outer, {"through": {"name": "Through", "turns": [*turns]}}))
    assert run(folder, "outer") == 0
    assert "  ok     through: Through (" in capsys.readouterr().out
    folder.flow_file("survey").unlink()
    assert run(folder, "outer") == 1
    assert "it runs the flow survey, and there is no file " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('{"name": "x", "turns": []}', "turns: must have a turn, or simulate"),
        ('{"name": "x", "turns": [{"say": "a", "press": "1"}]}', "turns.0: has say and press; keep one of them"),
        ("[]", "the test: "),
        ("{", "invalid JSON"),
    ],
)
def test_a_test_that_cannot_be_read_is_named_with_its_field(
    folder: Folder, capsys: pytest.CaptureFixture[str], written: str, told: str
) -> None:
    folder.test_file("survey", "city").write_text(written)
    assert run(folder) == 2
    error = capsys.readouterr().err
    assert error.startswith(str(folder.test_file("survey", "city")))
    assert told in error


def test_a_flow_whose_transfer_comes_from_a_variable_has_the_rules_of_a_new_organization(folder: Folder) -> None:
    ask = node("elicitation", "ask", prompt="Where to?", variable="to", extraction="verbatim")
    nodes = [node("start"), ask, node("transfer", to="{{ to }}"), node("end")]
    drawn = [edge("start", "ask"), edge("ask", "transfer"), edge("transfer", "end", "failed")]
    refused: Document = {
        "name": "A costly number",
        "turns": [{"say": "+19005550100", "expect": {"status": "completed"}}],
    }
    folder.write(FlowFiles("transfers", flow(nodes, drawn, onFailure="end"), {"refused": refused}))
    assert run(folder, "transfers") == 0


def test_a_simulated_caller_does_not_run_in_memory(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    simulated: Document = {"name": "Any", "turns": [], "simulate": {"caller": "Ann", "goal": "Rome", "judge": ["Yes"]}}
    folder.write(FlowFiles("survey", SURVEY, {"simulated": simulated}))
    assert run(folder) == 0
    told = capsys.readouterr().out
    assert "  skip   simulated: it has a simulated caller alone, which runs on a server\n" in told
    assert told.endswith("2 passed, 0 failed, 1 skipped\n")


def test_the_junit_file_must_be_writable(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--junit", str(folder.path)) == 2
    assert "Correct --junit." in capsys.readouterr().err


def test_the_tests_of_a_server_run_on_the_server(
    api: Api, callflow: Callflow, folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.write(FlowFiles("survey", SURVEY, {"wrong": WRONG}, {"tests": False}))
    assert callflow("push") == 0
    capsys.readouterr()
    for file in folder.path.glob("survey/tests/*"):
        file.unlink()
    results = tmp_path / "results.xml"
    assert callflow("test", "--server", "--junit", str(results), "--missed") == 1
    told = capsys.readouterr().out
    assert "           nodes of the turn: start → ask-name → ask-city\n" in told
    assert told.endswith("2 passed, 1 failed\n")
    assert Xml.parse(results).getroot().get("failures") == "1"
    assert callflow("test", "--server", "--test", "city", "--version", "draft") == 0
    assert callflow("test", "--server", "--version", "7") == 2
    assert "There is no 7 version of the flow survey" in capsys.readouterr().err
    assert callflow("publish") == 0
    changed = json.loads(json.dumps(SURVEY).replace("Which city", "What town"))
    folder.write(FlowFiles("survey", changed, {"city": CITY_TEST}))
    assert callflow("push") == 0
    assert callflow("test", "--server", "--test", "city") == 1
    assert callflow("test", "--server", "--test", "city", "--version", "1") == 0


def test_a_version_without_a_server_is_an_error(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--version", "3") == 2
    assert "add --server or --simulate" in capsys.readouterr().err
    assert run(folder, "--judge-model", "a/b") == 2
    assert capsys.readouterr().err == "--judge-model is for a server: add --simulate, or leave --judge-model out.\n"
