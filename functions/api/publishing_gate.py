"""Judges a draft that is to be published, by the gate of its flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from flow_core.flow import Flow
from functions.api.http.problems import ProblemError
from functions.api.replay_results import shown_group
from functions.api.schemas.responses import gate as responses
from functions.deadline import Deadline
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.run import Result, RunTests
from functions.gate.judge import Refusal, counts, judge_coverage, judge_replay, judge_tests
from functions.ports.flows import Gate
from functions.replay.causes import groups
from functions.replay.run import ReplayCalls
from functions.services import Services

SECONDS = 20.0
"""Seconds for tests and replay together. API Gateway waits for 29."""
_MAX_FAILED = 50
"""Failed tests in a result."""
_MAX_COUNTED = 100
"""Calls that a result names."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft, judged by its gate."""

    refusals: tuple[Refusal, ...]
    """Why it does not pass; empty if it passes."""
    result: responses.GateResult

    def problem(self) -> ProblemError:
        """Return the problem (422) of a publication that does not pass."""
        first = self.refusals[0].message
        detail = f"The gate does not let this draft pass: {first}. Change the draft, or publish it with an override."
        problems = [{"field": each.field, "message": each.message} for each in self.refusals]
        return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems, members={"gate": self.result})


def judge_draft(services: Services, organization: str, flow_id: str, flow: Flow) -> Judged:
    """Run what the gate of a flow asks for.

    Args:
        services: The services.
        organization: The owner of the flow.
        flow_id: The flow.
        flow: The draft, as it would be published.

    Returns:
        Whether the draft passes, and the results.
    """
    gate = services.gates.gate(organization, flow_id)
    result: responses.GateResult = {"gate": shown_gate(gate)}
    deadline = Deadline.after(SECONDS)
    refusals: list[Refusal] = []
    if gate.tests or gate.least_node_coverage is not None:
        refusals += _judge_tests(services, organization, flow_id, flow, gate, deadline, result)
    if gate.replay_last is not None:
        calls = ReplayCalls(services.sessions, services.pinned, services.run_turn.engine.javascript)
        chosen = calls.latest(organization, flow_id, gate.replay_last)
        results = list(calls(organization, flow_id, flow, chosen, deadline))
        left = len(chosen) - len(results)
        refusals += judge_replay(gate, results, left)
        counted = [each.session_id for each in results if counts(gate, each)]
        verdicts = [each.verdict for each in results]
        result["replay"] = {
            "same": verdicts.count("same"),
            "differ": verdicts.count("differs"),
            "cannot": verdicts.count("cannot"),
            "left": left,
            "counted": len(counted),
            "sessions": counted[:_MAX_COUNTED],
            "groups": [shown_group(group) for group in groups(results)],
        }
    return Judged(tuple(refusals), result)


def _judge_tests(
    services: Services,
    organization: str,
    flow_id: str,
    flow: Flow,
    gate: Gate,
    deadline: Deadline,
    result: responses.GateResult,
) -> list[Refusal]:
    transfers = services.organizations.settings(organization).transfers
    run = RunTests(flow, services.run_turn.engine.javascript, organization, services.now(), transfers)
    results = list(run(_every_test(services, organization, flow_id), deadline.remaining()))
    failed = [each for each in results if not each.passed]
    refusals: list[Refusal] = []
    if gate.tests:
        refusals += judge_tests([each.test_id for each in failed], len(results))
        result["tests"] = {
            "passed": len(results) - len(failed),
            "failed": len(failed),
            "failures": [_failed(each) for each in failed[:_MAX_FAILED]],
        }
    if gate.least_node_coverage is not None:
        reached, own = run.coverage.nodes, list(flow.nodes_by_id)
        missed = [node_id for node_id in own if reached[node_id] == 0]
        refusals += judge_coverage(gate, len(own) - len(missed), missed)
        result["coverage"] = {"nodes": round(1 - len(missed) / len(own), 4), "missed": missed}
    return refusals


def _failed(result: Result) -> responses.FailedTest:
    failure = result.failures[0]
    return {"testId": result.test_id, "turn": failure.turn, "field": failure.field}


def _every_test(services: Services, organization: str, flow_id: str) -> Iterator[tuple[str, FlowTest]]:
    cursor: str | None = None
    while True:
        page = services.flow_tests.page(organization, flow_id, cursor=cursor, limit=100)
        yield from ((stored.test_id, FlowTest.model_validate(stored.written)) for stored in page.tests)
        cursor = page.cursor
        if cursor is None:
            return


def shown_gate(gate: Gate) -> responses.Gate:
    """Return a gate as responses have it."""
    shown: responses.Gate = {"tests": gate.tests}
    if gate.replay_last is not None:
        shown["replayLast"] = gate.replay_last
    if gate.most_differing is not None:
        shown["mostDiffering"] = gate.most_differing
    if gate.words_may_differ:
        shown["wordsMayDiffer"] = True
    if gate.least_node_coverage is not None:
        shown["leastNodeCoverage"] = gate.least_node_coverage
    return shown
