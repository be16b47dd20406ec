"""Conversations that users of other systems reported, and that authors can write with the fields of a question.

Each is named after its report.
"""

from __future__ import annotations

import pytest

from flow_core.json import Json
from flow_core.state import Session, State, Status
from flow_core.transfer.rules import TransferRules
from testing.flows import Document, call, edge, flow, frozen, line, node
from tests.flow_core.conversations import Conversation
from tests.flow_core.nodes.asking.questions import asks

MONDAY = 1_795_946_400_000 + 86_400_000
"""2026-11-30T10:00:00Z."""


def at(talk: Conversation, moment: int = MONDAY) -> Conversation:
    """Return the conversation with its clock at a moment."""
    fields = talk._fields  # the clock of Conversation begins in 2023
    talk._fields = lambda: {**fields(), "at": moment}  # type: ignore[method-assign]
    return talk


@pytest.mark.parametrize(
    ("data", "said", "value"),
    [
        ({"valueType": "digits", "prompt": "Your number?"}, "four seven double two one nine", "472219"),
        ({"valueType": "time", "prompt": "At what time?"}, "uh half seven please", "19:30"),
        ({"valueType": "digits", "prompt": "Your account number?"}, "zero zero four four one seven", "004417"),
        (
            {"valueType": "money", "prompt": "How much?"},
            "twelve pounds fifty",
            {"amount": 12.5, "currency": "GBP"},
        ),
        (
            {
                "valueType": "choice",
                "choices": ["order status", "complaint"],
                "many": True,
                "prompt": "Order status or complaint?",
            },
            "check my order status and raise a complaint",
            ["order status", "complaint"],
        ),
        ({"valueType": "name", "prompt": "Please spell your surname."}, "x i u l a n", "Xiulan"),
        (
            {"valueType": "date", "prefer": "past", "prompt": "What is your date of birth?"},
            "uh it's the twelfth of march nineteen eighty",
            "1980-03-12",
        ),
        ({"valueType": "postcode", "country": "GB", "prompt": "Your postcode?"}, "S W 1 A 1 A A", "SW1A 1AA"),
        (
            {"valueType": "email", "prompt": "Your e-mail?"},
            "it's j dot smith at example dot com",
            "j.smith@example.com",
        ),
    ],
)
def test_an_answer_that_had_no_type_has_one(data: Document, said: str, value: Json) -> None:
    talk = at(asks(**data))  # type: ignore[arg-type]
    talk.says(said)
    assert talk.value("count") == value


def placed(document: Document, **flow_fields: Json) -> Document:
    return {**document, **flow_fields}


def question_in(language: str, zone: str = "UTC", **data: Json) -> Conversation:
    nodes = [node("start"), node("elicitation", "ask", prompt="When?", variable="x", **data), node("end")]
    document = flow(nodes, [edge("start", "ask"), edge("ask", "end")])
    talk = at(Conversation(placed(document, language=language, timeZone=zone, onFailure="end")))
    talk.state = State(Session("session-1", "phone", MONDAY))
    talk.begin()
    return talk


def test_a_british_agent_puts_the_day_first() -> None:
    talk = question_in("en-GB", valueType="date")
    talk.says("10/08/1983")
    assert talk.value("x") == "1983-08-10"
    talk = question_in("en-US", valueType="date")
    talk.says("10/08/1983")
    assert talk.value("x") == "1983-10-08"


def test_a_spanish_yes_is_a_yes() -> None:
    talk = question_in("es-ES", valueType="boolean")
    talk.says("sí, es correcto")
    assert talk.value("x") is True


def test_a_yes_in_a_language_that_is_not_read_is_the_models_to_understand() -> None:
    nodes = [
        node("start"),
        node("elicitation", "ask", prompt="你想继续吗?", variable="x", valueType="boolean"),
        node("end"),
    ]
    document = flow(nodes, [edge("start", "ask"), edge("ask", "end")])
    talk = Conversation(placed(document, language="zh-CN", onFailure="end"))
    talk.begin(has_model=True)
    talk.says("是的")
    assert talk.value("x") is None
    talk.replies("", x="true")
    assert talk.value("x") is True


