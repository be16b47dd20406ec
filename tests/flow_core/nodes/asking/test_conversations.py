"""Conversations that authors wanted and no field could say, after public reports of users of other systems."""

from __future__ import annotations

from flow_core.json import Json
from flow_core.state import Hangup
from testing.flows import Document, line, node
from tests.flow_core.conversations import Conversation
from tests.flow_core.nodes.asking.questions import asks


def talks(*nodes: Document, **fields: Json) -> Conversation:
    talk = Conversation({**line(*nodes), **fields})
    talk.begin()
    return talk


def test_four_people_and_a_day_stand_in_the_first_sentence() -> None:
    slots: list[Json] = [
        {"prompt": "For how many?", "variable": "people", "valueType": "integer"},
        {"prompt": "Which day?", "variable": "day", "valueType": "date"},
    ]
    talk = talks(node("form", prompt="What can I do for you?", slots=slots))
    assert talk.says("a table for four this friday please").then == Hangup()
    assert (talk.value("people"), talk.value("day")) == (4, "2023-11-17")


def test_one_thing_is_corrected_at_the_confirmation() -> None:
    slots: list[Json] = [
        {"prompt": "For how many?", "variable": "people", "valueType": "integer"},
        {"prompt": "Which day?", "variable": "day", "valueType": "date"},
    ]
    talk = talks(node("form", slots=slots, confirm="{{ people }} on {{ day }}. Is that right?"))
    talk.says("four")
    talk.says("thursday")
    talk.says("no the day should be friday")
    assert (talk.value("people"), talk.value("day")) == (4, "2023-11-17")
    assert talk.says("yes").then == Hangup()


def test_a_table_is_booked_with_words_taken_back_a_question_repeated_and_one_thing_changed_at_the_end() -> None:
    slots: list[Json] = [
        {"prompt": "For how many people?", "variable": "people", "valueType": "integer"},
        {"prompt": "On which day?", "variable": "day", "valueType": "date", "prefer": "future"},
        {"prompt": "At what time?", "variable": "time", "valueType": "time"},
    ]
    confirm = "A table for {{ people }} on {{ day }} at {{ time }}. Is that right?"
    talk = talks(node("form", slots=slots, confirm=confirm))
    talk.says("six no sorry seven people")
    talk.says("the twelfth of december please")
    talk.says("sorry what did you say")
    assert talk.spoken == ["At what time?"]
    talk.says("quarter past eight in the evening")
    talk.says("yes but make it eight people")
    assert (talk.value("people"), talk.value("day"), talk.value("time")) == (8, "2023-12-12", "20:15")
    assert talk.says("yes").then == Hangup()


def test_an_account_number_keeps_its_zeros_in_words_and_in_keys_with_a_pause() -> None:
    talk = asks(valueType="digits", length=8, keys={"length": 8})
    talk.says("zero zero one two three four five six")
    assert talk.value("count") == "00123456"
    talk = asks(valueType="digits", length=8, keys={"length": 8})
    talk.keys("0012")
    talk.keys("3456#")
    assert talk.value("count") == "00123456"


def test_a_code_is_heard_as_words() -> None:
    talk = asks(valueType="digits", length=6, prompt="Your six digit code?")
    talk.says("four seven double two one nine")
    assert talk.value("count") == "472219"


def test_a_postcode_is_spelled() -> None:
    talk = asks(valueType="postcode", country="GB", prompt="Your postcode?")
    talk.says("S W 1 A 1 A A")
    assert talk.value("count") == "SW1A 1AA"


def test_two_wishes_stand_in_one_sentence() -> None:
    wishes: list[Json] = ["order status", "complaint"]
    talk = asks(valueType="choice", choices=wishes, many=True, prompt="Order status or complaint?")
    talk.says("check my order status and raise a complaint")
    assert talk.value("count") == wishes


def test_the_model_is_told_the_format_of_a_text() -> None:
    talk = asks(extraction="llm", format="HH:MM, 24 hours")
    talk.says("half seven in the evening")
    assert "HH:MM, 24 hours" in talk.question().instructions


def test_the_question_about_the_recording_cannot_be_interrupted() -> None:
    talk = asks(valueType="boolean", prompt="This call is recorded. Do you agree?", interruptible=False)
    assert talk.last.then is not None
    assert getattr(talk.last.then, "interruptible", None) is False


def test_the_answer_of_the_model_is_read_in_the_written_form_of_each_type() -> None:
    written: dict[str, tuple[Json, Json]] = {
        "time": ("20:15", "20:15"),
        "datetime": ("2023-12-01T20:15", "2023-12-01T20:15"),
        "duration": ("PT45M", "PT45M"),
        "money": ("25.50 USD", {"amount": 25.5, "currency": "USD"}),
        "digits": ("0012", "0012"),
        "code": ("AB12", "AB12"),
        "name": ("James Miller", "James Miller"),
        "postcode": ("90210", "90210"),
    }
    read: dict[str, Json] = {}
    for value_type, (found, _) in written.items():
        talk = asks(has_model=True, valueType=value_type)
        talk.says("the one that I gave you the other day")
        talk.replies("", count=found)
        read[value_type] = talk.value("count")
    assert read == {value_type: value for value_type, (_, value) in written.items()}
