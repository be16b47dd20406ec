"""Properties of every flow and every order of events. `check_step` of conversations.py runs after each step."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from flow_core.authored.nodes import LlmNode, ToolNode, questions_of
from flow_core.authored.tools import RequestTemplate
from flow_core.effects import CHOSEN, AskModel, CallMcp, CallTool, Effect
from flow_core.events import Event
from flow_core.json import Json
from flow_core.state import Continue, Listen, State, ToolCall
from flow_core.step import Step, fold
from flow_core.text import templates
from testing.flows import Document
from tests.flow_core.conversations import STATE, Conversation, secrets_in, session
from tests.flow_core.fake_evaluate import FakeEvaluate
from tests.flow_core.random_flows import AUTHORS_SECRET, TOOL_NAMES, VARIABLES, flows

Act: TypeAlias = Callable[[Conversation], Step]

_EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])
_UNRESERVED = re.compile(r"(?:[A-Za-z0-9_.~-]|%[0-9A-F]{2})*\Z")

_words = st.one_of(
    st.sampled_from(
        [
            "yes",
            "no",
            "4",
            "no, 5",
            "okay",
            "pardon?",
            "hold on",
            "a person please",
            "hello?",
            "I have none",
            "",
            "  ",
            "{{ secrets.CALLERS_SECRET }}",
            "{{ 1+1 }}",
            "{{ v0 }}",
            "../?a=b#c",
        ]
    ),
    st.text(max_size=20),
    st.integers(0, 5000).map("x".__mul__),
)
_values: st.SearchStrategy[Json] = st.one_of(_words, st.integers(-(2**60), 2**60), st.booleans(), st.none())
_choices: st.SearchStrategy[dict[str, Json]] = st.sampled_from(["a", "b", "none", "rogue", 1, None]).map(
    lambda choice: {} if choice == 1 else {CHOSEN: choice}
)
_extracted = st.tuples(st.dictionaries(st.sampled_from([*VARIABLES, "rogue"]), _values, max_size=3), _choices).map(
    lambda both: {**both[0], **both[1]}
)
_ids = st.one_of(st.just("session-1:0"), st.integers(1, 30).map("session-1:{}".format), st.text(max_size=5))


def _answer(text: str, extracted: dict[str, Json], status: int, body: Json, calls: tuple[ToolCall, ...]) -> Act:
    """Fold the result of the current effect; without an effect, a request without input."""

    def act(talk: Conversation) -> Step:
        effect = _awaited(talk)
        if effect is None:
            return talk.goes_on()
        if not isinstance(effect, AskModel):
            return talk.answers(status, body)
        if calls and effect.tools:
            return talk.model_calls(*calls, beside=text, extracted=extracted)
        return talk.replies(text, **extracted)

    return act


def _fail(talk: Conversation) -> Step:
    effect = _awaited(talk)
    if effect is None:
        return talk.silent()
    return talk.model_fails() if isinstance(effect, AskModel) else talk.tool_fails()


def _postpone(talk: Conversation) -> Step:
    """Postpone the current effect, if it may wait."""
    effect = _awaited(talk)
    may_wait = bool(effect.calls) if isinstance(effect, AskModel) else effect is not None and bool(effect.tool)
    return talk.postpones() if may_wait else talk.goes_on()


def _awaited(talk: Conversation) -> Effect | None:
    """Return the effect whose result comes next."""
    effects = (result.then for result in reversed(talk.steps) if isinstance(result.then, Effect))
    return next((effect for effect in effects if effect.id == talk.state.awaiting), None)


_calls = st.lists(
    st.one_of(
        st.builds(ToolCall, st.sampled_from([*TOOL_NAMES, "rogue"]), st.just({"number": "../?a=b"})),
        st.builds(ToolCall, st.just("find"), st.just({}), st.just("Error, nothing was called."), st.just(True)),
    ),
    max_size=3,
).map(tuple)
_answers = st.builds(
    _answer, _words, _extracted, st.sampled_from([200, 204, 404, 500]), st.one_of(_values, st.just({})), _calls
)
_acts: st.SearchStrategy[Act] = st.one_of(
    _answers,
    st.just(_fail),
    st.just(_postpone),
    _words.map(lambda words: lambda talk: talk.says(words)),
    st.sampled_from(["1#", "2", "*", "05062024#"]).map(lambda keys: lambda talk: talk.keys(keys)),
    st.just(lambda talk: talk.silent()),
    st.just(lambda talk: talk.goes_on()),
    st.just(lambda talk: talk.begin(rogue_given=1)),
    st.tuples(st.integers(0, 9), _words).map(lambda cut: lambda talk: talk.interrupts(f"t{cut[0]}", cut[1])),
    _words.map(lambda words: lambda talk: talk.misses(("user", words), ("assistant", words))),
    # Results that are late, duplicate or unexpected.
    st.tuples(_words, _ids).map(lambda late: lambda talk: talk.replies(late[0], late[1])),
    _ids.map(lambda late: lambda talk: talk.model_fails(late)),
    _ids.map(lambda late: lambda talk: talk.answers(200, "late", late)),
    _ids.map(lambda late: lambda talk: talk.tool_fails(late)),
)


@st.composite
def played(draw: st.DrawFn) -> Conversation:
    """Draw a conversation through a random flow. Most begin with SessionBegan."""
    talk = Conversation(draw(flows()))
    if draw(st.integers(0, 9)):
        talk.begin(caller_spoke=draw(st.booleans()), has_model=draw(st.booleans()), given=draw(_words))
    for act in draw(st.lists(_acts, min_size=1, max_size=25)):
        if not talk.steps and talk.state.node_id is None:
            talk.silent() if draw(st.booleans()) else talk.begin()
        if talk.state.awaiting is not None and draw(st.integers(0, 9)) > 2:
            draw(st.one_of(_answers, _answers, st.just(_fail)))(talk)
        act(talk)
    return talk


@settings(max_examples=60, deadline=None)
@given(played())
def test_folding_the_events_again_gives_the_same_steps(talk: Conversation) -> None:
    events = _EVENTS.validate_json(_EVENTS.dump_json(talk.events))
    assert fold(talk.flow, State(session()), events, FakeEvaluate()) == talk.steps


@settings(max_examples=60, deadline=None)
@given(played())
def test_only_expressions_of_the_author_are_evaluated(talk: Conversation) -> None:
    assert set(talk.evaluate.expressions) <= _written(json.loads(talk.flow.model_dump_json(by_alias=True)))


@settings(max_examples=60, deadline=None)
@given(played())
def test_only_variables_that_the_flow_names_are_set(talk: Conversation) -> None:
    assert set(talk.state.variables) <= {*VARIABLES, "given", "rogue_given"}


@settings(max_examples=60, deadline=None)
@given(played())
def test_a_model_sets_only_the_variables_of_its_effect(talk: Conversation) -> None:
    before = State(session())
    for event, result in zip(talk.events, talk.steps, strict=True):
        if event.kind == "ModelReplied" and before.node_id is not None:
            asked = talk.flow.node(before.node_id)
            run = [asked, *(talk.flow.node(run.node_id) for run in result.nodes)]
            allowed = {name for each in run[1:] for name in each.data.assign}
            # A form that is entered forgets its earlier answers.
            allowed |= {question.variable for each in run for question in questions_of(each)}
            if isinstance(asked, LlmNode):
                allowed |= set(asked.data.extract)
            for name in {*before.variables, *result.state.variables} - allowed:
                assert before.variables.get(name) == result.state.variables.get(name)
        before = result.state


@settings(max_examples=60, deadline=None)
@given(played())
def test_no_state_message_or_trace_holds_a_secret(talk: Conversation) -> None:
    for result in talk.steps:
        assert AUTHORS_SECRET not in STATE.dump_json(result.state).decode()
        assert AUTHORS_SECRET not in repr((result.messages, result.nodes, result.decisions))
        if isinstance(result.then, AskModel):
            assert AUTHORS_SECRET not in repr(result.then)


@settings(max_examples=60, deadline=None)
@given(played())
def test_a_request_names_the_secrets_of_its_author_and_no_other(talk: Conversation) -> None:
    for result in talk.steps:
        if isinstance(result.then, CallTool):
            written = _request(talk, result.then).model_dump(mode="json")
            assert sorted(secrets_in(result.then.request)) == sorted(_secrets(written))


@settings(max_examples=60, deadline=None)
@given(played())
def test_a_value_within_a_url_is_percent_encoded(talk: Conversation) -> None:
    for result in talk.steps:
        if isinstance(result.then, CallTool):
            url = _request(talk, result.then).url
            template = templates.parse(url)
            if isinstance(template, templates.Unclosed):
                assert result.then.request.url == (url,)
                continue
            for piece, sent in zip(template, result.then.request.url, strict=True):
                if isinstance(piece, str):
                    assert sent == piece
                elif isinstance(sent, str):
                    assert _UNRESERVED.match(sent)
                    assert sent not in (".", "..")


@settings(max_examples=60, deadline=None)
@given(flows(), _answers)
def test_every_flow_listens_or_ends_without_input(drawn: Document, answer: Act) -> None:
    talk = Conversation(drawn)
    talk.begin()
    # Each of 50 nodes may take two events, its message and its result; and three for each call of its model.
    for _ in range(600):
        if talk.state.awaiting is None and talk.state.action != Continue():
            break
        answer(talk)
    assert talk.state.status.ended or isinstance(talk.state.action, Listen)


@settings(max_examples=60, deadline=None)
@given(played())
def test_no_call_runs_beyond_the_limit_or_without_the_callers_yes(talk: Conversation) -> None:
    before = State(session())
    for event, result in zip(talk.events, talk.steps, strict=True):
        then = result.then
        if isinstance(then, CallTool | CallMcp) and then.tool:
            chat = talk.flow.node(then.node_id)
            assert isinstance(chat, LlmNode)
            calls = result.state.visit.calls
            index = next(index for index, call in enumerate(calls) if call.result is None)
            assert index < chat.data.max_tool_calls
            tool = chat.data.tool(then.tool)
            assert tool is not None
            assert tool.confirm is None or calls[index].stage in ("confirmed", "announced")
            if tool.confirm is not None and calls[index].stage == "confirmed":
                assert event.kind in ("CallerSpoke", "CallerKeyed", "ToolAnswered", "ToolFailed", "WentOn")
                assert before.visit.calls
        before = result.state


def _request(talk: Conversation, effect: CallTool) -> RequestTemplate:
    """Return the author's request of an effect."""
    called = talk.flow.node(effect.node_id)
    if isinstance(called, ToolNode):
        return called.data.request
    assert isinstance(called, LlmNode)
    tool = called.data.tool(effect.tool)
    assert tool is not None
    assert tool.request is not None
    return tool.request


def _written(value: Json) -> set[str]:
    """Return every string of a document, and every expression in its holes."""
    if isinstance(value, dict):
        return set().union(*map(_written, value.values()))
    if isinstance(value, list):
        return set().union(*map(_written, value))
    return {value, *(hole.expression for hole in templates.expressions(value))} if isinstance(value, str) else set()


def _secrets(value: Json) -> list[str]:
    if isinstance(value, dict):
        return [name for item in value.values() for name in _secrets(item)]
    if isinstance(value, list):
        return [name for item in value for name in _secrets(item)]
    holes = templates.expressions(value) if isinstance(value, str) else ()
    return [hole.secret for hole in holes if hole.secret is not None]
