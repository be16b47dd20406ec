"""Runs the simulated callers of tests on a server, until all of their calls are done. They ask real models."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flow_core.json import Json
from local.commands.flows.failures import ServerError
from local.commands.flows.run.results import Failed, FlowOutcome, TestOutcome
from local.commands.flows.server import Server

RUN_SECONDS = 3600.0
"""Seconds in which a run of one flow must be done. A server bounds it by turns and tokens already."""
_PAUSE_SECONDS = 1.0
"""Seconds between two requests of a run: an organization may send 120 in a minute."""


@dataclass(frozen=True, slots=True)
class Simulate:
    """What is asked for. None: as the server does by default."""

    estimate: bool = False
    """Whether only the tokens and the cost are wanted. Then no model is asked."""
    given: Mapping[str, Json] = field(default_factory=dict)
    """`budgetTokens`, `calls`, `model` and `judgeModel` of the request."""


def simulating(server: Server, flow_ids: Sequence[str], tests: Sequence[str]) -> list[str]:
    """Choose flows.

    Returns:
        The flows that have a test with a simulated caller, among the chosen tests if there are any.

    Raises:
        ServerError: If there is none.
    """
    found = [flow_id for flow_id in flow_ids if _chosen(server, flow_id, tests)]
    if not found:
        raise ServerError("No chosen test simulates a caller. Give a test the field simulate, and push it.")
    return found


def run_on_models(
    server: Server, flow_id: str, version: str, tests: Sequence[str], asked: Simulate, seconds: float = RUN_SECONDS
) -> FlowOutcome:
    """Run the simulated callers of one flow.

    Args:
        server: The API.
        flow_id: The flow.
        version: The version that they call: a number, `latest` or `draft`.
        tests: The ids of the tests. None: all that simulate a caller.
        asked: Budget, models and number of calls.
        seconds: Seconds for the run.

    Returns:
        An outcome for each call. Of an estimate, only the note about tokens and cost.
    """
    began = time.monotonic()
    simulate: dict[str, Json] = {**asked.given, **({"estimate": True} if asked.estimate else {})}
    body: dict[str, Json] = {"version": int(version) if version.isdecimal() else version, "simulate": simulate}
    body["tests"] = [*_chosen(server, flow_id, tests)]
    ran = server.simulate(flow_id, body)["simulation"]
    while not asked.estimate and ran["left"]:
        if time.monotonic() - began > seconds:
            problem = f"the run {ran['run']} is not done after {seconds:.0f} s: {ran['left']} calls are left"
            return FlowOutcome(flow_id, _outcomes(ran), problems=(problem,), notes=_notes(ran))
        time.sleep(_PAUSE_SECONDS)
        ran = server.simulate(flow_id, {"simulate": {"run": ran["run"]}})["simulation"]
    return FlowOutcome(flow_id, () if asked.estimate else _outcomes(ran), notes=_notes(ran))


def _chosen(server: Server, flow_id: str, tests: Sequence[str]) -> list[str]:
    stored = server.tests(flow_id)
    simulated = [test_id for test_id, test in stored.items() if isinstance(test, dict) and test.get("simulate")]
    return [test_id for test_id in simulated if not tests or test_id in tests]


def _outcomes(ran: Mapping[str, Any]) -> tuple[TestOutcome, ...]:
    calls = ran["calls"]
    ids = [call["testId"] for call in calls]
    numbers = [ids[: index + 1].count(test_id) for index, test_id in enumerate(ids)]
    names = [each if ids.count(each) == 1 else f"{each}-{number}" for each, number in zip(ids, numbers, strict=True)]
    return tuple(_outcome(name, call) for name, call in zip(names, calls, strict=True))


def _outcome(name: str, call: Mapping[str, Any]) -> TestOutcome:
    turns = call["turns"]
    failures = [Failed(each["turn"], each["field"], each["expected"], each["actual"]) for each in call["failures"]]
    for judged in call["judged"]:
        if judged["answer"] != "yes":
            said = f"{judged['answer']}: {judged['words']}" if judged["words"] else judged["answer"]
            failures.append(Failed(turns, "judge", judged["line"], said))
    if not call["passed"] and not failures:
        failures.append(Failed(turns, "ended", "a call that is judged", call["ended"]))
    return TestOutcome(name, call["name"], tuple(failures), 0.0, session_id=call["sessionId"])


def _notes(ran: Mapping[str, Any]) -> tuple[str, ...]:
    told = f"tokens: at most {_tokens(ran['estimate'])} by the estimate"
    return (f"{told}, used {_tokens(ran['used'])} of {ran['budgetTokens']:,}" if ran["run"] else told,)


def _tokens(usage: Mapping[str, Any]) -> str:
    dollars = "" if usage["dollars"] is None else f" ({usage['dollars']:.4f} $)"
    return f"{usage['inputTokens'] + usage['outputTokens']:,}{dollars}"
