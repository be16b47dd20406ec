"""The budget of simulated calls, the prices of models, and the estimate before a run."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest

from flow_core.effects import AskModel
from functions.cost.prices import ModelPrice
from functions.deadline import NEVER
from functions.flow_tests.authored import FlowTest
from functions.ports.model import ModelOutcome, Replied, Silent
from functions.simulation.budget import USED_UP, Budget, Metered, Tokens, cost_of
from functions.simulation.estimate import estimate
from testing.fakes.model import FakeModel
from testing.fakes.model_servers import question
from testing.stage import flow, node

PLAIN = flow([node("start", "start"), node("end", "end")], ["start -> end"])
TALKING = flow([node("start", "start"), node("talk", "llm", instructions="Help.", model="groq/big")], ["start -> talk"])


def price(read: str, wrote: str) -> ModelPrice:
    return ModelPrice(Decimal(read), Decimal(wrote))


def a_test(max_turns: int = 10, **fields: Any) -> FlowTest:
    simulate = {"caller": "Ann", "goal": "A goal.", "maxTurns": max_turns, "judge": ["It is so."]}
    return FlowTest.model_validate({"name": "x", "turns": [], "simulate": simulate, **fields})


def test_a_budget_is_taken_before_a_question_and_settled_after_it() -> None:
    budget = Budget(10_000)
    model = Metered(FakeModel(Replied("Hi.", {}, 70, 8)), "openai/small", budget)
    assert model.ask(question(max_tokens=500), deadline=NEVER) == Replied("Hi.", {}, 70, 8)
    assert (budget.used, model.used) == (78, {"openai/small": Tokens(70, 8)})


def test_a_question_that_does_not_fit_is_not_asked() -> None:
    inner = FakeModel(Replied("Hi."))
    budget = Budget(600)
    refused = Metered(inner, "openai/small", budget).ask(question(max_tokens=500), deadline=NEVER)
    assert refused == Silent(USED_UP)
    assert (inner.asked, budget.used, budget.used_up) == ([], 0, True)


def test_questions_at_once_do_not_pass_the_budget_together() -> None:
    budget = Budget(1_000)
    start = threading.Barrier(20)
    taken: list[bool] = []

    def take() -> None:
        start.wait()
        taken.append(budget.take(100))

    threads = [threading.Thread(target=take) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (taken.count(True), budget.used) == (10, 1_000)


def test_a_model_that_raises_counts_as_one_that_has_read_the_question() -> None:
    def fail(effect: AskModel) -> ModelOutcome:
        raise ConnectionError("no")

    budget = Budget(10_000)
    model = Metered(FakeModel(otherwise=fail), "openai/small", budget)
    with pytest.raises(ConnectionError):
        model.ask(question(model="groq/big"), deadline=NEVER)
    assert budget.used == model.used["groq/big"].total > 0
    assert model.used["groq/big"].output == 0


def test_a_cost_is_the_sum_over_models_and_unknown_without_a_price() -> None:
    used = {"a/x": Tokens(1_000_000, 500_000), "b/y": Tokens(10, 10)}
    prices = {"a/x": price("0.4", "1.6"), "b/y": price("0", "0")}
    assert cost_of(used, prices) == 1.2
    assert cost_of(used, {"a/x": price("1", "1")}) is None
    assert cost_of({}, {}) == 0


def test_an_estimate_grows_with_calls_turns_and_lines_and_has_each_model() -> None:
    def total(turns: int = 10, calls: int = 1, flow: Any = PLAIN, **fields: Any) -> dict[str, Tokens]:
        tests = [(a_test(turns, **fields), calls)]
        return estimate(flow, tests, caller_model="a/x", judge_model="b/y", default_model="c/z")

    once = total()
    assert set(once) == {"a/x", "b/y"}
    assert total(calls=2)["a/x"] == once["a/x"] + once["a/x"]
    assert total(turns=20)["a/x"].input > 2 * once["a/x"].input
    assert set(total(flow=TALKING)) == {"a/x", "b/y", "groq/big"}
    assert set(total(flow=TALKING, mocks={"talk": [{"reply": "Hi."}]})) == {"a/x", "b/y"}


def test_a_test_without_a_simulated_caller_costs_nothing() -> None:
    plain = FlowTest.model_validate({"name": "x", "turns": [{"say": "hi"}]})
    assert estimate(PLAIN, [(plain, 3)], caller_model="a/x", judge_model="a/x", default_model="a/x") == {}
