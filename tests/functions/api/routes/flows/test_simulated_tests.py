"""Simulated callers through the API: only when asked, within a budget, kept as sessions, gone on with and refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from flow_core.effects import AskModel
from flow_core.json import Json
from functions.api import simulated_tests
from functions.ports.model import ModelOutcome, Replied
from functions.simulation import run as simulation_run
from testing.api.documents import SURVEY
from testing.api.stack import ApiResponse, Stack, assert_problem, of
from testing.fakes.model import FakeModel

SIMULATE: dict[str, Json] = {"caller": "Ann", "goal": "To give a name.", "maxTurns": 3, "judge": ["A name is given."]}
ANN: dict[str, Json] = {"name": "Ann calls", "turns": [], "simulate": {**SIMULATE}}
FIXED: dict[str, Json] = {"name": "A name", "turns": [{"expect": {"says": "What is your name?"}}, {"say": "Ann"}]}
YES = Replied("", {"answer1": "yes", "words1": "What is your name?"}, 300, 20)


def answer(effect: AskModel) -> ModelOutcome:
    """Play a caller who gives a name and hangs up, and a judge who says yes."""
    if effect.node_id == "judge":
        return YES
    spoken = any(message.role == "assistant" for message in effect.messages)
    return Replied("Ann", {"act": "done" if spoken else "say"}, 100, 10)


class Api:
    """The routes of one flow's tests, with models that the test plays."""

    def __init__(self, stack: Stack, flow_id: str, ask: Callable[[AskModel], ModelOutcome] = answer) -> None:
        self.model = FakeModel(otherwise=ask)
        self.flow_id = flow_id
        self._stack = stack
        real = stack.services.run_turn
        prices = (("openai/small", 2.0, 10.0),)
        self._client = stack.served(
            run_turn=replace(real, perform=replace(real.perform, model=self.model)),
            settings=replace(stack.services.settings, model="openai/small", model_prices=prices),
        )

    def __call__(self, method: str, path: str, body: Json = None, organization: str = "demo") -> ApiResponse:
        url = f"/api/flows/{self.flow_id}/tests{path}"
        return self._client.request(method, url, json=body, headers=of(organization))

    def put(self, test_id: str, test: Json) -> None:
        stored = self("PUT", f"/{test_id}", test)
        assert stored.status_code == 200, stored.text

    def run(self, **body: Json) -> dict[str, Any]:
        ran = self("POST", "/run", body)
        assert ran.status_code == 200, ran.text
        return dict(ran.json())


@pytest.fixture
def survey(stack: Stack, fresh: str) -> Api:
    stack.save(fresh, SURVEY)
    api = Api(stack, fresh)
    api.put("ann", ANN)
    api.put("fixed", FIXED)
    return api


def test_a_simulated_caller_runs_only_if_the_request_asks_for_it(survey: Api) -> None:
    ran = survey.run()
    assert [result["testId"] for result in ran["results"]] == ["fixed"]
    assert "simulation" not in ran
    assert survey.model.asked == []


def test_a_simulated_call_is_judged_counted_and_kept_as_a_session(survey: Api, stack: Stack) -> None:
    ran = survey.run(simulate={})
    assert (ran["passed"], ran["failed"], ran["results"]) == (1, 0, [])
    simulation = ran["simulation"]
    [call] = simulation["calls"]
    session_id = call.pop("sessionId")
    assert call == {
        "testId": "ann",
        "name": "Ann calls",
        "passed": True,
        "ended": "goalReached",
        "turns": 1,
        "judged": [{"line": "A name is given.", "answer": "yes", "words": "What is your name?"}],
        "failures": [],
        "used": {"inputTokens": 500, "outputTokens": 40, "dollars": 0.0014},
    }
    assert (simulation["left"], simulation["version"], simulation["budgetTokens"]) == (0, "draft", 100_000)
    assert simulation["used"] == {"inputTokens": 500, "outputTokens": 40, "dollars": 0.0014}
    assert simulation["estimate"]["dollars"] > 0
    session = stack.session(session_id)
    assert session["testMetadata"]["testMode"] == "simulated"
    assert [message["content"] for message in session["context"]["conversation"]][-2:] == ["Ann", "Which city, Ann?"]


def test_one_request_makes_a_fixed_test_of_a_simulated_call(survey: Api) -> None:
    [call] = survey.run(simulate={})["simulation"]["calls"]
    made = survey("POST", "/from-session", {"sessionId": call["sessionId"], "testId": "kept"})
    assert made.status_code == 201, made.text
    assert made.json()["turns"][-1]["say"] == "Ann"
    assert survey.run(tests=["kept"])["passed"] == 1


def test_an_estimate_asks_nothing_and_writes_nothing(survey: Api, stack: Stack) -> None:
    before = stack.stored()
    simulation = survey.run(simulate={"estimate": True, "calls": 2})["simulation"]
    assert (simulation["run"], simulation["calls"], simulation["left"]) == (None, [], 0)
    assert simulation["used"] == {"inputTokens": 0, "outputTokens": 0, "dollars": 0}
    once = survey.run(simulate={"estimate": True})["simulation"]["estimate"]
    assert simulation["estimate"]["inputTokens"] == 2 * once["inputTokens"] > 1_000
    assert simulation["estimate"]["dollars"] == pytest.approx(2 * once["dollars"])
    assert survey.model.asked == []
    assert stack.stored().count("SIMULATIONS#") == before.count("SIMULATIONS#")


