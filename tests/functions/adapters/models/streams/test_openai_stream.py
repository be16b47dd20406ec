"""A streamed answer of OpenAI's API: its words are let out as they come, and the reply is that of the whole answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from flow_core.effects import CHOSEN
from flow_core.json import Json
from flow_core.state import ToolCall
from functions.adapters.models.attempts import LATE
from functions.adapters.models.openai import OpenAi
from functions.deadline import Deadline
from functions.ports.model import MAX_REPLY, ModelOutcome, Replied, Silent
from testing.fakes.loopback import IN_TIME_SECONDS, Answer
from testing.fakes.model_servers import INTENT, completion, openai_error, question, timed
from testing.models.asking import CHOICE, CLAUSES, TOOL, WORDS, Asking
from testing.models.openai_stream import chunk, end, events, sent, streamed

Ask: TypeAlias = Asking[OpenAi]


@pytest.fixture
def ask() -> Iterator[Ask]:
    with ExitStack() as stack:
        yield Asking(stack, lambda origin: OpenAi(f"{origin}/v1", lambda: "key"), "m", streams=True)


def test_words_are_let_out_clause_by_clause(ask: Ask) -> None:
    assert ask.serve(streamed(WORDS))() == Replied(WORDS, {}, 11, 5)
    assert ask.heard == CLAUSES
    [asked] = ask.sent
    assert (asked["stream"], asked["stream_options"]) == (True, {"include_usage": True})


@pytest.mark.parametrize(("told", "name"), [("mini-april", "mini-april"), (None, ""), (7, "")])
def test_a_streamed_reply_has_the_name_that_the_server_gives_its_model(ask: Ask, told: Json, name: str) -> None:
    first = chunk(content=WORDS)
    assert isinstance(first, dict)
    outcome = ask.serve(sent(events({**first, "model": told}, *end())))()
    assert isinstance(outcome, Replied)
    assert (outcome.text, outcome.model) == (WORDS, name)


def test_words_are_heard_before_the_model_has_finished(ask: Ask) -> None:
    ask.serve(sent(events(chunk(content=WORDS), done=False), hangs=True))
    outcome, seconds = timed(lambda: ask(seconds=3))
    assert outcome == Silent(LATE.error, said="".join(CLAUSES[:2]))
    assert ask.heard == CLAUSES[:2]
    assert seconds < IN_TIME_SECONDS


def test_nothing_is_let_out_after_the_deadline(ask: Ask) -> None:
    ask.serve(streamed(WORDS, pause=0.1))
    outcome = ask(seconds=1)
    assert isinstance(outcome, Silent)
    heard = list(ask.heard)
    ask.server.__exit__(None, None, None)
    assert "".join(heard) == outcome.said


def test_the_words_of_an_object_come_before_its_values(ask: Ask) -> None:
    answer = json.dumps({"reply": WORDS, "intent": "billing"})
    assert ask.serve(streamed(answer))(question(extract=INTENT)) == Replied(WORDS, {"intent": "billing"}, 11, 5)
    assert ask.heard == CLAUSES


def test_the_rest_of_the_words_does_not_wait_for_the_values(ask: Ask) -> None:
    ask.serve(sent(events(chunk(content=json.dumps({"reply": WORDS})[:-1]), done=False), hangs=True))
    ask(question(extract=INTENT), seconds=1)
    assert ask.heard == CLAUSES


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        ({CHOSEN: "none", "reply": WORDS}, CLAUSES),
        ({"reply": WORDS, CHOSEN: "none"}, [WORDS]),
        ({"reply": WORDS}, [WORDS]),
        ({CHOSEN: "person", "reply": WORDS}, []),
        ({"reply": WORDS, CHOSEN: "person"}, []),
    ],
)
def test_words_wait_for_a_choice_that_may_make_them_unspoken(ask: Ask, answer: Json, heard: list[str]) -> None:
    outcome = ask.serve(streamed(json.dumps(answer)))(question(extract=CHOICE))
    assert isinstance(outcome, Replied)
    assert outcome.text == WORDS
    assert ask.heard == heard
    properties = ask.sent[0]["response_format"]["json_schema"]["schema"]["properties"]
    assert list(properties) == [CHOSEN, "reply"]


def test_a_model_that_speaks_and_then_chooses_otherwise_is_silent(ask: Ask) -> None:
    answer = f'{{"{CHOSEN}": "none", "reply": "{WORDS}", "{CHOSEN}": "person"}}'
    outcome = ask.serve(streamed(answer))(question(extract=CHOICE))
    assert outcome == Silent("the model spoke, and chose something else in the same reply", said=WORDS)
    assert len(ask.sent) == 1


def test_a_model_that_replaces_its_words_is_silent(ask: Ask) -> None:
    outcome = ask.serve(streamed(f'{{"reply": "{WORDS}", "reply": "No."}}'))(question(extract=INTENT))
    assert isinstance(outcome, Silent)
    assert outcome.said == "".join(ask.heard) == WORDS


@pytest.mark.parametrize(
    "ending",
    [
        f'{{"reply": "{WORDS}", "intent": "vault"}}',
        f'{{"reply": "{WORDS}", "inte',
        f'{{"reply": "{WORDS}", "intent": NaN}}',
        f'{{"reply": "{WORDS}\\x',
    ],
)
def test_a_reply_that_turns_out_malformed_is_not_asked_for_again(ask: Ask, ending: str) -> None:
    outcome = ask.serve(streamed(ending), completion("never"))(question(extract=INTENT))
    assert isinstance(outcome, Silent)
    assert outcome.said == "".join(ask.heard) != ""
    assert len(ask.sent) == 1


def test_a_malformed_reply_without_words_is_asked_for_again(ask: Ask) -> None:
    ask.serve(streamed("No object."), streamed(json.dumps({"reply": WORDS})))
    assert ask(question(extract=INTENT)) == Replied(WORDS, {}, 22, 10)
    assert ask.heard == CLAUSES


@pytest.mark.parametrize("reason", ["length", "content_filter"])
def test_a_reply_that_was_cut_off_or_refused_has_said_its_words(ask: Ask, reason: str) -> None:
    outcome = ask.serve(streamed(WORDS, reason))()
    assert isinstance(outcome, Silent)
    assert outcome.said == "".join(ask.heard) == "".join(CLAUSES[:2])


@pytest.mark.parametrize(
    "broken",
    [
        sent(events(chunk(content=WORDS), done=False), whole=False),
        sent(events(chunk(content=WORDS), done=False)),
        sent(events(chunk(content=WORDS), {"error": {"message": "overloaded"}})),
        sent(events(chunk(content=WORDS), done=False) + b"data: {\n\n"),
        sent(events(chunk(content=WORDS), "no chunk")),
        sent(events(chunk(content=WORDS), {"choices": ["no choice"]})),
        sent(events(chunk(content=WORDS), chunk(tool_calls=["no call"]))),
    ],
)
def test_a_stream_that_breaks_off_has_said_its_words(ask: Ask, broken: Answer) -> None:
    outcome = ask.serve(broken, streamed("never"))()
    assert isinstance(outcome, Silent)
    assert outcome.said == "".join(ask.heard) == "".join(CLAUSES[:2])
    assert len(ask.sent) == 1


def test_a_stream_that_breaks_off_before_its_words_is_asked_for_again(ask: Ask) -> None:
    ask.serve(sent(events(chunk(content="I"), done=False), whole=False), streamed(WORDS))
    assert ask() == Replied(WORDS, {}, 11, 5)
    assert ask.heard == CLAUSES


def test_a_far_too_long_stream_ends(ask: Ask) -> None:
    padding: Json = {"choices": [], "padding": "x" * 100_000}
    outcome = ask.serve(sent(events(chunk(content=WORDS), *[padding] * 105, *end())))()
    assert outcome == Silent("the model's server sent a far too long answer", said="".join(CLAUSES[:2]))
    outcome = ask.serve(sent(events(*[chunk(content="word " * 20_000)] * 12, *end())))()
    assert isinstance(outcome, Silent)


def test_words_are_let_out_up_to_the_longest_reply(ask: Ask) -> None:
    outcome = ask.serve(streamed(["This is a sentence. " * 10] * 60))()
    assert isinstance(outcome, Replied)
    assert "".join(ask.heard) == outcome.text.rstrip()
    assert MAX_REPLY - 30 < len(outcome.text) <= MAX_REPLY


def test_a_thought_is_never_let_out(ask: Ask) -> None:
    ask.serve(streamed(f"<think>They want an order. I wonder why that is.</think>{WORDS}"))
    assert ask() == Replied(WORDS, {}, 11, 5)
    assert ask.heard == CLAUSES


def test_a_thought_without_an_opening_tag_is_let_out_once_at_most(ask: Ask) -> None:
    ask.serve(streamed(f"They want an order. I wonder why that is. Well.</think>{WORDS}"))
    outcome = ask()
    assert isinstance(outcome, Silent)
    assert outcome.said == "".join(ask.heard)
    assert ask() == Replied(WORDS, {}, 11, 5)
    assert ask.heard == CLAUSES


def test_control_characters_are_not_let_out(ask: Ask) -> None:
    assert ask.serve(streamed(f"\x07\u202e {WORDS}\x00"))() == Replied(WORDS, {}, 11, 5)
    assert ask.heard == CLAUSES


def test_a_character_may_be_split_between_tokens_and_bytes(ask: Ask) -> None:
    words = "Sehr gern höre ich das 😀. Wie heißen Sie denn?"
    raw = json.dumps({"reply": words})
    parts = [chunk(content=part) for part in (raw[:40], raw[40:55], raw[55:58], raw[58:])]
    ask.serve(sent(events(*parts, *end()), [1, 2, 3]))
    assert ask(question(extract=INTENT)) == Replied(words, {}, 11, 5)
    assert "".join(ask.heard) == words
    halves = (
        json.dumps(chunk(content="X")).replace("X", "\\ud83d"),
        json.dumps(chunk(content="X")).replace("X", "\\ude00."),
    )
    data = b"".join(f"data: {half}\n\n".encode() for half in halves) + events(chunk(content=" Now what is it?"), *end())
    assert ask.serve(sent(data))() == Replied("😀. Now what is it?", {}, 11, 5)
    assert "".join(ask.heard) == "😀. Now what is it?"


def test_calls_of_tools_are_put_together(ask: Ask) -> None:
    def call(index: int, name: str | None, arguments: str) -> Json:
        return chunk(tool_calls=[{"index": index, "function": {"name": name, "arguments": arguments}}])

    chunks = [call(0, "find", '{"a"'), call(1, "find", ""), call(0, None, ": 1}"), call(1, None, "{}")]
    ask.serve(sent(events(*chunks, *end("tool_calls"))))
    calls = (ToolCall("find", {"a": 1}), ToolCall("find", {}))
    assert ask(question(tools=(TOOL,))) == Replied("", {}, 11, 5, calls)
    assert ask.heard == []


@pytest.mark.parametrize("extract", [{}, INTENT])
def test_words_before_calls_are_named(ask: Ask, extract: dict[str, dict[str, Json]]) -> None:
    words = (
        json.dumps({"reply": "One moment, I will look that up. Hm"})
        if extract
        else "One moment, I will look that up. Hm"
    )
    called = chunk(tool_calls=[{"function": {"name": "find", "arguments": "{}"}}])
    ask.serve(sent(events(chunk(content=words), called, *end("tool_calls"))))
    outcome = ask(question(tools=(TOOL,), extract=extract))
    assert isinstance(outcome, Replied)
    assert outcome.calls == (ToolCall("find", {}),)
    assert outcome.said == "".join(ask.heard) != ""
    assert outcome.text == "One moment, I will look that up. Hm"
    assert outcome.text.startswith(outcome.said)


def test_a_server_that_does_not_stream_is_read_as_before(ask: Ask) -> None:
    assert ask.serve(completion(WORDS))() == Replied(WORDS, {}, 11, 5)
    assert ask.heard == []


def test_a_server_that_refuses_to_stream_is_asked_without(ask: Ask) -> None:
    ask.serve(openai_error(400, "stream_options: extra fields not permitted"), completion(WORDS))
    assert ask() == Replied(WORDS, {}, 11, 5)
    assert ask() == Replied(WORDS, {}, 11, 5)
    assert ["stream" in asked for asked in ask.sent] == [True, False, False]


def test_a_step_without_words_is_not_streamed(ask: Ask) -> None:
    ask.serve(completion(json.dumps({"intent": "sales"})))
    assert ask(question(extract=INTENT, speak=False)) == Replied("", {"intent": "sales"}, 11, 5)
    assert "stream" not in ask.sent[0]


def test_without_an_outlet_the_answer_is_whole(ask: Ask) -> None:
    ask.serve(completion(WORDS))
    assert ask.provider.model("m").ask(question(), deadline=Deadline.after(60)) == Replied(WORDS, {}, 11, 5)
    assert "stream" not in ask.sent[0]


ANY_WORDS = some.lists(
    some.one_of(
        some.sampled_from([WORDS, " ", "<think>Hm.</think>", "3.5", "你好。", "मदद। ", "😀", "\n", "```", "\x07"]),
        some.text(max_size=12),
    ),
    max_size=8,
).map("".join)


def streams(answer: str, sizes: list[int]) -> Answer:
    at = 0
    parts: list[Json] = []
    while at < len(answer):
        size = sizes[len(parts) % len(sizes)]
        parts.append(chunk(content=answer[at : at + size]))
        at += size
    return sent(events(*parts, *end()), [7, 1, 300])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ANY_WORDS, some.lists(some.integers(1, 9), min_size=1, max_size=4), some.sampled_from(["plain", "object", "choice"])
)
def test_a_streamed_reply_is_that_of_the_whole_answer(ask: Ask, words: str, sizes: list[int], kind: str) -> None:
    forms: dict[str, tuple[str, Mapping[str, Mapping[str, Json]]]] = {
        "plain": (words, {}),
        "object": (json.dumps({"reply": words, "intent": "billing"}, ensure_ascii=len(words) % 2 == 0), INTENT),
        "choice": (json.dumps({CHOSEN: "none", "reply": words}), CHOICE),
    }
    answer, extract = forms[kind]
    server: Callable[[], ModelOutcome] = lambda: ask.provider.model("m").ask(  # noqa: E731
        question(extract=extract), deadline=Deadline.after(60)
    )
    ask.serve(completion(answer))
    whole = server()
    ask.serve(streams(answer, sizes))
    outcome = ask(question(extract=extract))
    if isinstance(outcome, Silent) and outcome.said:
        assert "<think>" in answer or "</think>" in answer
        return
    assert outcome == whole
    if isinstance(outcome, Replied):
        assert "".join(ask.heard) == outcome.text.rstrip()
