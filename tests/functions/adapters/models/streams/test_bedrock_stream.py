"""A streamed answer of Bedrock, by real botocore: its words are let out as they come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from flow_core.effects import CHOSEN
from flow_core.json import Json
from flow_core.state import ToolCall
from functions.adapters.models.attempts import LATE
from functions.adapters.models.bedrock import Bedrock
from functions.deadline import Deadline
from functions.ports.model import Replied, Silent
from testing.fakes.loopback import Answer
from testing.fakes.model_servers import INTENT, aws_error, converse, question, tool_use
from testing.models.asking import CHOICE, CLAUSES, TOOL, WORDS, Asking
from testing.models.bedrock_stream import end, event, texts, use
from testing.models.openai_stream import sent

Ask: TypeAlias = Asking[Bedrock]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "top-secret-key")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.delenv("AWS_BEARER_TOKEN_BEDROCK", raising=False)
    with ExitStack() as stack:
        yield Asking(
            stack,
            lambda origin: Bedrock("eu-central-1", endpoint_url=origin),
            "amazon.nova-lite-v1:0",
            streams=True,
        )


def test_words_are_let_out_clause_by_clause(ask: Ask) -> None:
    reasoning = event("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"reasoningContent": {"text": "Hm. So"}}})
    ask.serve(sent(event("messageStart", {"role": "assistant"}) + reasoning + texts(WORDS, 1) + end()))
    assert ask() == Replied(WORDS, {}, 11, 5)
    assert ask.heard == CLAUSES
    assert ask.server.received[0].target.endswith("/converse-stream")


def test_a_streamed_reply_of_a_prompt_router_has_the_name_of_its_model(ask: Ask) -> None:
    router: Json = {"promptRouter": {"invokedModelId": "arn:aws:bedrock:model/nova"}}
    told = event("metadata", {"usage": {"inputTokens": 11, "outputTokens": 5, "totalTokens": 16}, "trace": router})
    outcome = ask.serve(sent(texts([WORDS]) + event("messageStop", {"stopReason": "end_turn"}) + told))()
    assert outcome == Replied(WORDS, {}, 11, 5)
    assert isinstance(outcome, Replied)
    assert outcome.model == "arn:aws:bedrock:model/nova"


def test_the_blocks_of_a_text_are_joined_as_in_a_whole_answer(ask: Ask) -> None:
    data = texts([WORDS]) + texts([""], 1) + texts(["And that is all there is."], 2)
    assert ask.serve(sent(data + end()))() == Replied(f"{WORDS} And that is all there is.", {}, 11, 5)
    assert "".join(ask.heard) == f"{WORDS} And that is all there is."


def test_the_words_of_the_forced_tool_come_before_its_values(ask: Ask) -> None:
    given = json.dumps({"reply": WORDS, "intent": "billing"})
    ask.serve(sent(texts(["I use a tool now. Really."]) + use(given, index=1) + end("tool_use"), [5]))
    assert ask(question(extract=INTENT)) == Replied(WORDS, {"intent": "billing"}, 11, 5)
    assert ask.heard == CLAUSES


@pytest.mark.parametrize(
    ("given", "heard"),
    [({CHOSEN: "none", "reply": WORDS}, CLAUSES), ({CHOSEN: "person", "reply": WORDS}, [])],
)
def test_words_wait_for_a_choice(ask: Ask, given: Json, heard: list[str]) -> None:
    ask.serve(sent(use(json.dumps(given)) + end("tool_use")))
    assert isinstance(ask(question(extract=CHOICE)), Replied)
    assert ask.heard == heard
    schema = ask.sent[0]["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"]
    assert list(schema["properties"]) == [CHOSEN, "reply"]


@pytest.mark.parametrize("extract", [{}, INTENT])
def test_words_before_calls_are_named(ask: Ask, extract: dict[str, dict[str, Json]]) -> None:
    said = "One moment, I will look that up. Yes"
    words = use([json.dumps({"reply": said})]) if extract else texts([said])
    ask.serve(sent(words + use(['{"a"', ": 1}"], "find", 1) + use([], "find", 2) + end("tool_use")))
    outcome = ask(question(tools=(TOOL,), extract=extract))
    assert isinstance(outcome, Replied)
    assert outcome.calls == (ToolCall("find", {"a": 1}), ToolCall("find", {}))
    assert outcome.said == "".join(ask.heard) != ""
    assert outcome.text == said


def test_arguments_that_are_no_json_go_back_to_the_model(ask: Ask) -> None:
    ask.serve(sent(use(["{"], "find") + end("tool_use")))
    outcome = ask(question(tools=(TOOL,)))
    assert isinstance(outcome, Replied)
    assert "not JSON" in (outcome.calls[0].result or "")


@pytest.mark.parametrize(
    "broken",
    [
        sent(texts([WORDS])),
        sent(texts([WORDS]), whole=False),
        sent(texts([WORDS]) + event("throttlingException", {"message": "slow"}, exception=True)),
        sent(texts([WORDS]) + event("messageStop", {"stopReason": "end_turn"})[:-7]),
        sent(texts([WORDS]) + end("max_tokens")),
        sent(texts([WORDS]) + end("guardrail_intervened")),
        sent(texts([WORDS] + ["x" * 100_000] * 11) + end()),
    ],
)
def test_an_answer_that_breaks_off_has_said_its_words(ask: Ask, broken: Answer) -> None:
    outcome = ask.serve(broken, sent(texts(["Never."]) + end()))()
    assert isinstance(outcome, Silent)
    assert outcome.said == "".join(ask.heard)
    assert outcome.said.startswith("".join(CLAUSES[:2]))
    assert len(ask.sent) == 1


def test_an_input_that_turns_out_malformed_has_said_its_words(ask: Ask) -> None:
    ask.serve(sent(use([json.dumps({"reply": WORDS})[:-1]]) + end("tool_use")))
    outcome = ask(question(extract=INTENT))
    assert isinstance(outcome, Silent)
    assert outcome.said == "".join(ask.heard) == WORDS
    assert len(ask.sent) == 1


def test_an_answer_that_stalls_ends_at_the_deadline(ask: Ask) -> None:
    ask.serve(sent(texts([WORDS]), hangs=True))
    assert ask(seconds=3) == Silent(LATE.error, said="".join(CLAUSES[:2]))


def test_an_answer_that_breaks_off_before_its_words_is_asked_for_again(ask: Ask) -> None:
    ask.serve(sent(b"", whole=False), sent(texts([WORDS]) + end()))
    assert ask() == Replied(WORDS, {}, 11, 5)


@pytest.mark.parametrize(
    "refusal",
    [
        aws_error(403, "AccessDeniedException", "no streams"),
        aws_error(400, "ValidationException", "The model does not support streaming."),
    ],
)
def test_a_model_that_may_not_stream_is_asked_without(ask: Ask, refusal: Answer) -> None:
    ask.serve(refusal, converse(WORDS))
    assert ask() == ask() == Replied(WORDS, {}, 11, 5)
    targets = [each.target.rpartition("/")[2] for each in ask.server.received]
    assert targets == ["converse-stream", "converse", "converse"]


def test_a_model_without_forced_tools_streams_its_object(ask: Ask) -> None:
    refusal = aws_error(400, "ValidationException", "toolChoice is not supported")
    ask.serve(refusal, sent(texts(json.dumps({"reply": WORDS, "intent": "sales"})) + end()))
    assert ask(question(extract=INTENT)) == Replied(WORDS, {"intent": "sales"}, 11, 5)
    assert ask.heard == CLAUSES


def test_without_an_outlet_the_answer_is_whole(ask: Ask) -> None:
    ask.serve(converse(tool_use({"reply": WORDS})))
    model = ask.provider.model("m")
    assert model.ask(question(extract=INTENT), deadline=Deadline.after(60)) == Replied(WORDS, {}, 11, 5)
    assert ask.server.received[0].target.endswith("/converse")


PARTS = some.sampled_from([WORDS, " ", "3.5", "你好。", "😀", "\n", "\x07"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.lists(some.sampled_from([WORDS, " ", "3.5", "你好。", "😀", "\n", "\x07"]) | some.text(max_size=9)),
    some.integers(1, 9),
)
def test_a_streamed_input_is_that_of_the_whole_answer(ask: Ask, words: list[str], by: int) -> None:
    given: Json = {"reply": "".join(words), "intent": "billing"}
    text = json.dumps(given)
    ask.serve(converse(tool_use(given), stop="tool_use"))
    model = ask.provider.model("m")
    whole = model.ask(question(extract=INTENT), deadline=Deadline.after(60))
    ask.serve(sent(use([text[at : at + by] for at in range(0, len(text), by)]) + end("tool_use"), [7, 300]))
    assert ask(question(extract=INTENT)) == whole
    assert isinstance(whole, Replied)
    assert "".join(ask.heard) == whole.text.rstrip()
