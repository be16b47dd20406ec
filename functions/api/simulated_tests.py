"""`POST /api/flows/{flowId}/tests/run` with `simulate`: begins simulated calls, goes on with them, shows them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from flow_core.flow import Flow
from functions.api.http.problems import conflict, invalid_field, not_found
from functions.api.limits import require_rate
from functions.api.schemas.requests.flow_tests import RunTestsBody, SimulateBody
from functions.api.schemas.responses import flow_tests as responses
from functions.cost.prices import LIST, ModelPrice, model_prices
from functions.flow_tests.authored import FlowTest
from functions.ports.flows import StoredTest
from functions.records import FlowPin
from functions.services import Services
from functions.simulation.budget import Tokens, cost_of
from functions.simulation.call import Line
from functions.simulation.estimate import estimate
from functions.simulation.progress import SimulatedCall, SimulatedRun, run_type
from functions.simulation.run import RunCalls
from functions.simulation.store import StoredRun
from functions.turn.begin import session_id_of
from functions.turn.called_flows import UncallableFlowError
from functions.turn.flow_versions import MissingFlowError, resolve
from functions.turn.mcp_tools import UnlistedToolsError

MAX_CALLS = 50
"""Calls of a run."""
MAX_REQUESTS_A_MINUTE = 120
"""Requests with `simulate` that an organization may send in a minute."""
_BUSY = 45_000
"""Milliseconds for which a request has a run for itself: longer than any request takes."""


def simulated(
    services: Services, organization: str, flow_id: str, body: RunTestsBody, asked: SimulateBody
) -> responses.TestRun:
    """Begin or go on with simulated calls for some seconds, or estimate their cost.

    Args:
        services: The services.
        organization: The owner of the flow.
        flow_id: The flow.
        body: The request.
        asked: Its `simulate`.

    Returns:
        The run with its results until now. While `simulation.left` is not 0, the client sends the next request with
        its `run`.

    `ProblemError` is raised: 404 if there is no such flow, version, test or run, 422 for what cannot be simulated.
    """
    _require_flow(services, organization, flow_id)
    did = f"sent {MAX_REQUESTS_A_MINUTE} requests for simulated calls"
    require_rate(services, organization, "simulate", limit=MAX_REQUESTS_A_MINUTE, did=did)
    if asked.run is not None:
        run = _gone_on(services, organization, flow_id, body, asked.run)
    else:
        run = _new(services, organization, flow_id, body, asked)
        run = run if asked.estimate else _run(services, organization, flow_id, run, 1)
    return _shown(run, _prices(services, organization, asked))


def _require_flow(services: Services, organization: str, flow_id: str) -> None:
    if services.flows.summary(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")


def _new(services: Services, organization: str, flow_id: str, body: RunTestsBody, asked: SimulateBody) -> SimulatedRun:
    """Make a run of which nothing is stored yet. It has no calls if only an estimate is asked for."""
    if body.definition is not None:
        raise invalid_field("definition", "cannot be called by simulated callers; save it, and send version: draft")
    default = services.settings.model or ""
    if not default and None in (asked.model, asked.judge_model):
        raise invalid_field("simulate.model", "is needed with judgeModel: no model is configured; set CALLFLOW_MODEL")
    tests = _with_callers(services, organization, flow_id, body.tests)
    if len(tests) * asked.calls > MAX_CALLS:
        raise invalid_field("simulate.calls", f"makes {len(tests) * asked.calls} calls, and {MAX_CALLS} are possible")
    pin, flow = _flow(services, organization, flow_id, body)
    caller_model, judge_model = asked.model or default, asked.judge_model or default
    estimated = estimate(
        flow,
        [(test, asked.calls) for test in tests.values()],
        caller_model=caller_model,
        judge_model=judge_model,
        default_model=default,
    )
    run_id = f"run_{secrets.token_hex(8)}"
    calls = [] if asked.estimate else _calls(organization, flow_id, run_id, tests, asked.calls)
    return SimulatedRun(run_id, pin, asked.budget_tokens, asked.model, asked.judge_model, estimated, tuple(calls))


def _gone_on(services: Services, organization: str, flow_id: str, body: RunTestsBody, run_id: str) -> SimulatedRun:
    if body.model_fields_set - {"simulate"} or (body.simulate and body.simulate.model_fields_set - {"run", "prices"}):
        raise invalid_field("simulate.run", "cannot be combined with other fields; send it alone, or with prices")
    stored = services.simulations.get(organization, flow_id, run_id)
    if stored is None:
        raise not_found(f"run {run_id} of the flow {flow_id}")
    run = run_type().validate_json(stored.payload)
    if run.left == 0 or stored.busy_until > services.now():
        return run
    return _run(services, organization, flow_id, run, stored.revision + 1)


def _run(services: Services, organization: str, flow_id: str, run: SimulatedRun, revision: int) -> SimulatedRun:
    """Take the run for this request, go on with its calls, and store it."""
    now = services.now()
    taken = StoredRun(revision, now + _BUSY, run_type().dump_json(run))
    if not services.simulations.save(organization, flow_id, run.run_id, taken, at=now):
        raise conflict(f"Another request goes on with the run {run.run_id}. Send the same request again.")
    model = services.run_turn.perform.model
    line = Line(services.run_turn, model, services.settings.model or "", organization, flow_id)

    def test_of(test_id: str) -> FlowTest | None:
        found = services.flow_tests.get(organization, flow_id, test_id)
        return None if found is None else FlowTest.model_validate(found.written)

    run = RunCalls(line, test_of)(run)
    done = StoredRun(revision + 1, 0, run_type().dump_json(run))
    services.simulations.save(organization, flow_id, run.run_id, done, at=services.now())
    return run


def _with_callers(services: Services, organization: str, flow_id: str, ids: list[str] | None) -> dict[str, FlowTest]:
    """Read the tests that simulate a caller: those with the ids, or all of the flow."""
    stored: list[StoredTest] = []
    if ids is None:
        cursor: str | None = None
        while True:
            page = services.flow_tests.page(organization, flow_id, cursor=cursor, limit=100)
            stored += page.tests
            cursor = page.cursor
            if cursor is None:
                break
    else:
        for test_id in dict.fromkeys(ids):
            found = services.flow_tests.get(organization, flow_id, test_id)
            if found is None:
                raise not_found(f"test {test_id} of the flow {flow_id}")
            stored.append(found)
    tests = {each.test_id: FlowTest.model_validate(each.written) for each in stored}
    simulating = {test_id: test for test_id, test in tests.items() if test.simulate is not None}
    without = [test_id for test_id in tests if test_id not in simulating]
    if without and ids is not None:
        raise invalid_field("tests", f"has {without[0]}, which simulates no caller; give that test a simulate field")
    if not simulating:
        raise invalid_field("tests", "has no test that simulates a caller; give a test a simulate field")
    return simulating


def _flow(services: Services, organization: str, flow_id: str, body: RunTestsBody) -> tuple[FlowPin, Flow]:
    """Return the definition that the calls run. The revision of a draft is stored for their sessions."""
    try:
        pin = resolve(services.flows, services.pinned, organization, flow_id, body.version, services.list_tools)
        if pin is None:
            raise not_found(f"{body.version} version of the flow {flow_id}")
        return pin, services.pinned(organization, flow_id, pin)
    except (UncallableFlowError, UnlistedToolsError) as error:
        raise invalid_field("version", f"is {body.version}, but {error}") from error
    except MissingFlowError as error:
        raise invalid_field("version", "has errors and cannot run; save the flow without them first") from error


def _calls(
    organization: str, flow_id: str, run_id: str, tests: Mapping[str, FlowTest], each: int
) -> list[SimulatedCall]:
    """Write down the calls of a run. None has begun."""
    calls: list[SimulatedCall] = []
    for test_id, test in tests.items():
        for _ in range(each):
            room_name = f"{run_id}-{len(calls) + 1}"
            session_id = session_id_of(organization, flow_id, room_name)
            calls.append(SimulatedCall(test_id, test.name, session_id, room_name))
    return calls


def _prices(services: Services, organization: str, asked: SimulateBody) -> dict[str, ModelPrice]:
    """Return the prices that are known. Those of the installation are the strongest, those of a list the weakest."""
    given = {model: price.price() for model, price in asked.prices.items()}
    own = services.organizations.settings(organization).prices
    return {**LIST.models, **given, **own.models, **model_prices(services.settings.model_prices)}


def _shown(run: SimulatedRun, prices: Mapping[str, ModelPrice]) -> responses.TestRun:
    def usage(tokens: Mapping[str, Tokens]) -> responses.Usage:
        whole = sum(tokens.values(), Tokens())
        return {"inputTokens": whole.input, "outputTokens": whole.output, "dollars": cost_of(tokens, prices)}

    calls: list[responses.SimulatedCall] = [
        {
            "testId": call.test_id,
            "name": call.name,
            "sessionId": call.session_id,
            "passed": call.passed if call.done else None,
            "ended": call.ended,
            "turns": call.turns,
            "judged": [{"line": each.line, "answer": each.answer, "words": each.words} for each in call.judged or ()],
            "failures": [
                {"turn": each.turn, "field": each.field, "expected": each.expected, "actual": each.actual}
                for each in call.failures
            ],
            "used": usage(call.tokens),
        }
        for call in run.calls
    ]
    passed = sum(call.passed for call in run.calls)
    return {
        "passed": passed,
        "failed": len(run.calls) - run.left - passed,
        "results": [],
        "coverage": {"nodes": {}, "exits": {}, "missed": []},
        "simulation": {
            "run": run.run_id if run.calls else None,
            "version": run.pin.label,
            "left": run.left,
            "budgetTokens": run.budget_tokens,
            "estimate": usage(run.estimate),
            "used": usage(run.tokens),
            "calls": calls,
        },
    }
