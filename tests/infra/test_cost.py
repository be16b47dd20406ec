"""The arithmetic of docs/cost.md, and that each price has a source."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from flow_core.flow import Flow
from functions.cost import prices as of_calls
from functions.flow_tests.authored import FlowTest
from functions.replay import jobs
from functions.simulation.estimate import estimate
from infra.cost import prices as p
from infra.cost.calculation import (
    ALARM_METRICS,
    BEGIN_UNITS,
    END_UNITS,
    MINUTES_A_CALL,
    SIMULATED_TOKENS,
    SIMULATED_TURNS,
    STRETCH_SECONDS,
    Measured,
    endpoint_minutes,
    fixed,
    measured,
    metrics,
    minute,
    organizations,
    replays,
    simulated,
    speech,
    told_turns,
    turns,
)
from infra.cost.page import WORKER, page
from infra.operate.versions import KEEP_VERSIONS
from infra.permissions.allowed import Template
from testing.flows import line, node

ROOT = Path(__file__).parents[2]
OF = Measured(6, 1, 1500, 2.0, 10.0)


def test_the_benchmarks_page_has_the_input_of_the_costs() -> None:
    found = measured((ROOT / "docs" / "benchmarks.md").read_text())
    assert found.read_units == 1
    assert 2 < found.write_units <= 4
    assert found.turn_bytes > 0
    assert found.added_millis > 0
    assert found.replay_seconds > 0


def test_a_page_without_the_input_is_an_error() -> None:
    with pytest.raises(ValueError, match="make bench"):
        measured("# Benchmarks")


def test_the_page_is_that_of_the_code() -> None:
    """Run `python -m infra.cost` after a change of a price, an assumption or the benchmarks."""
    assert (ROOT / "docs" / "cost.md").read_text() == page(measured((ROOT / "docs" / "benchmarks.md").read_text()))


def test_one_more_write_unit_adds_its_price() -> None:
    few, many = (turns(Measured(units, 1, 1500, 2.0, 10.0)) for units in (6, 7))
    assert sum(many.values()) - sum(few.values()) == pytest.approx(1000 * p.WRITE_UNIT.dollars)


def test_a_minute_includes_its_turns_and_the_writes_of_the_indexes() -> None:
    parts = minute(OF)
    assert parts["6 turns"] == pytest.approx(6 * sum(turns(OF).values()) / 1000)
    (begun,) = (price for part, price in parts.items() if part.startswith("beginning and end"))
    assert begun > (BEGIN_UNITS + END_UNITS) * p.WRITE_UNIT.dollars / 4


def test_the_platforms_price_in_the_cost_of_a_call_is_that_of_the_page() -> None:
    of = measured((ROOT / "docs" / "benchmarks.md").read_text())
    parts = minute(of)
    begins_and_ends = sum(price for part, price in parts.items() if part.startswith(("beginning", "search")))
    worker = sum(price for part, price in parts.items() if part.startswith("worker"))
    assert float(of_calls.PLATFORM_TURN.dollars) == pytest.approx(sum(turns(of).values()) / 1000, rel=0.05)
    assert float(of_calls.PLATFORM_SESSION.dollars) == pytest.approx(MINUTES_A_CALL * begins_and_ends, rel=0.05)
    assert float(of_calls.WORKER_MINUTE.dollars) == pytest.approx(worker, rel=0.05)


def test_a_replay_is_charged_for_its_time_its_messages_and_its_reads() -> None:
    assert STRETCH_SECONDS == jobs.STRETCH_SECONDS
    lambda_line, messages, reads, _ = replays(OF).values()
    slow_line, more_messages, same_reads, _ = replays(replace(OF, replay_seconds=100.0)).values()
    assert lambda_line == pytest.approx(10 / 0.5789 * p.LAMBDA_GB_SECOND.dollars, rel=1e-3)
    assert slow_line == pytest.approx(10 * lambda_line)
    # 17 s are one message, 173 s are nine.
    assert more_messages == pytest.approx(9 * messages)
    assert same_reads == reads == pytest.approx(5000 * p.READ_UNIT.dollars)


def test_a_simulated_call_is_charged_for_its_turns_and_the_wait_for_models() -> None:
    turns_line, waited = simulated(OF).values()
    assert turns_line == pytest.approx(SIMULATED_TURNS * sum(turns(OF).values()))
    assert waited == pytest.approx(1000 * 10 * 2.5 / 4 * p.LAMBDA_GB_SECOND.dollars)


def test_the_tokens_of_a_simulated_call_are_those_of_the_estimate() -> None:
    flow = Flow.model_validate(line(node("llm", "talk", instructions="Help the caller."), name="talk"))
    caller = {"caller": "impatient, and hard of hearing", "goal": "wants to know where the order is"}
    asked = {**caller, "judge": ["The agent said where the order is."], "maxTurns": SIMULATED_TURNS}
    test = FlowTest.model_validate({"name": "impatient", "turns": [], "simulate": asked})
    names = ("caller/c", "judge/j", "flow/f")
    used = estimate(flow, [(test, 1)], caller_model=names[0], judge_model=names[1], default_model=names[2])
    assert used.keys() == set(names)
    assert sum(each.total for each in used.values()) == pytest.approx(SIMULATED_TOKENS, rel=0.1)


def test_speech_has_its_own_lines() -> None:
    generative, neural = (speech(generative=each) for each in (True, False))
    assert generative["Transcribe"] == neural["Transcribe"] == p.TRANSCRIBE_MINUTE.dollars
    assert sum(generative.values()) - sum(neural.values()) == pytest.approx(600 * (30e-6 - 16e-6))
    # 2.88 MB a minute.
    through = generative["the caller's sound to Transcribe, through the NAT gateway"]
    assert through == pytest.approx(2.88e-3 * p.NAT_GB.dollars)
    assert endpoint_minutes() * 2.88e-3 * (p.NAT_GB.dollars - p.ENDPOINT_GB.dollars) == pytest.approx(7.2)


@pytest.mark.parametrize(
    ("count", "dollars"), [(0, 0), (20, 6), (10_000, 3_000), (10_001, 3_000.1), (100_000, 12_000), (1_000_000, 64_500)]
)
def test_metrics_get_cheaper_in_tiers(count: int, dollars: float) -> None:
    assert metrics(count) == pytest.approx(dollars)


def test_an_organization_costs_its_secrets_alone() -> None:
    assert organizations(100) == pytest.approx(100 * 2 * 0.40)


def test_the_fixed_costs_are_those_of_the_templates() -> None:
    alarms = yaml.load((ROOT / "infra" / "alarms.yaml").read_text(), Template)["Resources"].values()
    listed = [each["Properties"] for each in alarms if each["Type"] == "AWS::CloudWatch::Alarm"]
    evaluated = sum(
        sum("MetricStat" in metric for metric in each["Metrics"]) if "Metrics" in each else 1 for each in listed
    )
    assert 0.7 * ALARM_METRICS < evaluated <= ALARM_METRICS
    parts = fixed()
    assert WORKER in parts
    assert f"snapshots of {KEEP_VERSIONS} versions of 2 functions, 1 GB" in parts


def test_each_price_is_on_the_page_with_its_source_and_date() -> None:
    written = (ROOT / "docs" / "cost.md").read_text()
    assert len(p.prices()) > 30
    for price in p.prices():
        assert f"| {price.what} | " in written
        assert price.source == of_calls.MEMORY or re.search(r"\w+\.\w+.*20\d\d", price.source), price.what
    assert len({price.what for price in p.prices()}) == len(p.prices())


def test_a_told_turn_costs_three_requests_of_the_queue_two_invocations_and_three_reads() -> None:
    parts = told_turns()
    assert parts["SQS, three requests"] == pytest.approx(3000 * p.SQS_REQUEST.dollars)
    assert parts["DynamoDB, 3 read units"] == pytest.approx(3000 * p.READ_UNIT.dollars)
    assert sum(parts.values()) < 0.01