def test_an_unknown_price_is_no_price(survey: Api) -> None:
    simulation = survey.run(simulate={"model": "groq/other"})["simulation"]
    assert simulation["used"]["dollars"] is None
    prices: Json = {"groq/other": {"input": 10, "output": 1.0}}
    priced = survey.run(simulate={"run": simulation["run"], "prices": prices})["simulation"]
    # 200 and 20 tokens of the caller, and 300 and 20 of the judge.
    assert priced["used"]["dollars"] == 0.00202 + 0.0008
    assert {effect.model for effect in survey.model.asked} == {"groq/other", None}


def test_a_run_goes_on_with_the_next_request_and_a_finished_one_is_read_again(
    survey: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So short that no request completes a call.
    monkeypatch.setattr(simulation_run.RunCalls.__call__, "__defaults__", (0.001,))
    simulation = survey.run(simulate={"calls": 2})["simulation"]
    run = simulation["run"]
    assert (simulation["left"], [call["passed"] for call in simulation["calls"]]) == (2, [None, None])
    monkeypatch.setattr(simulation_run.RunCalls.__call__, "__defaults__", (20.0,))
    done = survey.run(simulate={"run": run})
    assert (done["passed"], done["simulation"]["left"]) == (2, 0)
    asked = len(survey.model.asked)
    assert survey.run(simulate={"run": run}) == done
    assert len(survey.model.asked) == asked


def test_a_run_that_another_request_goes_on_with_is_shown_and_left_alone(survey: Api) -> None:
    seen: list[dict[str, Any]] = []

    def ask(effect: AskModel) -> ModelOutcome:
        if not seen:
            runs = [item for item in stack_text(survey).splitlines() if "SIMULATIONS#" in item]
            run = next(part.split("'")[0] for part in runs[-1].split("'run_")[1:])
            seen.append(survey.run(simulate={"run": f"run_{run}"})["simulation"])
        return answer(effect)

    other = Api(survey._stack, survey.flow_id, ask)
    simulation = other.run(simulate={})["simulation"]
    assert (seen[0]["run"], seen[0]["left"]) == (simulation["run"], 1)
    assert (simulation["left"], simulation["calls"][0]["passed"]) == (0, True)


def stack_text(api: Api) -> str:
    return api._stack.stored()


def test_what_cannot_be_simulated_is_refused_with_the_field(survey: Api, stack: Stack) -> None:
    def refused(field: str, **body: Json) -> None:
        assert_problem(survey("POST", "/run", body), 422, field)

    refused("definition", definition=SURVEY, simulate={})
    refused("tests", tests=["fixed"], simulate={})
    refused("simulate.calls", simulate={"calls": 11})
    refused("simulate.budgetTokens", simulate={"budgetTokens": 10})
    refused("simulate.model", simulate={"model": "small"})
    refused("simulate.run", simulate={"run": "run_1", "calls": 2})
    refused("simulate.run", simulate={"run": "run_1"}, version="latest")
    assert_problem(survey("POST", "/run", {"simulate": {"run": "run_1"}}), 404)
    assert_problem(survey("POST", "/run", {"simulate": {}, "tests": ["nothing"]}), 404)
    assert_problem(survey("POST", "/run", {"simulate": {}, "version": 7}), 404)
    # This stack has no model.
    url = f"/api/flows/{survey.flow_id}/tests/run"
    assert_problem(stack.client.post(url, json={"simulate": {}}, headers=of("demo")), 422, "simulate.model")
    for number in range(5):
        survey.put(f"ann-{number}", ANN)
    refused("simulate.calls", simulate={"calls": 10})


def test_a_flow_without_a_simulated_caller_says_so(survey: Api) -> None:
    survey("DELETE", "/ann")
    assert_problem(survey("POST", "/run", {"simulate": {}}), 422, "tests")


def test_a_run_belongs_to_its_flow_and_organization(survey: Api) -> None:
    run = survey.run(simulate={})["simulation"]["run"]
    assert_problem(survey("POST", "/run", {"simulate": {"run": run}}, "another"), 404)


def test_a_simulated_caller_is_checked_when_its_test_is_stored(survey: Api) -> None:
    def refused(field: str, **fields: Json) -> None:
        test: dict[str, Json] = {"name": "x", "turns": [], "simulate": {**SIMULATE, **fields}}
        assert_problem(survey("PUT", "/x", test), 422, field)

    refused("simulate.judge", judge=[])
    refused("simulate.judge.0", judge=[" "])
    refused("simulate.goal", goal="")
    refused("simulate.maxTurns", maxTurns=51)
    refused("simulate.voice", voice="loud")
    assert_problem(survey("PUT", "/x", {"name": "x", "turns": []}), 422, "turns")


def test_an_organization_asks_for_only_so_many_simulations_a_minute(
    survey: Api, monkeypatch: pytest.MonkeyPatch, fresh: str
) -> None:
    monkeypatch.setattr(simulated_tests, "MAX_REQUESTS_A_MINUTE", 0)
    problem = survey("POST", "/run", {"simulate": {}})
    assert_problem(problem, 429)
    assert int(problem.headers["Retry-After"]) <= 60
