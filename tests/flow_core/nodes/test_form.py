"""form: several values from one sentence, corrections at any later question, and a confirmation of all."""

from __future__ import annotations

from typing import cast

import pytest

from flow_core.authored.base import DEFAULT_NO_INPUT_SECONDS
from flow_core.json import Json
from flow_core.state import Hangup, Listen, ListenKeys
from testing.flows import Document, edge, flow, node
from tests.flow_core.conversations import Conversation

PEOPLE: Document = {"prompt": "For how many people?", "variable": "people", "valueType": "integer"}
DAY: Document = {"prompt": "On which day?", "variable": "day", "valueType": "date", "reprompts": ["Which day?"]}
MAIL: Document = {"prompt": "Your e-mail address?", "variable": "mail", "valueType": "email"}
CONFIRM = "A table for {{ people }}. Is that right?"
FRIDAY, SATURDAY = "2023-11-17", "2023-11-18"
"""The first such days after the session's Tuesday."""


def books(*slots: Document, has_model: bool = False, begins: bool = True, **data: Json) -> Conversation:
    nodes = [
        node("start"),
        node("form", "book", slots=[*(slots or (PEOPLE, DAY))], **data),
        node("end", message="Booked."),
        node("end", "missed", message="No match."),
        node("end", "silent", message="No input."),
    ]
    edges = [
        edge("start", "book"),
        edge("book", "end"),
        edge("book", "missed", "noMatch"),
        edge("book", "silent", "noInput"),
    ]
    talk = Conversation(flow(nodes, edges), {"value <= 12": lambda known, at, seed: cast(int, known["value"]) <= 12})
    if begins:
        talk.begin(has_model=has_model)
    return talk


def values(talk: Conversation) -> tuple[Json, Json]:
    return talk.value("people"), talk.value("day")


def test_slots_are_asked_for_in_order() -> None:
    talk = books()
    assert talk.spoken == ["Hello.", "For how many people?"]
    talk.says("four")
    assert talk.spoken == ["On which day?"]
    assert talk.says("this friday").then == Hangup()
    assert values(talk) == (4, FRIDAY)


def test_one_sentence_fills_every_slot_that_it_has_a_value_for() -> None:
    talk = books(prompt="What would you like to book?")
    assert talk.spoken == ["Hello.", "What would you like to book?"]
    assert talk.says("a table for four this friday please").then == Hangup()
    assert values(talk) == (4, FRIDAY)


def test_only_the_slots_without_a_value_are_asked_for() -> None:
    talk = books(PEOPLE, DAY, MAIL, prompt="What would you like to book?")
    talk.says("this friday please")
    assert talk.spoken == ["For how many people?"]
    talk.says("four")
    assert talk.spoken == ["Your e-mail address?"]


def test_an_answer_to_one_question_may_fill_the_next_slots() -> None:
    talk = books()
    assert talk.says("four people this friday").then == Hangup()
    assert values(talk) == (4, FRIDAY)


def test_an_earlier_slot_is_corrected_at_a_later_question() -> None:
    talk = books()
    talk.says("four")
    talk.says("sorry, make it five people")
    assert (talk.value("people"), talk.spoken) == (5, ["On which day?"])
    assert talk.state.visit.misses == 0


def test_a_question_about_everything_that_was_too_much_costs_no_attempt() -> None:
    talk = books(prompt="What would you like to book?", maxAttempts=1)
    talk.says("the usual")
    assert talk.spoken == ["For how many people?"]
    talk.says("the usual")
    assert talk.spoken == ["No match."]


def test_all_values_are_read_back_and_a_yes_leaves() -> None:
    talk = books(confirm=CONFIRM)
    talk.says("four people this friday")
    assert talk.spoken == ["A table for 4. Is that right?"]
    assert talk.says("yes please").then == Hangup()


@pytest.mark.parametrize("said", ["no, the day should be saturday", "saturday", "no saturday"])
def test_a_correction_at_the_confirmation_changes_its_slot_alone(said: str) -> None:
    talk = books(confirm=CONFIRM)
    talk.says("four people this friday")
    talk.says(said)
    assert values(talk) == (4, SATURDAY)
    assert talk.spoken == ["A table for 4. Is that right?"]
    talk.says("yes")
    assert talk.spoken == ["Booked."]


