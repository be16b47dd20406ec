"""Runs tests of a flow in memory, by the same fold as a turn. No session is written, and nothing outside is called.

`RunTests` is the runner for everyone: the route, the gate of a publication, and the command line.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from flow_core.authored.nodes import Node, questions_of
from flow_core.events import TurnFailed
from flow_core.flow import Flow
from flow_core.nodes.transfer import has_variable_destination
from flow_core.state import Continue, Session
from flow_core.step import can_come_back
from flow_core.subflows.frames import SEPARATOR, variables_by_path
from flow_core.transfer.rules import TransferRules
from functions.deadline import Deadline
from functions.failures.codes import Failure as FailureCode
from functions.flow_tests.authored import CallerTurn, FlowTest
from functions.flow_tests.coverage import Coverage
from functions.flow_tests.expectations import After, Failure, failures
from functions.flow_tests.mocks import Mocks
from functions.ports.javascript import JavaScriptEngine
from functions.records import FlowPin, Head, TurnCall, TurnRecord, UnwritableError
from functions.remembered import Remembered
from functions.turn.attempt import Attempt, Engine
from functions.turn.begin import new_head
from functions.turn.commit import record_of
from functions.turn.perform import Perform

RUN_SECONDS = 20.0
"""Seconds in which tests begin a turn. The API answers after 29 at the latest."""
_GRACE_SECONDS = 5.0
"""Seconds that the last turn may take beyond them."""
_MAX_CONTINUED = 25
"""Requests without input with which one turn may go on."""
_NOT_RUN = "the run has used up its time before the test; run fewer tests at once"
_CUT = "the run has used up its time during the test; run fewer tests at once"
_CALLER = "a test runs in memory"


@dataclass(frozen=True, slots=True)
class Result:
    """What one test led to."""

    test_id: str
    failures: tuple[Failure, ...]
    """Empty if the test has passed. A test ends with its first turn that has failures."""
    turns: tuple[TurnRecord, ...]
    """The requests of the test. Request `n` is that of turn n, `n+1` and so on those with which it went on."""
    millis: float

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class RunTests:
    """Runs tests of one flow. Iterate over the call for the results; `coverage` grows with each.

    Args:
        flow: The flow that is tested, with its inner flows.
        javascript: The real engine. Each expression is evaluated once for the same values.
        organization_id: The organization for which the engine works.
        at: The clock of a test that has none, in milliseconds since the epoch.
        transfers: The organization's rules, for a flow that transfers to a variable destination.
    """

    flow: Flow
    javascript: JavaScriptEngine
    organization_id: str
    at: int
    transfers: TransferRules | None = None
    coverage: Coverage = field(init=False)
    """What all tests so far have reached."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "coverage", Coverage(self.flow))
        object.__setattr__(self, "javascript", Remembered(self.javascript))

    def __call__(self, tests: Iterable[tuple[str, FlowTest]], seconds: float = RUN_SECONDS) -> Iterator[Result]:
        """Run tests one after another.

        Args:
            tests: Test id and test.
            seconds: Seconds for all of them. A test that does not begin in time fails.

        Yields:
            The result of each test, in the same order. A test without turns has a simulated caller alone: it does not
            run here and has no result.

        EngineBrokenError is raised if no expression can be evaluated.
        """
        deadline = Deadline.after(seconds)
        for test_id, test in tests:
            if not test.turns:
                continue
            if deadline.expired():
                yield Result(test_id, (Failure(1, "turns", "a run of the test", _NOT_RUN),), (), 0.0)
                continue
            started = time.perf_counter()
            with Deadline.after(deadline.remaining() + _GRACE_SECONDS).as_current():
                run = _Conversation(self, test)
                found = run.all_turns(deadline)
            self.coverage.add(node for record in run.records for node in record.nodes)
            yield Result(test_id, found, tuple(run.records), round((time.perf_counter() - started) * 1000, 3))


