"""The metrics of a stack have one set of dimensions, for any number of organizations and flows."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from aws_lambda_powertools import Logger

from flow_core.state import Channel
from functions.adapters.observability.powertools import PowertoolsObserve
from functions.failures import codes
from functions.settings import SettingsError, from_environment
from testing.cloudwatch.metrics import values_of
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of


def silent(stack: str) -> PowertoolsObserve:
    return PowertoolsObserve(stack, Logger(service="test-metrics", stream=io.StringIO()))


def test_a_thousand_flows_of_a_hundred_organizations_have_one_set_of_dimensions() -> None:
    """Each set is paid for with each of its metrics. Anyone with a login makes flows."""
    observe = silent("callflow-prod")
    with contextlib.redirect_stdout(out := io.StringIO()):
        for number in range(1000):
            head = head_of(f"session_{number}", organization=f"org-{number % 100}", flow=f"flow-{number}")
            for channel in get_args(Channel):
                state = replace(head.state, session=replace(head.state.session, channel=channel))
                observe.turn(
                    replace(head, state=state), None, turn_id="t", millis=1.0, timings={"load": 1.0}, again=False
                )
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert {(line["organization"], line["flow"], line["channel"]) for line in lines} == {
        (f"org-{number % 100}", f"flow-{number}", channel) for number in range(1000) for channel in get_args(Channel)
    }, "a query of the logs can still group by them"
    metrics = {metric for line in lines for metric, _ in values_of(line)}
    assert {metric.dimensions for metric in metrics} == {frozenset({("stack", "callflow-prod")})}
    assert {metric.name for metric in metrics} == {"Turns", "TurnMillis", "LoadMillis"}


def test_a_flow_that_the_operator_names_has_metrics_of_its_own_beside_those_of_the_stack() -> None:
    named = frozenset({("acme", "support")})
    observe = PowertoolsObserve("callflow-prod", Logger(service="test-metrics", stream=io.StringIO()), flows=named)
    with contextlib.redirect_stdout(out := io.StringIO()):
        for organization, flow in (("acme", "support"), ("globex", "support"), ("acme", "orders")):
            head = head_of("s", organization=organization, flow=flow)
            observe.turn(head, None, turn_id="t", millis=1.0, timings={"load": 1.0, "step": 2.0}, again=True)
    counted = [metric for line in out.getvalue().splitlines() for metric, _ in values_of(json.loads(line))]
    stack = frozenset({("stack", "callflow-prod")})
    of_flow = stack | {("organization", "acme"), ("flow", "support")}
    assert sorted(metric.name for metric in counted if metric.dimensions == stack) == sorted(
        ["Turns", "TurnMillis", "LoadMillis", "StepMillis", "TurnsRepeated"] * 3
    )
    assert [metric.name for metric in counted if metric.dimensions != stack] == ["Turns", "TurnMillis", "StepMillis"]
    assert {metric.dimensions for metric in counted} == {stack, of_flow}


def test_the_named_flows_come_from_the_environment() -> None:
    written = "acme/support, globex/orders,acme/support,"
    assert from_environment({"CALLFLOW_METRIC_FLOWS": written}).metric_flows == (
        ("acme", "support"),
        ("globex", "orders"),
    )
    assert from_environment({}).metric_flows == ()


TOO_MANY = ",".join(f"acme/flow-{number}" for number in range(21))


@pytest.mark.parametrize("written", ["support", "acme/", "a/b/c", "acme/sup port", TOO_MANY])
def test_a_list_of_flows_that_is_wrong_or_too_long_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="at most 20 flows"):
        from_environment({"CALLFLOW_METRIC_FLOWS": written})


@pytest.mark.parametrize("failure", get_args(codes.Failure))
def test_a_failure_that_an_alarm_counts_is_a_metric(failure: codes.Failure, capsys: pytest.CaptureFixture[str]) -> None:
    silent("callflow-prod").failed(failure, None, flow="f", organization="o")
    lines: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    counted = {metric.name: metric.dimensions for line in lines for metric, _ in values_of(line)}
    wanted = {"model-failed": "ModelsFailed", "agent-not-sent": "AgentsNotSent"}
    assert counted == ({wanted[failure]: {("stack", "callflow-prod")}} if failure in wanted else {})


def test_the_stack_comes_from_the_environment() -> None:
    assert from_environment({"CALLFLOW_STACK": "callflow-prod"}).stack == "callflow-prod"
    assert from_environment({}).stack == from_environment({"CALLFLOW_STACK": ""}).stack == "local"