def test_a_yes_with_a_correction_books_nothing_yet() -> None:
    talk = books(confirm=CONFIRM)
    talk.says("four people this friday")
    talk.says("yes but make it eight people")
    assert (values(talk), talk.spoken) == ((8, FRIDAY), ["A table for 8. Is that right?"])


def test_a_no_alone_asks_what_to_change() -> None:
    talk = books(confirm=CONFIRM, maxAttempts=5)
    talk.says("four people this friday")
    talk.says("no")
    assert talk.spoken == ["What should I change?"]
    talk.says("yes")
    assert talk.spoken == ["A table for 4. Is that right?"]
    talk.says("no")
    talk.says("six people")
    assert (talk.value("people"), talk.spoken) == (6, ["A table for 6. Is that right?"])


def test_a_no_with_the_value_that_was_read_back_changes_nothing() -> None:
    talk = books(confirm=CONFIRM)
    talk.says("four people this friday")
    talk.says("no friday")
    assert (values(talk), talk.spoken) == ((4, FRIDAY), ["A table for 4. Is that right?"])
    assert talk.state.visit.misses == 1


def test_nobody_is_trapped_at_the_confirmation() -> None:
    talk = books(confirm=CONFIRM, maxAttempts=2)
    talk.says("four people this friday")
    talk.says("the weather is nice")
    assert talk.spoken == ["A table for 4. Is that right?"]
    talk.says("no")
    assert talk.spoken == ["No match."]


def test_endless_corrections_come_to_an_end() -> None:
    talk = books(confirm=CONFIRM)
    talk.says("four people this friday")
    for _ in range(40):
        if talk.says("six people").then == Hangup():
            break
    assert talk.spoken == ["No match."]


def test_keys_answer_the_open_question_and_the_confirmation() -> None:
    talk = books({**PEOPLE, "keys": {"length": 2}}, DAY, confirm=CONFIRM)
    assert talk.last.then == Listen(8, keys=ListenKeys(2))
    assert talk.keys("1").then == Listen(8, keys=ListenKeys(1))
    talk.keys("2")
    assert (talk.value("people"), talk.spoken) == (12, ["On which day?"])
    talk.keys("*")
    assert talk.spoken == ["Which day?"]
    talk.says("this friday")
    talk.keys("7")
    assert talk.state.visit.misses == 1
    assert talk.keys("1").then == Hangup()


def test_keys_at_the_question_about_everything_lead_to_the_first_slot() -> None:
    talk = books(prompt="What would you like to book?")
    talk.keys("5")
    assert talk.spoken == ["For how many people?"]


@pytest.mark.parametrize(("keys", "misses", "people"), [({"length": 2}, 1, None), ({"end": "#"}, 0, 4)])
def test_a_caller_who_stops_keying_has_keyed_all_if_no_length_is_known(keys: Json, misses: int, people: Json) -> None:
    talk = books({**PEOPLE, "keys": keys}, DAY)
    talk.keys("4")
    talk.silent()
    assert (talk.state.visit.misses, talk.value("people")) == (misses, people)


def test_a_value_that_is_not_allowed_is_asked_for_again() -> None:
    talk = books({**PEOPLE, "validation": "value <= 12", "reprompts": ["We have tables for twelve."]}, DAY)
    talk.says("twenty people this friday")
    assert (talk.spoken, values(talk)) == (["We have tables for twelve."], (None, FRIDAY))
    assert talk.says("ten").then == Hangup()
    assert values(talk) == (10, FRIDAY)


def test_a_correction_that_is_not_allowed_takes_the_value_away_and_asks_for_it() -> None:
    talk = books({**PEOPLE, "validation": "value <= 12"}, DAY, confirm=CONFIRM)
    talk.says("four people this friday")
    talk.says("no, twenty people")
    assert (talk.spoken, values(talk)) == (["For how many people?"], (None, FRIDAY))
    talk.says("ten")
    assert talk.spoken == ["A table for 10. Is that right?"]