class _Conversation:
    """One test as it runs."""

    def __init__(self, runner: RunTests, test: FlowTest) -> None:
        self.records: list[TurnRecord] = []
        self._flow = runner.flow
        self._test = test
        self._at = runner.at if test.clock is None else test.clock
        self._mocks = Mocks(test.mocks, lambda node_id: _is_read_by_rules(runner.flow, node_id))
        self._perform = Perform(
            model=self._mocks,
            tools=self._mocks,
            secrets=_NoSecrets(),
            stamp=self._stamp,
            failed=self._failed,
            mcp=self._mocks,
            has_model=True,
        )
        self._engine = Engine(runner.javascript, lambda: 0, self._failed)
        self._transfers = runner.transfers if has_variable_destination(runner.flow) else None
        session = Session("test", test.channel, self._at, test.caller_number)
        self._head: Head = new_head(
            runner.organization_id,
            "test",
            FlowPin(None, 0),
            _CALLER,
            session,
            given_variables=test.variables,
        )

    def all_turns(self, deadline: Deadline) -> tuple[Failure, ...]:
        """Run the turns until one fails."""
        turns = self._test.turns
        for number, turn in enumerate(turns, 1):
            if deadline.expired():
                return (Failure(number, "turns", "a run of the turn", _CUT),)
            following = turns[number] if number < len(turns) else None
            found = tuple(self._turn(number, turn, following))
            if found:
                return found
        return ()

    def _turn(self, number: int, turn: CallerTurn, following: CallerTurn | None) -> Iterator[Failure]:
        state = self._head.state
        if state.status.ended and not can_come_back(self._flow, state):
            yield Failure(number, "status", "waiting", state.status.value)
            return
        first = len(self.records)
        going_on = False
        while True:
            sub_number = len(self.records) - first
            turn_id = f"{number}+{sub_number}" if sub_number else str(number)
            failure = self._request(number, _call(turn_id, None if going_on else turn))
            if failure is not None:
                yield failure
                return
            if not isinstance(self._head.state.action, Continue) or _stops(turn, following):
                break
            if sub_number == _MAX_CONTINUED:
                yield Failure(number, "action", "listen", "continue, again and again without input")
                return
            going_on = True
        if turn.expect is not None:
            words = " ".join(record.response for record in self.records[first:] if record.response)
            state, action = self._head.state, self.records[-1].action
            after = After(state.node_id, words, variables_by_path(state), action, state.status.value)
            yield from failures(number, turn.expect, after)

    def _request(self, number: int, call: TurnCall) -> Failure | None:
        """Run one request. None if the flow came to its end or to the caller, as a turn must."""
        attempt = Attempt(
            self._flow,
            self._head,
            call,
            self._engine,
            self._stamp,
            self._transfers,
            True,
        )
        effect = attempt.next_effect()
        while effect is not None:
            answer, run = self._perform(effect, self._head.organization_id, call.turn_id, Deadline.current())
            attempt.effects.append(replace(run, millis=0.0))
            if (unanswered := self._mocks.unanswered) is not None:
                stopped = replace(record_of(attempt, self._at), action={"type": "continue"})
                self.records.append(stopped)
                return Failure(number, unanswered.field, unanswered.expected, unanswered.actual)
            effect = attempt.next_effect(answer)
        try:
            record = record_of(attempt, self._at)
        except UnwritableError as error:
            return Failure(number, "turns", "a turn that can be stored", str(error))
        self.records.append(record)
        self._head = replace(
            self._head,
            state=attempt.state,
            turns=record.number,
            recent=(record.turn_id,),
            given_variables={},
        )
        if attempt.failed:
            why = next((event.error for event in attempt.events if isinstance(event, TurnFailed)), "")
            return Failure(number, "turns", "a reply", f"the turn failed in Callflow: {why}")
        return None

    def _stamp(self, turn_id: str) -> dict[str, Any]:
        # The same random seed in each run of a test.
        return {"turn_id": turn_id, "at": self._at, "seed": len(self.records) + 1}

    def _failed(self, failure: FailureCode, error: BaseException | None, /, **known: str | int) -> None:
        """Ignore the report: the result of the test has the failure."""


class _NoSecrets:
    """`Secrets` of a test: its mocks need none."""

    def get(self, organization_id: str, name: str) -> str | None:
        """See `Secrets.get`."""
        return None


def _call(turn_id: str, turn: CallerTurn | None) -> TurnCall:
    if turn is None:
        return TurnCall(turn_id)
    return TurnCall(turn_id, turn.say, turn.press, no_input=turn.silence is not None)


def _stops(turn: CallerTurn, following: CallerTurn | None) -> bool:
    """Whether a turn that would go on ends here: it expects that, or the test has the next request itself."""
    action = None if turn.expect is None else turn.expect.action
    expects_it = action == "continue" or (isinstance(action, dict) and action.get("type") == "continue")
    return expects_it or (following is not None and not following.has_input)


def _is_read_by_rules(flow: Flow, path: str) -> bool:
    """Return whether rules read the answers to a node's questions, and a model only what they do not understand."""
    node = _node(flow, path)
    return node is not None and any(data.extraction in (None, "auto") for data in questions_of(node))


def _node(flow: Flow, path: str) -> Node | None:
    """Return the node of a path; None if there is none."""
    name, _, rest = path.partition(SEPARATOR)
    while rest and name in flow.inner:
        flow, path = flow.inner[name], rest
        name, _, rest = path.partition(SEPARATOR)
    return flow.nodes_by_id.get(path)