def test_a_person_is_asked_for_at_any_question() -> None:
    nodes = [
        node("start"),
        node("elicitation", "ask", prompt="Your order number?", variable="x", valueType="integer"),
        node("end"),
        node("transfer", "person", destination="+15550100003"),
        node("end", "nobody"),
    ]
    edges = [edge("start", "ask"), edge("ask", "end"), edge("person", "nobody", "failed")]
    handler: Json = {"id": "h1", "phrases": ["i want to talk to a human"], "target": "person"}
    talk = Conversation(placed(flow(nodes, edges), handlers=[handler], onFailure="end"))
    talk.state = State(Session("session-1", "phone", MONDAY))
    talk.begin(transfers=TransferRules())
    talk.says("i want to talk to a human")
    assert talk.state.node_id == "person"


def test_a_sentence_stands_between_two_questions() -> None:
    nodes = [
        node("start"),
        node("elicitation", "ask", prompt="How many?", variable="a", valueType="integer"),
        node("message", "noted", message="Good, I have noted that."),
        node("elicitation", "day", prompt="Which day?", variable="b", valueType="date"),
        node("end"),
    ]
    edges = [edge("start", "ask"), edge("ask", "noted"), edge("noted", "day"), edge("day", "end")]
    talk = Conversation(placed(flow(nodes, edges), onFailure="end"))
    talk.begin()
    talk.says("four")
    assert " ".join(talk.spoken).endswith("Good, I have noted that. Which day?")


def test_a_model_waits_as_long_as_its_node_says() -> None:
    model: Document = {"until": "topic !== null", "extract": {"topic": {"type": "string"}}, "noInputSeconds": 20}
    nodes = [node("start"), node("llm", "talk", **model), node("end")]
    talk = Conversation(flow(nodes, [edge("start", "talk"), edge("talk", "end")]))
    talk.begin(has_model=True)
    assert getattr(talk.state.action, "no_input_seconds", None) == 20


def test_keys_of_a_date_follow_the_order_of_the_region() -> None:
    talk = question_in("en-GB", valueType="date")
    talk.keys("05031962#")
    assert talk.value("x") == "1962-03-05"


def test_tomorrow_is_a_day_of_the_flows_time_zone() -> None:
    talk = question_in("en-US", "America/Los_Angeles", valueType="date")
    at(talk, MONDAY - 8 * 3_600_000)  # 02:00 in UTC, and still Sunday evening in Los Angeles
    talk.says("tomorrow")
    assert talk.value("x") == "2026-11-30"


def test_eight_keys_arrive_with_a_pause() -> None:
    talk = asks(valueType="digits", length=8, keys={"length": 8, "end": "#"})
    talk.keys("0012")
    assert talk.value("count") is None
    talk.keys("3456#")
    assert talk.value("count") == "00123456"


def test_a_question_that_must_be_heard_to_its_end_is_not_interruptible() -> None:
    action = asks(valueType="integer", interruptible=False).state.action
    assert action is not None
    assert getattr(action, "interruptible", None) is False


def test_the_model_is_told_the_format() -> None:
    talk = asks(has_model=True, valueType="time", extraction="llm", format="HH:MM, 24 hours", prompt="At what time?")
    talk.says("half seven in the evening")
    assert "HH:MM" in talk.question().instructions


def booking(**form: Json) -> Conversation:
    slots: list[Json] = [
        {"prompt": "For how many?", "variable": "people", "valueType": "integer"},
        {"prompt": "Which day?", "variable": "day", "valueType": "date"},
        {"prompt": "At what time?", "variable": "time", "valueType": "time"},
    ]
    nodes = [node("start"), node("form", "book", slots=slots, **form), node("end")]
    document = flow(nodes, [edge("start", "book"), edge("book", "end")])
    talk = at(Conversation(placed(document, onFailure="end")))
    talk.begin()
    return talk


