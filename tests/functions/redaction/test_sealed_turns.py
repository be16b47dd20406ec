"""A call goes on with its private values, while no stored record shows them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from flow_core.effects import CallTool, Fields, PlainJson
from flow_core.evaluate import Evaluate
from flow_core.flow import Flow
from functions.adapters.observability.redaction import Redaction
from functions.adapters.secrets.call_keys import FixedCallKeys
from functions.adapters.secrets.seals import AesSeals
from functions.errors import UnavailableError
from functions.history.conversation import every_turn
from functions.ports.model import Replied
from functions.ports.sessions import Sessions
from functions.ports.tools import Answered, ToolOutcome
from functions.records import TurnCall, head_json, turn_json
from functions.redaction.sealed_sessions import RedactionRules, SealedSessions
from functions.redaction.values import TOKEN
from testing.fakes.model import FakeModel
from testing.fakes.sessions import InMemoryDrafts, InMemorySessions
from testing.stage import NEW_SESSION, NOON, SESSION_ID, Stage, ToolsThat, asking, flow, node
from testing.watched import Died, dying

CARD = "4111111111111111"
SPOKEN = "four one one one, one one one one, one one one one, one one one one"
EMAIL = "jane.doe@example.com"
PHONE = "+442079460958"
KEY = FixedCallKeys("a-key-of-more-than-thirty-two-characters")


def paying(*, retries: int = 2, sensitive: bool = True) -> Flow:
    """Build a flow that asks for a card, pays by a tool, reads the card back, and asks for an address and a number."""
    body = {"card": "{{ card }}"}
    return flow(
        [
            node("start", "start", message="Hello."),
            node("ask", "elicitation", prompt="Your card?", variable="card", valueType="digits", sensitive=sensitive),
            node(
                "pay",
                "tool",
                request={"method": "POST", "url": "https://pay.example", "body": body},
                retries=retries,
                assign={"receipt": "response.body"},
            ),
            node(
                "mail", "elicitation", prompt="Paid with {{ card }}. Your address?", variable="mail", valueType="email"
            ),
            node("number", "elicitation", prompt="A number?", variable="number"),
            node("end", "end", message="Goodbye, {{ mail }}."),
        ],
        [
            *("start -> ask", "ask -> pay", "ask.noMatch -> end", "ask.noInput -> end", "pay -> mail"),
            *("pay.error -> end", "mail -> number", "mail.noMatch -> end", "mail.noInput -> end", "number -> end"),
        ],
    )


def paid(effect: CallTool) -> ToolOutcome:
    return Answered(200, {}, {"receipt": 7, "echo": f"charged {CARD}"})


def cards_in(effect: CallTool) -> Any:
    """Return the card in the body of a request."""
    assert isinstance(effect.request.body, Fields)
    value = effect.request.body.fields["card"]
    return value.value if isinstance(value, PlainJson) else value


@pytest.fixture(params=["memory", "dynamodb"])
def stored(request: pytest.FixtureRequest) -> Sessions:
    store: Sessions = InMemorySessions() if request.param == "memory" else request.getfixturevalue("dynamo_sessions")
    return store


def remove(values: Any) -> Redaction:
    return Redaction(values, lambda name: TOKEN)


def on_stage(
    evaluate: Evaluate,
    stored: Sessions,
    drawn: Flow,
    *,
    kinds: tuple[str, ...] = ("card", "phone", "email"),
    **more: Any,
) -> Stage:
    seals = AesSeals(more.pop("keys", KEY))
    rules = RedactionRules(lambda *_: drawn, lambda _: kinds, seals, lambda: 0.0)
    tools = more.pop("tools", ToolsThat(paid))
    return Stage(
        (drawn,), evaluate, SealedSessions(stored, seals, remove), tools, begun=rules, wait_seconds=0.02, **more
    )


def everything(stored: Sessions) -> str:
    """Return all that a store has of the session, as text."""
    head = stored.head(SESSION_ID)
    assert head is not None
    records = stored.records(SESSION_ID) if isinstance(stored, InMemorySessions) else every_turn(stored, head)
    texts = [head_json(head), *(turn_json(record) for record in records)]
    return b"\n".join(texts).decode()


def shows_nothing(stored: Sessions) -> None:
    text = everything(stored)
    for private in (CARD, "4 1 1 1", "four one", "11111111", EMAIL, PHONE, "79460958"):
        assert private not in text


def whole_call(stage: Stage) -> Iterator[dict[str, Any]]:
    yield stage.turn("t1")
    yield stage.turn("t2", f"It is {SPOKEN}")
    yield stage.turn("t3", f"{EMAIL} please")
    yield stage.turn("t4", f"call me on {PHONE}")


def test_the_tool_gets_the_card_and_no_record_shows_it(javascript: Evaluate, stored: Sessions) -> None:
    tools = ToolsThat(paid)
    stage = on_stage(javascript, stored, paying(), tools=tools)
    replies = []
    for reply in whole_call(stage):
        replies.append(reply)
        shows_nothing(stored)
    assert [cards_in(effect) for _, effect in tools.calls] == [CARD]
    assert "4 1 1 1" in replies[1]["response"]
    assert replies[3]["response"] == f"Goodbye, {EMAIL}."
    assert replies[3]["completed"] is True


def test_a_request_again_gets_the_same_bytes_while_the_call_is_on(javascript: Evaluate, stored: Sessions) -> None:
    stage = on_stage(javascript, stored, paying())
    stage.turn("t1")
    call = TurnCall("t2", SPOKEN)
    first = stage.run(call).body
    assert stage.run(call).body == first
    stage.turn("t3", EMAIL)
    assert stage.run(call).body == first


def test_after_the_end_a_request_again_gets_the_redacted_reply(javascript: Evaluate, stored: Sessions) -> None:
    stage = on_stage(javascript, stored, paying())
    list(whole_call(stage))
    assert stage.turn("t4", f"call me on {PHONE}")["response"] == "Goodbye, [email]."


def test_after_the_end_nothing_sealed_can_be_opened(javascript: Evaluate, stored: Sessions) -> None:
    stage = on_stage(javascript, stored, paying())
    list(whole_call(stage))
    head = stored.head(SESSION_ID)
    assert head is not None
    assert head.sealing is not None
    assert (head.sealing.key, head.sealing.data, head.sealing.values) == ("", None, ())
    assert any(turn.sealed for turn in every_turn(stored, head))
    opened = every_turn(stage.sessions, head)
    assert CARD not in b"".join(map(turn_json, opened)).decode()


@pytest.mark.parametrize(("number", "after"), list(itertools.product(range(1, 8), (False, True))))
def test_a_turn_whose_process_dies_anywhere_is_finished_with_the_values(
    javascript: Evaluate, number: int, after: bool
) -> None:
    stored, tools = InMemorySessions(), ToolsThat(paid)
    stage = on_stage(javascript, stored, paying(), tools=tools)
    stage.turn("t1")
    with pytest.raises(Died):
        dying(stage, number, after=after).turn("t2", SPOKEN)
    shows_nothing(stored)
    stage.clock.go_on(15)
    again = stage.turn("t2", SPOKEN)
    assert "4 1 1 1" in again["response"]
    assert {cards_in(effect) for _, effect in tools.calls} == {CARD}
    assert len(set(tools.keys)) == 1
    stage.turn("t3", EMAIL)
    shows_nothing(stored)


def test_a_card_number_in_parts_is_not_shown_between_them(javascript: Evaluate) -> None:
    stored = InMemorySessions()
    stage = on_stage(javascript, stored, paying(), kinds=())
    stage.turn("t1")
    stage.turn("t2", dtmf="41111111")
    assert "41111111" not in everything(stored)


def test_a_flow_without_sensitive_parts_loses_the_kinds_alone(javascript: Evaluate, stored: Sessions) -> None:
    tools = ToolsThat(paid)
    stage = on_stage(javascript, stored, paying(sensitive=False), tools=tools)
    list(whole_call(stage))
    shows_nothing(stored)
    assert [cards_in(effect) for _, effect in tools.calls] == [CARD]
    assert "[card]" in everything(stored)


def test_what_is_not_private_stays_in_the_records(javascript: Evaluate) -> None:
    stored = InMemorySessions()
    list(whole_call(on_stage(javascript, stored, paying())))
    head = stored.head(SESSION_ID)
    assert head is not None
    said = [(message.role, message.content) for turn in every_turn(stored, head) for message in turn.messages]
    assert said[:3] == [
        ("assistant", "Hello. Your card?"),
        ("user", TOKEN),
        ("assistant", f"Paid with {said[2][1][10:]}"),
    ]
    assert said[3][1].endswith("[email] please")


def test_a_session_without_rules_is_stored_byte_for_byte_as_before(javascript: Evaluate) -> None:
    def records(sessions: Callable[[InMemorySessions], Stage]) -> str:
        stored = InMemorySessions()
        stage = sessions(stored)
        for turn_id, said in (("t1", None), ("t2", "1001"), ("t3", "1002")):
            stage.turn(turn_id, said)
        return everything(stored)

    tools = [Answered(200, {}, "shipped")] * 2
    plain = records(lambda stored: Stage((asking(),), javascript, stored, ToolsThat(lambda _: tools[0])))
    sealed = records(
        lambda stored: on_stage(javascript, stored, asking(), kinds=(), tools=ToolsThat(lambda _: tools[0]))
    )
    assert _without_owner(sealed) == _without_owner(plain)


def _without_owner(text: str) -> list[str]:
    return sorted(text.split("\n"))


def test_without_a_key_no_session_begins(javascript: Evaluate) -> None:
    stored = InMemorySessions()
    stage = on_stage(javascript, stored, paying(), keys=FixedCallKeys(""))
    with pytest.raises(UnavailableError, match="CALLFLOW_CALL_KEYS_SECRET"):
        stage.turn("t1")
    assert stored.head(SESSION_ID) is None


def test_another_key_opens_no_session(javascript: Evaluate) -> None:
    stored = InMemorySessions()
    on_stage(javascript, stored, paying()).turn("t1")
    stage = on_stage(javascript, stored, paying(), keys=FixedCallKeys("another-key-of-more-than-32-characters"))
    with pytest.raises(UnavailableError, match="keep the previous key"):
        stage.turn("t2", SPOKEN)
    shows_nothing(stored)


def test_a_draft_in_a_session_with_rules_keeps_no_answer(javascript: Evaluate) -> None:
    drafts = InMemoryDrafts(lambda: NOON)
    drawn = flow(
        [
            node("start", "start", message="Hello."),
            node("talk", "llm", instructions="Talk.", until="false", speak=True),
        ],
        ["start -> talk", "talk.error -> talk", "talk.maxTurns -> talk"],
    )
    stage = on_stage(javascript, InMemorySessions(), drawn, drafts=drafts, model=FakeModel(*[Replied("Yes.")] * 5))
    stage.turn("t1")
    stage.run_turn.draft(NEW_SESSION, TurnCall("t2", f"My card is {CARD}"))
    assert drafts.stored == {}


def test_a_caller_who_comes_back_from_a_transfer_is_served_and_stays_private(javascript: Evaluate) -> None:
    stored = InMemorySessions()
    drawn = flow(
        [
            node("start", "start", message="Hello."),
            node("ask", "elicitation", prompt="Your code?", variable="code", sensitive=True),
            node("desk", "transfer", to="+15550100"),
            node("again", "elicitation", prompt="Your code again?", variable="code", sensitive=True),
            node("told", "elicitation", prompt="It is {{ code }}.", variable="other"),
        ],
        [
            *("start -> ask", "ask -> desk", "ask.noInput -> desk", "ask.noMatch -> desk", "desk.failed -> again"),
            *("again -> told", "again.noInput -> told", "again.noMatch -> told", "told -> again"),
        ],
    )
    stage = on_stage(javascript, stored, drawn, kinds=())
    stage.turn("t1")
    assert stage.turn("t2", "swordfish")["status"] == "transferred"
    assert stage.head.state.variables["code"] is None
    stage.turn("t3")
    assert stage.turn("t4", "marlin99")["response"] == "It is marlin99."
    assert stage.turn("t5", "so")["response"] == "Your code again?"
    text = everything(stored)
    assert "swordfish" not in text
    assert "marlin99" not in text