def test_a_slot_that_is_not_required_is_filled_if_it_is_named_and_never_asked_for() -> None:
    slots = (PEOPLE, {**DAY, "required": False})
    talk = books(*slots)
    assert talk.says("four").then == Hangup()
    assert values(talk) == (4, None)
    talk = books(*slots)
    assert talk.says("four people this friday").then == Hangup()
    assert values(talk) == (4, FRIDAY)


def test_an_optional_slot_can_be_declined() -> None:
    talk = books({**MAIL, "optional": True}, PEOPLE)
    talk.says("I don't have one")
    assert (talk.spoken, "mail" in talk.state.variables) == (["For how many people?"], True)
    talk.says("four")
    assert talk.value("mail") is None


def test_moves_cost_no_attempt_at_any_question() -> None:
    talk = books(prompt="What would you like to book?", confirm=CONFIRM)
    talk.says("pardon?")
    assert talk.spoken == ["Hello. What would you like to book?"]
    talk.says("this friday please")
    assert talk.says("hold on a second").then == Listen(60)
    talk.says("say that again")
    assert talk.spoken == ["For how many people?"]
    talk.says("four")
    talk.says("could you say that again please")
    assert talk.spoken == ["A table for 4. Is that right?"]
    assert talk.state.visit.misses == 0


def test_a_second_hello_is_an_attempt() -> None:
    talk = books(confirm=CONFIRM, prompt="What would you like to book?")
    talk.says("hello?")
    talk.says("hello?")
    assert talk.spoken == ["For how many people?"]
    talk.says("hello?")
    assert (talk.spoken, talk.state.visit.misses) == (["For how many people?"], 1)


def test_attempts_are_counted_at_each_question() -> None:
    talk = books(maxAttempts=2)
    talk.says("a few")
    talk.says("four")
    talk.says("some day")
    assert talk.spoken == ["Which day?"]
    talk.says("some day")
    assert talk.spoken == ["No match."]


def test_silence_has_its_own_prompts_and_count() -> None:
    talk = books({**PEOPLE, "noInputPrompts": ["Are you there?"]}, DAY, maxAttempts=2)
    talk.silent()
    assert talk.spoken == ["Are you there?"]
    talk.silent()
    assert talk.spoken == ["No input."]


def test_silence_at_the_question_about_everything_leads_to_the_first_slot() -> None:
    talk = books(prompt="What would you like to book?", confirm=CONFIRM)
    assert talk.last.then == Listen(DEFAULT_NO_INPUT_SECONDS)
    talk.silent()
    assert talk.spoken == ["For how many people?"]
    talk.says("four people this friday")
    talk.silent()
    assert talk.spoken == ["A table for 4. Is that right?"]


def test_a_form_that_is_entered_again_starts_empty() -> None:
    talk = books(begins=False)
    talk.begin(people=3, day=FRIDAY)
    assert talk.spoken == ["Hello.", "For how many people?"]
    assert values(talk) == (None, None)


def test_a_text_takes_every_word_of_its_answer() -> None:
    talk = books({"prompt": "What happened?", "variable": "story"}, PEOPLE)
    talk.says("um so four people ran into my door")
    assert talk.value("story") == "um so four people ran into my door"
    assert talk.spoken == ["For how many people?"]


def test_a_verbatim_slot_takes_its_value_alone() -> None:
    talk = books({**PEOPLE, "extraction": "verbatim"}, DAY)
    talk.says("four people this friday")
    assert talk.state.visit.misses == 1
    talk.says("four")
    assert values(talk) == (4, None)


def test_a_model_is_asked_for_all_slots_where_the_rules_find_nothing() -> None:
    talk = books(has_model=True, prompt="What would you like to book?", confirm=CONFIRM)
    talk.says("my parents and the two of us, the day after the first snow")
    question = talk.question()
    assert set(question.extract) == {"people", "day"}
    assert "people, day" in question.instructions
    talk.replies("", people=4, day=FRIDAY)
    assert talk.spoken == ["A table for 4. Is that right?"]
    talk.says("it should rather be as many as last time")
    talk.replies("", people=6)
    assert (talk.spoken, talk.value("people")) == (["A table for 6. Is that right?"], 6)