def test_all_is_said_in_the_first_sentence() -> None:
    talk = booking(prompt="What can I book for you?")
    talk.says("a table for four this friday at half seven please")
    values = (talk.value("people"), talk.value("day"), talk.value("time"))
    assert values == (4, "2026-12-04", "19:30")


def test_one_thing_is_corrected_at_the_confirmation() -> None:
    talk = booking(confirm="{{ people }} on {{ day }} at {{ time }}. Is that right?")
    for said in ("four", "thursday", "quarter past eight"):
        talk.says(said)
    assert talk.value("day") == "2026-12-03"
    talk.says("no the day should be friday")
    assert (talk.value("people"), talk.value("day")) == (4, "2026-12-04")
    assert talk.state.node_id == "book"
    talk.says("yes but make it eight people")
    assert (talk.value("people"), talk.state.node_id) == (8, "book")
    talk.says("yes please")
    assert talk.state.node_id == "end"


def test_a_question_that_was_not_heard_is_said_again_in_a_form() -> None:
    talk = booking()
    talk.says("six no sorry seven people")
    talk.says("the twelfth of december please")
    asked = talk.spoken
    talk.says("sorry what did you say")
    assert talk.spoken == asked
    talk.says("quarter past eight")
    assert (talk.value("people"), talk.value("day"), talk.value("time")) == (7, "2026-12-12", "20:15")


def test_what_happened_is_told_in_the_callers_own_words_after_typed_answers() -> None:
    words = "um so i was parked and uh someone ran into my door and drove off"
    told: dict[str, Json] = {"mail": "{{ mail }}", "post": "{{ post }}", "when": "{{ when }}", "what": "{{ what }}"}
    document = line(
        node("elicitation", "mail", prompt="Your e-mail address?", variable="mail", valueType="email"),
        node("elicitation", "post", prompt="Your postcode?", variable="post", valueType="postcode", country="GB"),
        node("elicitation", "when", prompt="When did it happen?", variable="when", valueType="date", prefer="past"),
        node(
            "elicitation",
            "what",
            prompt="Please tell me what happened.",
            variable="what",
            valueType="string",
            extraction="verbatim",
            noInputSeconds=15,
        ),
        node("tool", "file", request={"method": "POST", "url": "https://claims.example/new", "body": told}),
    )
    talk = at(Conversation(document))
    talk.begin()
    for said in ("it's j dot smith at example dot com", "S W 1 A 1 A A", "yesterday", words):
        talk.says(said)
    values = [talk.value(name) for name in told]
    assert values == ["j.smith@example.com", "SW1A 1AA", "2026-11-29", words]
    assert talk.tool_call().node_id == "file"
    talk.answers(200, {"id": "C9"})
    assert talk.state.node_id == "end"


def test_two_flows_share_the_part_that_asks_who_calls() -> None:
    identify = line(node("elicitation", "ask", prompt="Your number?", variable="number", valueType="digits"))
    for greeting in ("Bookings.", "Claims."):
        nodes = [
            node("start", message=greeting),
            call("who", "identify", out={"caller": "number"}),
            node("end", message="Thank you, {{ caller }}."),
        ]
        document = flow(nodes, [edge("start", "who"), edge("who", "end")], onFailure="end")
        talk = at(Conversation(document, {"number": "0417"}, frozen(identify=identify)))
        talk.begin()
        assert talk.spoken[0] == greeting
        assert talk.spoken[-1] == "Your number?"
        talk.says("oh four one seven")
        assert talk.spoken[-1] == "Thank you, 0417."
        assert (talk.value("caller"), talk.state.status) == ("0417", Status.COMPLETED)
