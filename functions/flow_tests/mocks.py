"""Answers the effects of a test from its mocks. Nothing is called, and no secret is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flow_core.effects import CHOSEN, AskModel, CallMcp, CallTool, Effect
from flow_core.json import Json
from flow_core.state import ToolCall
from functions.deadline import Deadline
from functions.flow_tests.authored import Mock, MockedCall
from functions.json_schema.check import mismatch
from functions.ports.model import LetOut, ModelOutcome, Replied, Silent
from functions.ports.tools import Answered, Failed, SecretNamed, ToolOutcome

_OF_TOOL = "{status, body} or {error}"
_OF_MODEL = "{reply, extracted} or {error}"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An effect that a test has no usable answer for. The test has failed."""

    field: str
    """The place of the answer in the test, such as `mocks.look-up` or `mocks.ask.0.extracted.day`."""
    expected: Json
    actual: Json


class _UnusableError(Exception):
    def __init__(self, field: str, expected: Json, actual: Json) -> None:
        super().__init__(field)
        self.unanswered = Unanswered(field, expected, actual)


@dataclass(slots=True)
class Mocks:
    """The answers of one test: `Model`, `Tools` and `McpServers` at once.

    Args:
        answers: The answers by node id. Each is given once, in order.
        is_read_by_rules: Returns whether rules read the answers to a node's questions. Without an answer for the node,
            its model finds nothing: so a test needs no model where the deployment that runs it may have none.
        given: The answers that earlier requests of the same call were given, by node id.
        repeats: Whether the last answer of a node is given again and again. A simulated caller may ask more often than
            the author of a test can know.
    """

    answers: Mapping[str, Sequence[Mock]]
    is_read_by_rules: Callable[[str], bool]
    unanswered: Unanswered | None = None
    """The first effect without a usable answer."""
    given: Counter[str] = field(default_factory=Counter)
    repeats: bool = False

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        """Answer a question to a model."""
        asks_for_values = not effect.speak and CHOSEN not in effect.extract
        if asks_for_values and effect.node_id not in self.answers and self.is_read_by_rules(effect.node_id):
            return Replied("")
        try:
            place, mock = self._next(effect, "the model", _OF_MODEL)
            return _model_outcome(effect, mock, place)
        except _UnusableError as error:
            self.unanswered = self.unanswered or error.unanswered
            return Silent("the test has no answer of the model")

    def call(
        self,
        effect: CallTool | CallMcp,
        *,
        idempotency_key: str = "",
        secrets: SecretNamed | None = None,
        deadline: Deadline | None = None,
    ) -> ToolOutcome:
        """Answer a call of a tool."""
        try:
            place, mock = self._next(effect, f'the tool "{effect.tool}"' if effect.tool else "the tool", _OF_TOOL)
            if mock.error is not None:
                return Failed(mock.error)
            if mock.status is None:
                raise _UnusableError(place, _OF_TOOL, "an answer of a model")
            return Answered(mock.status, {name.lower(): value for name, value in mock.headers.items()}, mock.body)
        except _UnusableError as error:
            self.unanswered = self.unanswered or error.unanswered
            return Failed("the test has no answer of the tool")

    def _next(self, effect: Effect, who: str, shape: str) -> tuple[str, Mock]:
        index = self.given[effect.node_id]
        self.given[effect.node_id] += 1
        answers = self.answers.get(effect.node_id, ())
        if self.repeats and answers:
            index = min(index, len(answers) - 1)
        if index >= len(answers):
            expected = f"answer {index + 1} of {who} at the node {effect.node_id}: {shape}"
            raise _UnusableError(f"mocks.{effect.node_id}", expected, f"{len(answers)} answers" if answers else None)
        return f"mocks.{effect.node_id}.{index}", answers[index]


def _model_outcome(effect: AskModel, mock: Mock, place: str) -> ModelOutcome:
    if mock.error is not None:
        return Silent(mock.error, said=mock.said)
    if mock.status is not None:
        raise _UnusableError(place, _OF_MODEL, "an answer of a tool")
    calls = tuple(_call(effect, call, f"{place}.calls.{index}") for index, call in enumerate(mock.calls))
    return Replied(mock.reply or "", _extracted(effect, mock, place), calls=calls, said=mock.said if calls else "")


def _extracted(effect: AskModel, mock: Mock, place: str) -> dict[str, Json]:
    given = mock.extracted
    if given is None:
        # A choice among ids has no words of its own: the reply may be the id.
        choice = effect.extract.get(CHOSEN)
        ids = choice.get("enum") if choice is not None and not effect.speak else None
        given = {CHOSEN: mock.reply} if isinstance(ids, list) and mock.reply in ids else {}
    found: dict[str, Json] = {}
    for name, value in given.items():
        schema = effect.extract.get(name)
        where = f"{place}.extracted.{name}"
        if schema is None:
            names = ", ".join(effect.extract) or "nothing"
            raise _UnusableError(where, f"a value that the node asks for: {names}", value)
        problem = None if value is None else mismatch(schema, value)
        if problem is not None:
            raise _UnusableError(where, f"a value that fits its schema: {problem}", value)
        if value is not None:
            found[name] = value
    return found


def _call(effect: AskModel, call: MockedCall, place: str) -> ToolCall:
    if call.error is not None:
        return ToolCall(call.name, {}, call.error, failed=True)
    tool = next((tool for tool in effect.tools if tool.name == call.name), None)
    if tool is None:
        names = ", ".join(tool.name for tool in effect.tools) or "nothing"
        raise _UnusableError(f"{place}.name", f"a tool that the node offers: {names}", call.name)
    problem = mismatch(tool.parameters, dict(call.arguments))
    if problem is not None:
        raise _UnusableError(f"{place}.arguments", f"arguments that fit its parameters: {problem}", call.arguments)
    return ToolCall(call.name, dict(call.arguments))
