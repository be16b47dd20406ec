"""Simulated calls on the turn protocol: how the loop ends, what is asked and kept, and how a later request goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from flow_core.effects import AskModel
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import Status
from functions.adapters.javascript.engine import JavaScript
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.from_session import written_test
from functions.flow_tests.run import RunTests
from functions.history.conversation import conversation, every_turn
from functions.ports.model import ModelOutcome, Replied, Silent
from functions.records import Head, TurnRecord
from functions.simulation.budget import Tokens
from functions.simulation.call import MAX_CONTINUED, Line
from functions.simulation.progress import SimulatedCall, SimulatedRun, run_type
from functions.simulation.run import RunCalls
from functions.turn.begin import session_id_of
from testing.fakes.sessions import InMemorySessions
from testing.fakes.tools import FakeTools
from testing.stage import NOON, Stage, flow, node

ORDERS = flow(
    [
        node("start", "start", message="Hello."),
        node("ask", "elicitation", prompt="Which order?", variable="order"),
        node(
            "look-up",
            "tool",
            message="Let me look.",
            request={"url": "https://shop.example/{{ order }}"},
            assign={"found": "response.body.state"},
        ),
        node("more", "elicitation", prompt="It is {{ found }}. Anything else?", variable="more"),
        node("end", "end", message="Goodbye."),
        node("sorry", "end", message="Sorry."),
    ],
    ["start -> ask", "ask -> look-up", "look-up -> more", "look-up.error -> sorry", "more -> end"]
    + [f"{each}.{exit} -> sorry" for each in ("ask", "more") for exit in ("noMatch", "noInput")],
)
ENDLESS = flow(
    [node("start", "start"), node("ask", "elicitation", prompt="Next?", variable="heard", maxAttempts=5)],
    ["start -> ask", "ask -> ask", "ask.noInput -> ask", "ask.noMatch -> ask"],
)
QUIET = flow(
    [
        node("start", "start"),
        node("talk", "llm", instructions="Help.", until="false", fallback="Sorry.", maxTurns=50),
    ],
    ["start -> talk", "talk -> talk", "talk.error -> talk", "talk.maxTurns -> talk"],
)
SILENT_FLOW = flow(
    [
        node("start", "start"),
        node("talk", "llm", instructions="Help.", until="false", extract={"x": {"type": "integer"}}, maxTurns=50),
    ],
    ["start -> talk", "talk -> talk", "talk.error -> talk", "talk.maxTurns -> talk"],
)
MOCKS: Json = {"look-up": [{"status": 200, "body": {"state": "shipped"}}]}
ASKS = "The agent asks for the order."
NO_REFUND = "The agent promises no refund."


def says(words: str) -> Replied:
    return Replied(words, {"act": "say"}, 100, 10)


DONE = Replied("Thanks.", {"act": "done"}, 100, 10)
GIVES_UP = Replied("This is useless.", {"act": "giveUp"}, 100, 10)
SILENT = Replied("", {"act": "silence"}, 100, 10)


def answers(*given: str, words: str = "Which order?") -> Replied:
    extracted: dict[str, Json] = {}
    for number, answer in enumerate(given, 1):
        extracted |= {f"answer{number}": answer, f"words{number}": words}
    return Replied("", extracted, 500, 30)


YES = answers("yes", "yes")


class Models:
    """Implements `Model`: scripts of the caller and the judge. The last answer of a script is given again."""

    def __init__(
        self,
        caller: Iterable[ModelOutcome],
        judge: Iterable[ModelOutcome] = (YES,),
        flow: Callable[[AskModel], ModelOutcome] = lambda effect: Replied("Yes?", {}, 50, 5),
    ) -> None:
        self.asked: list[AskModel] = []
        self._scripts = {"caller": list(caller), "judge": list(judge)}
        self._flow = flow
        self._lock = threading.Lock()

    def ask(self, effect: AskModel, **_: Any) -> ModelOutcome:
        with self._lock:
            self.asked.append(effect)
            script = self._scripts.get(effect.node_id)
            if script is None:
                return self._flow(effect)
            return script.pop(0) if len(script) > 1 else script[0]

    def of(self, node_id: str) -> list[AskModel]:
        return [effect for effect in self.asked if effect.node_id == node_id]


def a_test(turns: Json = None, **fields: Any) -> FlowTest:
    simulate = {"caller": "Ann", "goal": "To know where order 1001 is.", "maxTurns": 6, "judge": [ASKS, NO_REFUND]}
    simulate |= fields.pop("simulate", {})
    written = {"name": "a caller", "turns": turns or [], "mocks": MOCKS, "simulate": simulate, **fields}
    return FlowTest.model_validate(written)


@dataclass
class Simulation:
    """Runs simulated calls of a flow, and reads what is kept of them."""

    models: Models
    flow: Flow
    javascript: JavaScript
    test: FlowTest = field(default_factory=a_test)
    budget: int = 100_000

    def __post_init__(self) -> None:
        self.tools = FakeTools()
        self.stage = Stage((self.flow,), self.javascript, model=self.models, tools=self.tools, has_model=True)

    def begin(self, calls: int = 1) -> SimulatedRun:
        rooms = [f"run-{number}" for number in range(1, calls + 1)]
        made = [SimulatedCall("test", self.test.name, session_id_of("acme", "flow", room), room) for room in rooms]
        return SimulatedRun("run", self.stage.newest, self.budget, None, None, {}, tuple(made))

    def go_on(self, run: SimulatedRun, seconds: float = 30, **line: Any) -> SimulatedRun:
        made = Line(self.stage.run_turn, self.models, "openai/small", "acme", "flow")
        run = RunCalls(replace(made, **line), lambda test_id: self.test)(run, seconds)
        return run_type().validate_json(run_type().dump_json(run))

    def __call__(self) -> SimulatedCall:
        (call,) = self.go_on(self.begin()).calls
        assert call.done
        return call

    def head(self, call: SimulatedCall) -> Head:
        head = self.stage.sessions.head(call.session_id)
        assert head is not None
        return head

    def turns(self, call: SimulatedCall) -> list[TurnRecord]:
        return every_turn(self.stage.sessions, self.head(call))

    def said(self, call: SimulatedCall) -> list[str]:
        return [said.message.content for said in conversation(self.turns(call))]


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


# How a call ends


def test_a_caller_with_the_goal_hangs_up_and_the_judge_is_asked_about_each_line(javascript: JavaScript) -> None:
    simulation = Simulation(Models([says("Where is my order?"), DONE]), ENDLESS, javascript)
    call = simulation()
    assert (call.ended, call.turns, call.passed) == ("goalReached", 1, True)
    assert [(each.line, each.answer) for each in call.judged or ()] == [(ASKS, "yes"), (NO_REFUND, "yes")]
    # The caller has left, so the session has ended as any other that a caller leaves.
    assert simulation.head(call).state.status is Status.ABANDONED


def test_a_caller_who_gives_up_ends_the_call(javascript: JavaScript) -> None:
    call = Simulation(Models([GIVES_UP], [answers("no", "yes")]), ENDLESS, javascript)()
    assert (call.ended, call.turns, call.passed) == ("callerHungUp", 0, False)


def test_a_flow_that_hangs_up_ends_the_call(javascript: JavaScript) -> None:
    simulation = Simulation(Models([says("1001"), says("no")]), ORDERS, javascript)
    call = simulation()
    assert (call.ended, call.turns, call.passed) == ("flowEnded", 2, True)
    assert simulation.said(call) == [
        "Hello. Which order?", "1001", "Let me look.", "It is shipped. Anything else?", "no", "Goodbye.",
    ]  # fmt: skip
    assert simulation.head(call).state.status is Status.COMPLETED
    assert simulation.tools.calls == []


def test_a_caller_has_only_so_many_turns(javascript: JavaScript) -> None:
    call = Simulation(Models([says("What?")]), ENDLESS, javascript, a_test(simulate={"maxTurns": 3}))()
    assert (call.ended, call.turns) == ("turnsUsedUp", 3)


def test_two_sides_that_say_nothing_end_the_call(javascript: JavaScript) -> None:
    models = Models([SILENT], flow=lambda effect: Replied("", {"x": 1}, 1, 1))
    call = Simulation(models, SILENT_FLOW, javascript, a_test(simulate={"maxTurns": 50}))()
    assert call.ended == "bothSilent"
    assert call.turns < 5


def test_a_silent_caller_hears_what_the_flow_says_to_that(javascript: JavaScript) -> None:
    simulation = Simulation(Models([SILENT]), ORDERS, javascript)
    call = simulation()
    assert call.ended == "flowEnded"
    assert simulation.said(call)[-1] == "Sorry."


def test_a_call_ends_where_the_budget_is_used_up(javascript: JavaScript) -> None:
    models = Models([says("What?")])
    call = Simulation(models, ENDLESS, javascript, a_test(simulate={"maxTurns": 50}), budget=4_000)()
    assert (call.ended, call.judged, call.passed) == ("budgetUsedUp", (), False)
    assert 1 < call.turns < 50
    assert sum(tokens.total for tokens in call.tokens.values()) <= 4_000
    # Nobody is asked once the budget is used up.
    assert len(models.asked) == call.turns


def test_the_models_of_the_flow_use_the_same_budget(javascript: JavaScript) -> None:
    models = Models([says("Hello?")], flow=lambda effect: Replied("Yes?", {}, 2_000, 5))
    call = Simulation(models, QUIET, javascript, a_test(simulate={"maxTurns": 50}), budget=10_000)()
    assert call.ended == "budgetUsedUp"
    assert 1 <= call.turns <= 6


def test_a_tool_without_a_mock_ends_the_call_by_name(javascript: JavaScript) -> None:
    simulation = Simulation(Models([says("1001")]), ORDERS, javascript, a_test(mocks={}))
    call = simulation()
    assert (call.ended, call.judged, call.passed) == ("noAnswer", (), False)
    [failure] = call.failures
    assert (failure.turn, failure.field) == (1, "mocks.look-up")
    assert simulation.tools.calls == []


def test_a_model_that_gives_no_move_again_and_again_ends_the_call(javascript: JavaScript) -> None:
    models = Models([Silent("it is in trouble")])
    call = Simulation(models, ENDLESS, javascript)()
    assert (call.ended, call.passed) == ("failed", False)
    assert [failure.actual for failure in call.failures] == ["it is in trouble"]
    assert len(models.asked) == 3


def test_a_model_that_fails_once_is_asked_again(javascript: JavaScript) -> None:
    call = Simulation(Models([Silent("it is in trouble"), says("Hi."), Silent("again"), DONE]), ENDLESS, javascript)()
    assert (call.ended, call.turns, call.failures) == ("goalReached", 1, ())


def test_a_judge_that_gives_no_answer_again_and_again_fails_the_call(javascript: JavaScript) -> None:
    run = Simulation(Models([DONE], [Silent("it is in trouble")]), ENDLESS, javascript)
    going = run.begin()
    for _ in range(3):
        going = run.go_on(going)
    (call,) = going.calls
    assert (call.done, call.ended, call.passed) == (True, "failed", False)


def test_a_flow_that_never_listens_ends_the_call(javascript: JavaScript) -> None:
    # Each answer of the tool is followed by the tool again, and each request goes on.
    again = flow(
        [
            node("start", "start"),
            node("look-up", "tool", message="Looking.", request={"url": "https://shop.example/"}),
        ],
        ["start -> look-up", "look-up -> look-up", "look-up.error -> look-up"],
    )
    simulation = Simulation(Models([says("Hello?")]), again, javascript)
    call = simulation()
    assert (call.ended, call.turns) == ("failed", 0)
    assert len(simulation.turns(call)) == MAX_CONTINUED + 1


# What the models are asked


def test_the_caller_reads_the_call_from_its_own_side(javascript: JavaScript) -> None:
    models = Models([says("1001"), says("no")])
    Simulation(models, ORDERS, javascript, a_test(simulate={"caller": "Ann, impatient"}))()
    first, second = models.of("caller")
    assert [(message.role, message.content) for message in second.messages] == [
        ("user", "Hello. Which order?"),
        ("assistant", "1001"),
        ("user", "Let me look. It is shipped. Anything else?"),
    ]
    assert "Ann, impatient" in first.instructions
    assert "To know where order 1001 is." in first.instructions
    assert "You are in a hurry." in first.instructions
    assert not first.in_call
    assert ASKS not in first.instructions


def test_the_judge_reads_the_call_as_evidence_and_its_words_must_have_been_said(javascript: JavaScript) -> None:
    invented = Replied("", {"answer1": "yes", "words1": '"which ORDER?"', "answer2": "no", "words2": "A refund!"}, 9, 9)
    models = Models([says("1001"), says("no")], [invented])
    call = Simulation(models, ORDERS, javascript)()
    (asked,) = models.of("judge")
    assert asked.messages[0].content.splitlines() == [
        "Agent: Hello. Which order?",
        "Caller: 1001",
        "Agent: Let me look. It is shipped. Anything else?",
        "Caller: no",
        "Agent: Goodbye.",
    ]
    assert [(each.answer, each.words) for each in call.judged or ()] == [("yes", "which ORDER?"), ("no", "")]
    assert not call.passed


def test_a_line_without_an_answer_is_no_yes(javascript: JavaScript) -> None:
    call = Simulation(Models([DONE], [answers("yes")]), ENDLESS, javascript)()
    assert [each.answer for each in call.judged or ()] == ["yes", "unknown"]
    assert not call.passed


def test_a_call_begins_with_the_turns_that_the_author_has_written(javascript: JavaScript) -> None:
    models = Models([says("no")])
    simulation = Simulation(models, ORDERS, javascript, a_test([{"expect": {}}, {"say": "1001"}]))
    call = simulation()
    assert (call.ended, call.turns) == ("flowEnded", 2)
    assert simulation.said(call)[1] == "1001"
    assert len(models.of("caller")) == 1


def test_keys_are_pressed_and_words_are_not_taken_for_keys(javascript: JavaScript) -> None:
    moves = [Replied("1001#", {"act": "press"}, 1, 1), Replied("hello", {"act": "press"}, 1, 1), DONE]
    simulation = Simulation(Models(moves), ENDLESS, javascript)
    call = simulation()
    assert [turn.input for turn in simulation.turns(call)] == [None, "1001#", "hello"]


def test_a_mocked_model_is_not_asked_and_its_last_answer_is_given_again(javascript: JavaScript) -> None:
    models = Models([says("Hi."), says("Hi."), says("Hi."), DONE])
    mocks: Json = {"talk": [{"reply": "First."}, {"reply": "Later."}]}
    simulation = Simulation(models, QUIET, javascript, a_test(mocks=mocks))
    call = simulation()
    assert simulation.said(call) == ["First.", "Hi.", "Later.", "Hi.", "Later.", "Hi.", "Later."]
    assert models.of("talk") == []


def test_the_flow_sees_the_clock_of_the_test_and_a_list_of_sessions_does_not(javascript: JavaScript) -> None:
    simulation = Simulation(Models([DONE]), ENDLESS, javascript, a_test(at="2030-01-01T00:00:00Z"))
    head = simulation.head(simulation())
    assert head.state.session.started_at == 1_893_456_000_000
    assert head.created_at == NOON


# Tokens


def test_tokens_of_caller_judge_and_flow_are_counted_by_model(javascript: JavaScript) -> None:
    call = Simulation(Models([says("Hi."), DONE]), QUIET, javascript)()
    # Two moves, one judgement, and the flow's model once at the beginning and once for the turn.
    assert call.tokens == {"openai/small": Tokens(2 * 100 + 500 + 2 * 50, 2 * 10 + 30 + 2 * 5)}


def test_a_model_that_counts_no_tokens_uses_the_budget_all_the_same(javascript: JavaScript) -> None:
    models = Models([Replied("Hi.", {"act": "say"})])
    call = Simulation(models, ENDLESS, javascript, a_test(simulate={"maxTurns": 50}), budget=5_000)()
    assert call.ended == "budgetUsedUp"
    assert sum(tokens.total for tokens in call.tokens.values()) > 3_000


# Requests


def test_a_later_request_goes_on_where_the_earlier_one_stopped(javascript: JavaScript) -> None:
    models = Models([says("1001"), says("no")])
    simulation = Simulation(models, ORDERS, javascript)
    run = simulation.begin()
    steps = 0
    while run.left:
        # One round: the deadline has passed after it.
        run = simulation.go_on(run, 0.0001 if steps == 0 else 0.01)
        steps += 1
        assert steps < 500
    (call,) = run.calls
    assert (call.ended, call.turns, call.passed) == ("flowEnded", 2, True)
    assert [turn.turn_id for turn in simulation.turns(call)] == ["turn-1", "turn-2", "turn-3", "turn-4"]


def test_calls_of_a_run_share_its_budget_and_run_side_by_side(javascript: JavaScript) -> None:
    together = threading.Barrier(4, timeout=20)

    def first(effect: AskModel) -> ModelOutcome:
        return Replied("Yes?", {}, 1, 1)

    class Together(Models):
        def ask(self, effect: AskModel, **others: Any) -> ModelOutcome:
            if effect.node_id == "caller" and len(effect.messages) == 1:
                together.wait()
            return super().ask(effect, **others)

    models = Together([says("What?")], flow=first)
    simulation = Simulation(models, ENDLESS, javascript, a_test(simulate={"maxTurns": 50}), budget=12_000)
    run = simulation.go_on(simulation.begin(calls=4))
    assert {call.ended for call in run.calls} == {"budgetUsedUp"}
    assert sum(tokens.total for tokens in run.tokens.values()) <= 12_000
    assert len({call.session_id for call in run.calls}) == 4


def test_an_error_of_the_store_stops_a_call_until_the_next_request(javascript: JavaScript) -> None:
    simulation = Simulation(Models([DONE]), ENDLESS, javascript)
    broken = replace(simulation.stage.run_turn, sessions=Unreachable())
    run = simulation.go_on(simulation.begin(), run_turn=broken)
    assert run.left == 1
    assert [type(error) for _, error in simulation.stage.failures] == [ConnectionError]
    (call,) = simulation.go_on(run).calls
    assert call.passed
    for _ in range(3):
        run = simulation.go_on(run, run_turn=broken)
    assert run.calls[0].ended == "failed"


def test_a_test_that_was_deleted_meanwhile_ends_its_calls(javascript: JavaScript) -> None:
    simulation = Simulation(Models([DONE]), ENDLESS, javascript)
    line = Line(simulation.stage.run_turn, simulation.models, "openai/small", "acme", "flow")
    (call,) = RunCalls(line, lambda test_id: None)(simulation.begin()).calls
    assert (call.done, call.ended) == (True, "failed")


# What is kept


def test_a_call_is_kept_as_a_session_that_becomes_a_test_with_fixed_words(javascript: JavaScript) -> None:
    simulation = Simulation(Models([says("1001"), says("no")]), ORDERS, javascript)
    call = simulation()
    head = simulation.head(call)
    assert head.is_simulated
    written = written_test("fixed", head.state.session, simulation.turns(call), {})
    assert isinstance(written, dict)
    test = FlowTest.model_validate(written)
    assert [turn.say for turn in test.turns] == [None, "1001", "no"]
    (result,) = RunTests(ORDERS, javascript, "acme", NOON)([("fixed", test)])
    assert result.failures == ()


def test_a_test_with_a_simulated_caller_alone_does_not_count_as_run(javascript: JavaScript) -> None:
    assert [*RunTests(ORDERS, javascript, "acme", NOON)([("test", a_test())])] == []


class Unreachable(InMemorySessions):
    """Sessions that cannot be read."""

    def head(self, session_id: str) -> Head | None:
        raise ConnectionError("no")