def test_the_values_of_the_model_pass_the_same_rules() -> None:
    talk = books(has_model=True)
    talk.says("my parents and the two of us")
    talk.replies("", people=4, day="some day or so")
    assert (values(talk), talk.spoken) == ((4, None), ["On which day?"])


@pytest.mark.parametrize("fails", [True, False])
def test_a_model_that_finds_nothing_is_a_no_match(fails: bool) -> None:
    talk = books(has_model=True)
    talk.says("my parents and the two of us")
    talk.model_fails() if fails else talk.replies("")
    assert talk.state.visit.misses == 1


def test_a_slot_for_the_model_is_read_by_the_model() -> None:
    talk = books({**PEOPLE, "extraction": "llm"}, DAY)
    talk.says("four")
    assert set(talk.question().extract) == {"people", "day"}
    talk.replies("", people=4)
    assert talk.spoken == ["On which day?"]


def test_without_slots_for_a_model_none_is_asked() -> None:
    slots = ({**PEOPLE, "extraction": "parse"}, {**DAY, "extraction": "parse"})
    talk = books(*slots, has_model=True, prompt="What would you like to book?", confirm=CONFIRM)
    talk.says("the usual")
    assert talk.spoken == ["For how many people?"]
    talk.says("the usual")
    assert talk.state.visit.misses == 1


def test_hints_of_all_slots_help_at_the_question_about_everything() -> None:
    talk = books({**PEOPLE, "hints": ["terrace"]}, {**DAY, "hints": ["terrace", "Advent"]}, prompt="What?")
    assert talk.last.then == Listen(DEFAULT_NO_INPUT_SECONDS, hints=("terrace", "Advent"))


def test_a_form_left_without_an_answer_hides_the_missing_slots_from_assign() -> None:
    talk = books(maxAttempts=1, assign={"asked": "people", "wanted": "day"})
    talk.says("four")
    talk.says("some day")
    assert [field for field, _ in talk.errors] == ["assign.wanted"]


def test_a_value_that_cannot_be_stored_is_asked_for_again() -> None:
    talk = books({"prompt": "What happened?", "variable": "story"}, PEOPLE)
    talk.says("x" * 33_000)
    assert (talk.spoken, talk.state.visit.misses) == (["What happened?"], 1)


@pytest.mark.parametrize("said", ["the day is wrong", "no, the day", "not the day"])
def test_a_caller_who_only_names_what_is_wrong_is_asked_for_it(said: str) -> None:
    talk = books(confirm=CONFIRM)
    talk.says("four people this friday")
    talk.says(said)
    assert (talk.spoken, values(talk)) == (["Which day?"], (4, None))
    talk.says("saturday")
    assert (talk.spoken, values(talk)) == (["A table for 4. Is that right?"], (4, SATURDAY))


def test_after_a_no_the_answer_what_to_change_may_name_a_slot_alone() -> None:
    talk = books(confirm=CONFIRM)
    talk.says("four people this friday")
    talk.says("no")
    talk.says("the number of people")
    assert (talk.spoken, values(talk)) == (["For how many people?"], (None, FRIDAY))


def test_a_caller_who_names_everything_hears_it_again() -> None:
    talk = books(confirm=CONFIRM)
    talk.says("four people this friday")
    talk.says("the day and the people are wrong")
    assert (talk.spoken, values(talk)) == (["A table for 4. Is that right?"], (4, FRIDAY))


@pytest.mark.parametrize("fails", [True, False])
def test_a_slot_that_is_named_is_asked_for_if_the_model_finds_no_value(fails: bool) -> None:
    talk = books(has_model=True, confirm=CONFIRM)
    talk.says("four people this friday")
    talk.says("the day is wrong")
    talk.model_fails() if fails else talk.replies("")
    assert (talk.spoken, values(talk)) == (["Which day?"], (4, None))


def test_a_speech_at_the_confirmation_is_no_correction() -> None:
    talk = books(confirm=CONFIRM)
    talk.says("four people this friday")
    talk.says("and so on " * 500)
    assert (talk.spoken, values(talk)) == (["A table for 4. Is that right?"], (4, FRIDAY))
