"""`callflow test --simulate`: simulated callers on a server, whose models the test plays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from flow_core.effects import AskModel
from flow_core.json import Json
from functions.ports.model import ModelOutcome, Replied
from functions.simulation import run as simulation_run
from local.cli import main
from local.commands.flows.folder import FlowFiles, Folder
from local.commands.flows.run import simulated
from local.commands.flows.server import Server
from testing.api.served import served
from testing.api.stack import LOCAL, stack_on
from testing.fakes.model import FakeModel
from testing.flows import Document
from tests.local.commands.flows.documents import SURVEY

LINES: list[Json] = ["A name is given.", "A city is given."]
ANN: Document = {
    "name": "Ann calls",
    "turns": [],
    "simulate": {"caller": "Ann", "goal": "To give a name.", "maxTurns": 3, "judge": LINES},
}


def answer(effect: AskModel) -> ModelOutcome:
    """Play a caller who gives a name and hangs up, and a judge who says yes and no."""
    if effect.node_id == "judge":
        return Replied("", {"answer1": "yes", "words1": "Which city", "answer2": "no", "words2": "Which city"}, 300, 20)
    spoken = any(message.role == "assistant" for message in effect.messages)
    return Replied("Ann", {"act": "done" if spoken else "say"}, 100, 10)


class Calls:
    """The command with a server, and the models that the server asks."""

    def __init__(self, url: str, folder: Folder, model: FakeModel) -> None:
        self.url, self.folder, self.model = url, folder, model

    def __call__(self, command: str, *arguments: str) -> int:
        return main([command, *arguments, "--folder", str(self.folder.path), "--url", self.url])


@pytest.fixture
def callflow(folder: Folder) -> Iterator[Calls]:
    model = FakeModel(otherwise=answer)
    with stack_on(LOCAL) as stack:
        real = stack.services.run_turn
        client = stack.served(
            run_turn=replace(real, perform=replace(real.perform, model=model)),
            settings=replace(
                stack.services.settings, model="openai/small", model_prices=(("openai/small", 2.0, 10.0),)
            ),
        )
        with served(client.app) as url:
            folder.write(FlowFiles("survey", SURVEY, {"ann": ANN}))
            calls = Calls(url, folder, model)
            assert calls("push") == 0
            yield calls


def test_calls_run_until_all_are_done_and_a_line_that_is_not_true_fails(
    callflow: Calls, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulated, "_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(simulation_run.RunCalls.__call__, "__defaults__", (0.001,))
    bodies: list[Json] = []
    real = Server.simulate

    def simulate(server: Server, flow_id: str, body: Json) -> Any:
        bodies.append(body)
        ran = real(server, flow_id, body)
        # The first request has no time for a call, and the next ones have.
        monkeypatch.setattr(simulation_run.RunCalls.__call__, "__defaults__", (20.0,))
        return ran

    monkeypatch.setattr(Server, "simulate", simulate)
    results = tmp_path / "results.xml"
    assert callflow("test", "--simulate", "--calls", "2", "--junit", str(results)) == 1
    assert bodies[0] == {"version": "draft", "simulate": {"calls": 2}, "tests": ["ann"]}
    assert len(bodies) > 1, "the run goes on by further requests"
    told = capsys.readouterr().out
    assert "  FAIL   ann-1: Ann calls (" in told
    assert "  FAIL   ann-2: Ann calls (" in told
    assert 'judge: expected "A city is given.", came "no: Which city"' in told
    assert "A name is given." not in told
    assert told.count("           session: session_") == 2
    assert "  tokens: at most " in told
    assert " of 100,000\n" in told
    assert [case.get("name") for case in Xml.parse(results).iter("testcase")] == ["ann-1", "ann-2"]


def test_an_estimate_asks_no_model(callflow: Calls, capsys: pytest.CaptureFixture[str]) -> None:
    assert callflow("test", "--simulate", "--estimate") == 0
    told = capsys.readouterr().out
    assert "  tokens: at most " in told
    assert " $) by the estimate\n" in told
    assert callflow.model.asked == []


def test_a_call_that_the_budget_ends_fails(callflow: Calls, capsys: pytest.CaptureFixture[str]) -> None:
    assert callflow("test", "--simulate", "--test", "ann", "--budget", "1000") == 1
    assert 'ended: expected "a call that is judged", came "budgetUsedUp"' in capsys.readouterr().out


def test_a_run_that_takes_too_long_is_told() -> None:
    left: dict[str, Any] = {"run": "run_1", "left": 2, "calls": [], "budgetTokens": 5}
    left["used"] = left["estimate"] = {"inputTokens": 1, "outputTokens": 1, "dollars": None}

    class Unfinished:
        def tests(self, flow_id: str) -> Json:
            return {"ann": ANN}

        def simulate(self, flow_id: str, body: Json) -> Any:
            return {"simulation": left}

    server: Any = Unfinished()
    outcome = simulated.run_on_models(server, "survey", "draft", (), simulated.Simulate(), seconds=-1)
    assert outcome.problems == ("the run run_1 is not done after -1 s: 2 calls are left",)
    assert not outcome.passed


def test_flows_without_a_simulated_caller_are_an_error(callflow: Calls, capsys: pytest.CaptureFixture[str]) -> None:
    assert callflow("test", "--simulate", "--test", "city") == 2
    assert "No chosen test simulates a caller." in capsys.readouterr().err
    assert callflow("test", "--simulate", "--budget", "1") == 2
    assert "budgetTokens" in capsys.readouterr().err
