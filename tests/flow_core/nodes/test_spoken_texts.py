"""What a caller hears of values in a node's texts, and what machines and models read of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.effects import AskModel, CallTool
from flow_core.evaluate import Value
from flow_core.events import WentOn
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import Transfer
from flow_core.step_context import StepContext
from flow_core.trace import Decision
from testing.flows import edge, flow, line, node
from tests.flow_core.conversations import Conversation

_ORDER: dict[str, Json] = {"id": 7}


def test_a_text_says_values_for_the_ear() -> None:
    text = "{{ day }} {{ items }} {{ price }} {{ sure }} {{ none }}."
    talk = Conversation(line(node("elicitation", "e", prompt=text)))
    talk.begin(day="2026-12-04", items=["milk", "bread"], price={"amount": 12.5, "currency": "USD"}, sure=True)
    assert talk.spoken[1] == "Friday, December 4, 2026 milk and bread $12.50 yes ."


def test_a_filter_says_how_a_value_is_heard() -> None:
    talk = Conversation(line(node("elicitation", "e", prompt="{{ at | time }}, {{ code|spell }}, {{ n | number }}")))
    talk.begin(at="19:30", code="AB12", n=12345)
    assert talk.spoken[1] == "7:30 PM, A B 1 2, 12,345"


def test_the_conversation_holds_the_words_that_are_heard() -> None:
    talk = Conversation(line(node("elicitation", "e", prompt="On {{ day }}?")))
    talk.begin(day="2026-12-04")
    assert talk.said == [("assistant", "Hello. On Friday, December 4, 2026?")]
    assert talk.state.response == "Hello. On Friday, December 4, 2026?"


def test_language_and_time_zone_of_the_flow_decide_how_values_are_said() -> None:
    document = line(node("elicitation", "e", prompt="{{ day }}, {{ at }}"))
    talk = Conversation({**document, "language": "de-DE", "timeZone": "Europe/Berlin"})
    talk.begin(day="2026-12-04", at="2026-12-04T18:30:00Z")
    assert talk.spoken[1] == "Freitag, 4. Dezember 2026, Freitag, 4. Dezember 2026 um 19 Uhr 30"


def test_language_and_time_zone_of_the_agent_count_before_those_of_the_flow() -> None:
    document = line(node("elicitation", "e", prompt="{{ at }}"))
    talk = Conversation({**document, "language": "de-DE", "timeZone": "Europe/Berlin"})
    talk.state = replace(talk.state, session=replace(talk.state.session, language="en-GB", time_zone="Europe/London"))
    talk.begin(at="2026-12-04T18:30:00Z")
    assert talk.spoken[1] == "Friday, 4 December 2026 at 6:30 PM"


def test_every_text_that_is_spoken_says_values_for_the_ear() -> None:
    parts = [
        node("elicitation", "e", prompt="{{ d }} a?", reprompts=["{{ d }} b?"], noInputPrompts=["{{ d }} c?"],
             valueType="integer"),
        node("llm", fallback="{{ d }} d."),
        node("tool", "t", message="{{ d }} e."),
        node("end", "end", message="{{ d }} f."),
    ]  # fmt: skip
    edges = [edge("start", "e"), edge("e", "llm"), edge("llm", "t"), edge("llm", "t", "error"), edge("t", "end")]
    talk = Conversation(flow([node("start", message="{{ d }}."), *parts], edges))
    talk.begin(d="2026-12-04")
    talk.says("never")
    talk.silent()
    talk.says("4")
    talk.model_fails()
    talk.goes_on()
    talk.answers(200)
    day = "Friday, December 4, 2026"
    heard = [message.content for each in talk.steps for message in each.messages if message.role == "assistant"]
    assert heard == [f"{day}.", *(f"{day} {rest}" for rest in ("a?", "b?", "c?", "d.", "e.", "f."))]


def test_an_object_is_not_heard_and_stands_in_the_trace() -> None:
    talk = Conversation(line(node("elicitation", "e", prompt="It is [{{ order }}].")))
    step = talk.begin(order=_ORDER)
    assert talk.spoken[1] == "It is []."
    error = "an object cannot be spoken: name one of its fields, such as {{ order.number }}"
    assert step.decisions == (Decision("e", "prompt", "", error),)


def test_a_filter_that_cannot_say_a_value_stands_in_the_trace_with_the_words_that_are_heard() -> None:
    talk = Conversation(line(node("elicitation", "e", prompt="On {{ day | date }}.")))
    step = talk.begin(day="soon")
    assert talk.spoken[1] == "On soon."
    error = 'the filter "date" cannot say this text; it needs YYYY-MM-DD, a date with a time, or milliseconds'
    assert step.decisions == (Decision("e", "prompt", "soon", error),)


def test_a_variable_is_said_by_the_type_that_was_asked_for() -> None:
    document = line(
        node("elicitation", "p", prompt="Which number?", variable="line", valueType="phone"),
        node("elicitation", "e", prompt="{{ line }} or {{ line + '' }}?"),
    )
    talk = Conversation(document)
    talk.begin(line="4155550132")
    talk.says("4155550132")
    assert talk.spoken[-1] == "4 1 5, 5 5 5, 0 1 3 2 or 4155550132?"


def test_a_variable_that_is_asked_for_as_two_types_is_said_by_its_look() -> None:
    questions = [node("elicitation", "a", variable="x", valueType="phone"), node("elicitation", "b", variable="x")]
    asked = Flow.model_validate(line(*questions, node("elicitation", "c", variable="y", valueType="date")))
    assert asked.asked_types == {"y": "date"}


def test_a_text_may_read_a_value_that_is_in_no_variable() -> None:
    talk = Conversation(line(node("elicitation")))
    talk.begin()
    context = StepContext(
        talk.flow,
        talk.state,
        WentOn(turn_id="t", at=0, seed=0),
        lambda _, known, at, seed: Value(known["value"], True),
        lambda: 0,
    )
    scope: dict[str, Json] = {"value": "19:30"}
    assert context.spoken("{{ value }}?", "confirm", scope, {"value": "time"}) == "7:30 PM?"
    assert context.spoken("{{ value }}?", "confirm", scope) == "19:30?"


def test_a_models_instructions_hold_values_as_machines_write_them_unless_a_filter_says_otherwise() -> None:
    talk = Conversation(line(node("llm", instructions="{{ order }} {{ day }} {{ sure }} {{ day | date }}")))
    step = talk.begin(order=_ORDER, day="2026-12-04", sure=True)
    assert isinstance(step.then, AskModel)
    assert step.then.instructions == '{"id":7} 2026-12-04 true Friday, December 4, 2026'


def test_a_tools_request_holds_values_as_machines_write_them_unless_a_filter_says_otherwise() -> None:
    request: Json = {
        "method": "POST",
        "url": "https://api.example/{{ day }}",
        "headers": {"X-Day": "{{ day }}"},
        "query": {"day": "{{ day }}"},
        "body": {"order": "{{ order }}", "day": "{{ day }}", "said": "{{ day | date }}", "text": "On {{ day | date }}"},
    }
    step = Conversation(line(node("tool", "t", request=request, message=""))).begin(order=_ORDER, day="2026-12-04")
    assert isinstance(step.then, CallTool)
    assert step.then.request.url == ("https://api.example/", "2026-12-04")
    assert step.then.request.headers == {"X-Day": ("2026-12-04",)}
    assert step.then.request.query == {"day": ("2026-12-04",)}
    body = str(step.then.request.body)
    assert "value={'id': 7}" in body
    assert "value='2026-12-04'" in body
    assert "value='Friday, December 4, 2026'" in body
    assert "('On ', 'Friday, December 4, 2026')" in body


def test_a_number_to_transfer_to_is_not_said_but_dialled() -> None:
    talk = Conversation(line(node("transfer", to="{{ desk }}", message="I connect you with {{ desk }}.")))
    step = talk.begin(desk="+14155550132")
    assert step.then == Transfer("+14155550132", "cold")
    assert talk.spoken[-1] == "I connect you with plus 1, 4 1 5, 5 5 5, 0 1 3 2."


@pytest.mark.parametrize("value", ["{{ 7*7 }} {{ secrets.KEY }}", "a | date"])
def test_a_callers_words_are_never_a_template(value: str) -> None:
    talk = Conversation(line(node("elicitation", "e", prompt="{{ said }}")))
    talk.begin(said=value)
    assert talk.spoken[1] == value
