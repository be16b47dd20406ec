"""Plays a conversation event by event, and checks the invariants after each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, TypedDict

from pydantic import TypeAdapter

from flow_core.effects import AskModel, CallMcp, CallTool, PromptMessage, Secret
from flow_core.events import (
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    EffectPostponed,
    Event,
    ExchangeMissed,
    ModelFailed,
    ModelReplied,
    ReplyInterrupted,
    SessionBegan,
    SupervisorWhispered,
    ToolAnswered,
    ToolFailed,
    WentOn,
)
from flow_core.flow import MAX_NODES_IN_TURN, Flow
from flow_core.json import Json
from flow_core.prompts import MAX_REMEMBERED_MESSAGES
from flow_core.state import Continue, Hangup, Listen, Message, Session, State, Status, ToolCall, Transfer
from flow_core.step import Step, can_come_back, step
from flow_core.subflows.frozen import linked
from flow_core.transfer.rules import TransferRules
from testing.flows import Document, edge, flow, node
from tests.flow_core.fake_evaluate import Answer, FakeEvaluate

STARTED_AT = 1_700_000_000_000
STATE: TypeAdapter[State] = TypeAdapter(State)
EVENT: TypeAdapter[Event] = TypeAdapter(Event)
_ACTIONS = (Listen, Continue, Transfer, Hangup)


class _EventFields(TypedDict):
    turn_id: str
    at: int
    seed: int


def session(channel: Literal["chat", "audio", "phone"] = "chat") -> Session:
    return Session("session-1", channel, STARTED_AT, "+15550100001", "+15550100002")


def parsed(document: Document, subflows: Mapping[str, Json] | None = None) -> Flow:
    flow = Flow.model_validate(document)
    return flow if subflows is None else linked(flow, subflows, lambda inner, _: Flow.model_validate(inner))


class Conversation:
    """A session in progress. Each method folds one event and returns the step."""

    def __init__(
        self,
        document: Document,
        answers: Mapping[str, Answer] | None = None,
        subflows: Mapping[str, Json] | None = None,
    ) -> None:
        self.flow = parsed(document, subflows)
        self.evaluate = FakeEvaluate(answers or {})
        self.state = State(session())
        self.events: list[Event] = []
        self.steps: list[Step] = []
        self._turn = 0

    # Events

    def begin(
        self,
        *,
        caller_spoke: bool = False,
        transfers: TransferRules | None = None,
        has_model: bool = False,
        **variables: Json,
    ) -> Step:
        began = SessionBegan(
            variables=variables,
            caller_spoke=caller_spoke,
            transfers=transfers,
            model=has_model,
            **self._new_turn(),
        )
        return self.fold(began)

    def says(self, text: str, *, same_turn: bool = False) -> Step:
        return self.fold(CallerSpoke(text=text, **(self._fields() if same_turn else self._new_turn())))

    def keys(self, digits: str) -> Step:
        return self.fold(CallerKeyed(digits=digits, **self._new_turn()))

    def silent(self) -> Step:
        return self.fold(CallerStayedSilent(**self._new_turn()))

    def goes_on(self) -> Step:
        return self.fold(WentOn(**self._new_turn()))

    def interrupts(self, turn_id: str, heard: str) -> Step:
        return self.fold(ReplyInterrupted(reply_turn_id=turn_id, heard=heard, **self._new_turn()))

    def misses(self, *messages: tuple[Literal["user", "assistant"], str]) -> Step:
        fields = self._new_turn()
        missed = tuple(Message(role, content, fields["turn_id"], missed=True) for role, content in messages)
        return self.fold(ExchangeMissed(messages=missed, **fields))

    def replies(self, text: str, effect_id: str | None = None, /, **extracted: Json) -> Step:
        return self.fold(
            ModelReplied(effect_id=self._effect_id(effect_id), text=text, extracted=extracted, **self._fields())
        )

    def model_calls(
        self, *calls: ToolCall, beside: str = "", said: str = "", extracted: Mapping[str, Json] | None = None
    ) -> Step:
        """Let the model call tools before it replies. `said` of `beside` was let out."""
        values = dict(extracted or {})
        return self.fold(
            ModelReplied(
                effect_id=self.awaited, text=beside, extracted=values, calls=calls, said=said, **self._fields()
            )
        )

    def model_fails(self, effect_id: str | None = None, said: str = "") -> Step:
        failed = ModelFailed(effect_id=self._effect_id(effect_id), error="too slow", said=said, **self._fields())
        return self.fold(failed)

    def answers(self, status: int, body: Json = None, effect_id: str | None = None) -> Step:
        headers = {"content-type": "application/json"}
        return self.fold(
            ToolAnswered(
                effect_id=self._effect_id(effect_id), status=status, headers=headers, body=body, **self._fields()
            )
        )

    def whispers(self, *texts: str) -> Step:
        """Let a supervisor tell the models something before the next input."""
        return self.fold(SupervisorWhispered(texts=texts, **self._fields()))

    def does_not_fit(self, mismatch: str, body: Json = None) -> Step:
        """Let the tool answer with a body that does not fit its schema."""
        return self.fold(
            ToolAnswered(effect_id=self.awaited, status=200, headers={}, body=body, mismatch=mismatch, **self._fields())
        )

    def postpones(self, effect_id: str | None = None) -> Step:
        """Let the turn have too little time for the effect."""
        return self.fold(EffectPostponed(effect_id=self._effect_id(effect_id), **self._fields()))

    def tool_fails(self, effect_id: str | None = None) -> Step:
        return self.fold(ToolFailed(effect_id=self._effect_id(effect_id), error="too slow", **self._fields()))

    def fold(self, event: Event) -> Step:
        before = self.state
        result = step(self.flow, before, event, self.evaluate)
        self.events.append(replace(event, overran=result.overran))
        self.steps.append(result)
        self.state = result.state
        check_step(self.flow, before, event, result)
        return result

    # The result of the last step

    @property
    def awaited(self) -> str:
        assert self.state.awaiting is not None, "nothing is awaited"
        return self.state.awaiting

    @property
    def turn_id(self) -> str:
        return f"t{self._turn}"

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def spoken(self) -> list[str]:
        """The words of the flow in the last step."""
        return [message.content for message in self.last.messages if message.role == "assistant"]

    @property
    def path(self) -> list[tuple[str, str]]:
        """The nodes that ended in the last step, with their outcomes."""
        return [(run.node_id, run.outcome) for run in self.last.nodes]

    @property
    def errors(self) -> list[tuple[str, str | None]]:
        """The errors in the trace of the last step, with their fields."""
        return [(each.condition_id, each.error) for each in self.last.decisions if each.error is not None]

    def value(self, name: str) -> Json:
        return self.state.variables.get(name)

    @property
    def said(self) -> list[tuple[str, str]]:
        """The remembered conversation."""
        return [(message.role, message.content) for message in self.state.messages]

    def tool_call(self) -> CallTool:
        assert isinstance(self.last.then, CallTool), self.last.then
        return self.last.then

    def question(self) -> AskModel:
        """The question to the model."""
        assert isinstance(self.last.then, AskModel), self.last.then
        return self.last.then

    def _effect_id(self, effect_id: str | None) -> str:
        return self.awaited if effect_id is None else effect_id

    def _new_turn(self) -> _EventFields:
        self._turn += 1
        return self._fields()

    def _fields(self) -> _EventFields:
        number = len(self.events) + 1
        return {"turn_id": self.turn_id, "at": STARTED_AT + 1000 * number, "seed": 1000 * number}


def goes_round(*nodes: Document) -> Conversation:
    """Build a flow whose nodes lead in a cycle after the start."""
    ids = [str(one["id"]) for one in nodes]
    edges = [edge("start", ids[0]), *(edge(one, other) for one, other in zip(ids, [*ids[1:], ids[0]], strict=True))]
    return Conversation(flow([node("start"), *nodes], edges))


def check_step(flow: Flow, before: State, event: Event, result: Step) -> None:
    """Check the invariants of every step."""
    state, then = result.state, result.then
    match event:
        case ReplyInterrupted() | ExchangeMissed():
            assert then is None
            assert replace(state, messages=before.messages, steps=before.steps) == before, "a correction moved the flow"
        case SupervisorWhispered():
            assert then is None
            assert replace(state, whispers=before.whispers, steps=before.steps) == before, "a whisper moved the flow"
        case ModelReplied() | ModelFailed() | ToolAnswered() | ToolFailed() | EffectPostponed() if then is None:
            assert state == before, "a late result changed the state"
            assert not result.messages
        case SessionBegan() if before.node_id is not None:
            assert state == before, "a session began twice"
        case _:
            assert then is not None, "the step has no next effect or action"
    if isinstance(then, AskModel | CallTool | CallMcp):
        assert (state.awaiting, state.action, state.status) == (then.id, None, Status.ACTIVE)
        assert then.id != before.awaiting
    elif isinstance(then, _ACTIONS):
        assert state.awaiting is None
        assert isinstance(then, Hangup) or state.action == then
        assert state.status.ended == isinstance(then, Hangup | Transfer)
        assert state.status is Status.WAITING or state.status.ended
    if before.status.ended and not can_come_back(flow, before) and then is not None:
        assert (state, then, result.messages) == (before, Hangup(), ())
    assert len(state.messages) <= MAX_REMEMBERED_MESSAGES
    assert state.progress.nodes_run <= MAX_NODES_IN_TURN
    # The way out of an inner flow is in the trace, and enters no node.
    entered = [run for run in result.nodes if run.type != "subflow" or run.outcome == "enter"]
    assert len(entered) <= MAX_NODES_IN_TURN + 1
    assert STATE.validate_json(STATE.dump_json(state)) == state
    assert EVENT.validate_json(EVENT.dump_json(event)) == event


def user(content: str) -> PromptMessage:
    return PromptMessage("user", content)


def assistant(content: str) -> PromptMessage:
    return PromptMessage("assistant", content)


def secrets_in(value: object) -> list[str]:
    """Return the names of the secrets in a request, in order."""
    if isinstance(value, Secret):
        return [value.name]
    if isinstance(value, tuple | list):
        return [name for item in value for name in secrets_in(item)]
    if isinstance(value, Mapping):
        return [name for item in value.values() for name in secrets_in(item)]
    slots = getattr(value, "__slots__", ())
    return [name for slot in slots for name in secrets_in(getattr(value, slot))]
