"""Every text of a record is searched, and what makes a record a record stays."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.events import (
    CallerKeyed,
    CallerSpoke,
    ExchangeMissed,
    ModelReplied,
    SessionBegan,
    SupervisorWhispered,
    ToolAnswered,
    TurnFailed,
)
from flow_core.json import Json
from flow_core.state import Frame, Message, OpenQuestion, Session, State, Status, ToolCall, Transfer, Visit
from flow_core.trace import Decision
from functions.adapters.observability.redaction import Redaction
from functions.records import (
    EffectRun,
    FlowPin,
    Head,
    Interruption,
    Sealing,
    ToolLease,
    TurnCall,
    TurnRecord,
    head_json,
    head_type,
    turn_json,
    turn_type,
)
from functions.redaction.records import STRUCTURE, redacted_head, redacted_turn, values_of
from functions.redaction.values import TOKEN

CARD = "4111111111111111"
CODE = "swordfish-77"
SEALING = Sealing(key="k", kinds=("card",), names=("code", "flag", "amount"), listens=True, language="en-US")
STAMP: dict[str, Any] = {"turn_id": "t", "at": 4111111111111111, "seed": 4111111111111111}
NUMBERS = f'"at":{CARD},"seed":{CARD}'
"""The time and the seed of an event, which are no card numbers."""
SECRETS: dict[str, Json] = {"code": CODE, "flag": True, "amount": 12, "open": f"card {CARD}", "list": [{"code": 1}]}


def make(values: Any) -> Redaction:
    return Redaction(values, lambda name: TOKEN)


def head(**more: Any) -> Head:
    visit = Visit(keyed="4111", held=CODE, question=f"Is {CODE} right?", calls=(ToolCall("pay", {"n": CARD}, CARD),))
    state = State(
        session=Session("s", "phone", 0, caller_number="+442079460958"),
        status=Status.WAITING,
        node_id="ask",
        visit=visit,
        action=Transfer(to="+442079460958"),
        variables=SECRETS,
        messages=(Message("user", "any words", "t", sensitive=True), Message("assistant", f"Hello {CODE}", "t")),
        response=f"Hello {CARD}",
        frames=(Frame("sub", SECRETS),),
        interrupted=(OpenQuestion("ask", visit, variables=SECRETS),),
    )
    return Head("s", "o", "f", FlowPin(1, 1), "room", 0, 0, state, sealing=SEALING, **more)


def record(**more: Any) -> TurnRecord:
    fields: dict[str, Any] = {
        "turn_id": CARD,
        "number": 1,
        "previous": None,
        "at": 1,
        "events": (
            SessionBegan(variables=SECRETS, **STAMP),
            CallerSpoke(text=f"it is {CARD}", **STAMP),
            ModelReplied(effect_id="e", text=CODE, extracted={"code": CODE}, **STAMP),
            ToolAnswered(
                effect_id="e", status=200, headers={"x": CARD}, body={"code": 5, "n": 4111111111111111}, **STAMP
            ),
        ),
        "reply": f'{{"response":"Hello {CODE}","action":{{"type":"transfer","to":"{CODE}"}}}}',
        "messages": (Message("user", f"it is {CARD}", "t"),),
        "interrupted": Interruption("t", f"Hello {CODE}"),
        "input": f"it is {CARD}",
        "response": f"Hello {CODE}",
        "action": {"type": "transfer", "to": CODE},
        "decisions": (Decision("n", "assign.flag", True), Decision("n", "assign.open", CARD, error=CARD)),
        "effects": (EffectRun("CallTool", "n", 1.5, ok=False, error=f"no {CARD}"),),
        "changed": {"sub/code": "x", "open": CARD},
        **more,
    }
    return TurnRecord(**fields)


def shown(record: Head | TurnRecord) -> str:
    return (head_json(record) if isinstance(record, Head) else turn_json(record)).decode()


def test_a_head_shows_no_private_value_and_can_be_read_again() -> None:
    lease = ToolLease(
        TurnCall("t", "any words", variables=SECRETS, missed=(Message("user", "any words", "t"),)),
        "e",
        0,
        (CallerSpoke(text="any words", **STAMP), CallerKeyed(digits="4111", **STAMP)),
        "owner",
    )
    before = head(lease=lease, given_variables=SECRETS)
    known, values = values_of(SEALING, make, before)
    after = redacted_head(before, SEALING, values)
    text = shown(after).replace(NUMBERS, "")
    for private in (CARD, CODE, "any words", '"4111"'):
        assert private not in text, private
    assert CODE in known
    assert head_type().validate_json(head_json(after)) == after
    assert after.state.variables == {"code": TOKEN, "flag": TOKEN, "amount": TOKEN, "open": "card [card]"} | {
        "list": [{"code": TOKEN}]
    }
    assert (after.state.action, after.state.session) == (before.state.action, before.state.session)


def test_a_record_shows_no_private_value_and_can_be_read_again() -> None:
    before = record()
    _, values = values_of(SEALING, make, head(), before)
    after = redacted_turn(before, SEALING, values)
    assert after.turn_id == CARD
    assert turn_type().validate_json(turn_json(after)) == after
    text = shown(replace(after, turn_id="t"))
    assert CODE not in text
    assert CARD not in text.replace(NUMBERS, "")
    assert after.reply == f'{{"response":"Hello {TOKEN}","action":{{"type":"transfer","to":"{TOKEN}"}}}}'
    assert [each.value for each in after.decisions] == [TOKEN, "[card]"]


@pytest.mark.parametrize("failed", [True, False])
def test_all_that_the_caller_says_is_removed_where_a_sensitive_value_is_asked(failed: bool) -> None:
    said = Message("user", "any words", "t", sensitive=not failed)
    events: tuple[Any, ...] = (
        CallerSpoke(text="any words", **STAMP),
        CallerKeyed(digits="123", **STAMP),
        ExchangeMissed(messages=(Message("user", "any words", "t"), Message("assistant", "Well.", "t")), **STAMP),
    )
    if failed:
        events = (TurnFailed(error="e", unfolded=events, **STAMP),)
    before = record(messages=(said,), input="any words", events=events)
    text = shown(redacted_turn(before, SEALING, values_of(SEALING, make)[1]))
    assert "any words" not in text
    assert "123" not in text
    assert "Well." in text


def test_a_turn_that_failed_leaves_no_words_of_the_caller_in_the_head() -> None:
    failed = head()
    state = replace(failed.state, status=Status.FAILED, turn_id="t9", messages=(Message("user", "any words", "t9"),))
    after = redacted_head(replace(failed, state=state), SEALING, values_of(SEALING, make)[1])
    assert after.state.messages[0].content == TOKEN


def test_values_are_removed_from_what_a_supervisor_whispered() -> None:
    before = record(events=(SupervisorWhispered(texts=(f"The code is {CODE}.", f"Charge {CARD}."), **STAMP),))
    values = values_of(replace(SEALING, values=(CODE,)), make)[1]
    (event,) = redacted_turn(before, SEALING, values).events
    assert isinstance(event, SupervisorWhispered)
    assert event.texts == (f"The code is {TOKEN}.", "Charge [card].")
    state = replace(head().state, whispers=(f"Charge {CARD}.",))
    assert redacted_head(replace(head(), state=state), SEALING, values).state.whispers == ("Charge [card].",)


def test_a_record_without_anything_private_stays_the_same() -> None:
    plain = record(
        events=(CallerSpoke(text="hello", **STAMP),),
        reply='{"response": "Hello.", "action": {"type": "hangup"}}',
        messages=(Message("user", "hello", "t"),),
        interrupted=None,
        input="hello",
        response="Hello.",
        action={"type": "hangup"},
        decisions=(),
        effects=(),
        changed={"n": 5},
    )
    assert redacted_turn(plain, SEALING, values_of(SEALING, make)[1]) == plain


def _records(kind: Any, found: dict[Any, None]) -> None:
    for each in (kind, *get_args(kind)):
        if each is not kind:
            _records(each, found)
        elif is_dataclass(each) and each not in found:
            found[each] = None
            for hint in get_type_hints(each).values():
                _records(hint, found)


def test_each_name_of_the_structure_is_a_field_of_a_record() -> None:
    found: dict[Any, None] = {}
    _records(Head, found)
    _records(TurnRecord, found)
    names = {each.name for kind in found for each in fields(kind)}
    assert names >= STRUCTURE
    free = names - STRUCTURE
    # What a caller, a model or a tool says is in one of these.
    assert {"text", "digits", "content", "body", "headers", "variables", "heard", "error", "input"} <= free


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=5), one, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(json)
def test_no_value_of_a_sensitive_variable_is_left_in_any_json(value: Json) -> None:
    before = record(changed={"code": value, "other": [value, {"deep": value}]})
    known, values = values_of(SEALING, make, before)
    after = redacted_turn(before, SEALING, values)
    assert after.changed.get("code") in (TOKEN, None, "")
    text = shown(replace(after, turn_id="t", events=()))
    assert all(each not in text for each in known if len(each.strip()) > 8 and each.isalnum())
