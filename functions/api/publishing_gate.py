"""Judges a draft that is to be published, by the gate of its flow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flow_core.flow import Flow
from functions.api.flow_to_try import ToTry
from functions.api.http.problems import ProblemError
from functions.api.replay_jobs import begin_job
from functions.api.replay_results import shown_group
from functions.api.schemas.responses import gate as responses
from functions.deadline import Deadline
from functions.errors import UnavailableError
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.run import Result, RunTests
from functions.gate.judge import Refusal, counts, judge_coverage, judge_replay, judge_tests
from functions.ports.changes.replays import Choice
from functions.ports.flows import Gate
from functions.ports.queue import QueueMessage
from functions.post_call.refusal import refusal_json
from functions.replay.call import Replayed
from functions.replay.causes import groups
from functions.replay.choice import chosen_calls
from functions.replay.jobs import STALLED_MILLIS, replayed
from functions.replay.run import ReplayCalls
from functions.services import Services

SECONDS = 20.0
"""Seconds for tests and replay together, without the list of the calls. API Gateway waits for 29."""
_LIST_SECONDS = 3.0
"""Seconds for that list."""
_MAX_FAILED = 50
"""Failed tests in a result."""
_MAX_COUNTED = 100
"""Calls that a result names."""
_FRESH_MILLIS = 24 * 3_600_000
"""Milliseconds for which the results of a replay count for its draft. Then newer calls are replayed."""


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


def judge_draft(services: Services, organization: str, tried: ToTry, by: str, *, wait: bool) -> Judged:
    """Run what the gate of a flow asks for.

    Args:
        services: The services.
        organization: The owner of the flow.
        tried: The draft, as it would be published.
        by: Who publishes it.
        wait: Whether nothing overrides the gate. Then a replay for which the time does not suffice goes on after the
            request, the next request for the same draft finds its results, and a refusal is an event of the webhook.

    Returns:
        Whether the draft passes, and the results.
    """
    flow, flow_id = tried.flow, tried.flow_id
    gate = services.gates.gate(organization, flow_id)
    result: responses.GateResult = {"gate": shown_gate(gate)}
    deadline = Deadline.after(SECONDS)
    refusals: list[Refusal] = []
    if gate.tests or gate.least_node_coverage is not None:
        refusals += _judge_tests(services, organization, flow_id, flow, gate, deadline, result)
    if gate.replay_last is not None:
        replay = _kept_replay(services, organization, tried, gate.replay_last)
        if replay is None:
            replay = _replay(services, organization, tried, gate.replay_last, deadline, by, wait=wait)
        refusals += judge_replay(gate, replay.results, replay.folded, replay.left)
        result["replay"] = _shown_replay(gate, replay)
    if refusals and wait:
        _tell_refused(services, organization, tried, refusals, by)
    return Judged(tuple(refusals), result)


def _tell_refused(services: Services, organization: str, tried: ToTry, refusals: Sequence[Refusal], by: str) -> None:
    """Queue the event for the webhook, if the organization wants it. What fails here changes no answer."""
    try:
        webhook = services.organizations.settings(organization).webhook
        if webhook is None or "gate.refused" not in webhook.events:
            return
        body = refusal_json(organization, tried.flow_id, tried.pin.label, refusals, by=by, at=services.now())
        if services.events_queue.put([QueueMessage(tried.flow_id, body)]):
            services.observe.failed("event-not-queued", None, flow=tried.flow_id)
    except UnavailableError as error:
        services.observe.failed("event-not-queued", error, flow=tried.flow_id)


@dataclass(frozen=True, slots=True)
class _Replay:
    """The replay of the newest calls, as far as it has come."""

    results: Sequence[Replayed]
    same: int
    """The calls that are the same. `results` may leave them out."""
    folded: int
    left: int
    job_id: str | None = None


def _kept_replay(services: Services, organization: str, tried: ToTry, last: int) -> _Replay | None:
    """Return the replay that an earlier request for the same draft has begun. None if there is none to rely on."""
    job = services.replays.get(organization, tried.flow_id, _job_id(tried, last))
    if job is None or job.failed is not None or services.now() - job.at > _FRESH_MILLIS:
        return None
    if not job.ended and services.now() - job.updated_at > STALLED_MILLIS:
        return None
    results = replayed(services.replays.results(organization, job))
    left = (last if job.total is None else job.total) - job.done
    return _Replay(results, job.same, job.done, left, job.job_id)


def _replay(
    services: Services, organization: str, tried: ToTry, last: int, deadline: Deadline, by: str, *, wait: bool
) -> _Replay:
    calls = ReplayCalls(services.sessions, services.pinned, services.run_turn.engine.javascript)
    choice = Choice(last)
    chosen = chosen_calls(services.sessions, organization, tried.flow_id, choice, Deadline.after(_LIST_SECONDS))
    folded = list(calls(organization, tried.flow_id, tried.flow, chosen or (), deadline))
    results = [each for each in folded if each is not None]
    left = last if chosen is None else len(chosen) - len(folded)
    job_id: str | None = None
    if left and wait:
        job_id = _job_id(tried, last)
        begin_job(services, organization, tried, choice, by, chosen, folded, job_id)
    same = sum(each.verdict == "same" for each in results)
    return _Replay(results, same, len(folded), left, job_id)


def _shown_replay(gate: Gate, replay: _Replay) -> responses.GateReplay:
    counted = [each.session_id for each in replay.results if counts(gate, each)]
    verdicts = [each.verdict for each in replay.results]
    shown: responses.GateReplay = {
        "same": replay.same,
        "differ": verdicts.count("differs"),
        "cannot": verdicts.count("cannot"),
        "left": replay.left,
        "counted": len(counted),
        "sessions": counted[:_MAX_COUNTED],
        "groups": [shown_group(group) for group in groups(replay.results)],
    }
    if replay.job_id is not None:
        shown["job"] = replay.job_id
    return shown


def _job_id(tried: ToTry, last: int) -> str:
    """Return the id of the replay of a gate: the same for the same draft or version and as many calls."""
    return f"gate-{tried.pin.label}-{tried.pin.revision}-{tried.pin.frozen or 'alone'}-{last}"


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
