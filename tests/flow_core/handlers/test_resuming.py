"""A handler with `resume` comes back to the question that it interrupted, with its attempts as they were."""

from __future__ import annotations

from dataclasses import replace

from flow_core.handlers.resuming import MAX_MOVES, MAX_OPEN
from flow_core.json import Json
from flow_core.state import Hangup, Listen, OpenQuestion, Status, Visit
from testing.flows import Document, node
from tests.flow_core.conversations import STATE, Conversation
from tests.flow_core.handlers.flows import HOURS, PERSON, asks, with_handlers

CLOSE = "what time do you close?"
WHICH: Document = {"id": "which", "phrases": ["which shop"], "target": "which", "resume": True}


def begun(*asked: Document, handlers: list[Document] | None = None) -> Conversation:
    talk = with_handlers(*asked, handlers=handlers)
    talk.begin()
    return talk


def test_the_call_comes_back_to_the_open_question_with_its_attempts() -> None:
    talk = begun(asks())
    talk.says("blue")
    before = talk.state.visit
    talk.says(CLOSE)
    assert talk.spoken == ["We close at six.", "How many?"]
    assert talk.path == [("ask", "handlers.hours"), ("hours", "resume"), ("ask", "listen")]
    assert isinstance(talk.last.then, Listen)
    assert (talk.state.node_id, talk.state.visit.misses) == ("ask", before.misses == 1)
    assert talk.state.interrupted == ()
    talk.says("green")
    talk.says("red")
    assert ("ask", "noMatch") in talk.path, "the third answer that does not fit is the last one"


def test_the_path_of_a_handler_may_ask_before_it_comes_back() -> None:
    talk = begun(asks(), handlers=[WHICH])
    talk.says("which shop")
    assert talk.spoken == ["Which shop?"]
    assert [each.node_id for each in talk.state.interrupted] == ["ask"]
    talk.says("London")
    assert talk.spoken == ["London closes at six.", "How many?"]
    talk.says("four")
    assert (talk.value("count"), talk.value("shop")) == (4, "London")


def test_a_repeat_after_coming_back_says_the_question() -> None:
    talk = begun(asks())
    talk.says(CLOSE)
    talk.says("say that again")
    assert talk.spoken == ["We close at six. How many?"]


def test_keys_that_were_pressed_before_a_handler_are_no_part_of_the_answer() -> None:
    talk = begun(asks(valueType="digits", keys={"length": 4}))
    talk.keys("12")
    talk.says(CLOSE)
    talk.keys("3456")
    assert talk.value("count") == "3456"


def test_an_end_with_nothing_to_resume_ends_the_call() -> None:
    talk = begun(asks(), handlers=[{**HOURS, "resume": False}])
    assert talk.says(CLOSE).then == Hangup()
    assert (talk.state.status, talk.state.outcome) == (Status.COMPLETED, "resume")


def test_handlers_nest_three_deep_and_then_go_on_without_coming_back() -> None:
    talk = begun(asks(), handlers=[WHICH, HOURS])
    for _ in range(MAX_OPEN + 2):
        talk.says("which shop")
        assert talk.spoken == ["Which shop?"]
    assert [each.node_id for each in talk.state.interrupted] == ["ask", "which", "which"]
    # The questions behind the third are forgotten, and each end leads one question back.
    for _ in range(MAX_OPEN - 1):
        talk.says("London")
        assert talk.spoken == ["London closes at six.", "Which shop?"]
    talk.says("London")
    assert talk.spoken == ["London closes at six.", "How many?"]
    assert talk.state.interrupted == ()


def test_a_handler_without_resume_forgets_the_questions_before_it() -> None:
    goes_on: Document = {"id": "again", "phrases": ["start over"], "target": "ask"}
    talk = begun(asks(), handlers=[WHICH, goes_on])
    talk.says("which shop")
    talk.says("start over")
    assert (talk.state.node_id, talk.state.interrupted) == ("ask", ())


def test_a_handler_comes_back_to_one_question_a_limited_number_of_times() -> None:
    talk = begun(asks(maxAttempts=2))
    for _ in range(MAX_MOVES):
        talk.says(CLOSE)
        assert talk.state.node_id == "ask"
    talk.says(CLOSE)
    assert talk.state.visit.misses == 1, "two machines that talk with each other come to an end"
    assert talk.says(CLOSE).then == Hangup()


def test_the_question_after_a_way_back_counts_as_a_node_of_the_turn() -> None:
    talk = begun(asks())
    talk.says(CLOSE)
    assert talk.state.progress.nodes_run == 2


def test_a_call_that_comes_back_runs_at_most_fifty_nodes() -> None:
    chain = [node("message", f"m{number}", message=".") for number in range(49)]
    talk = with_handlers(asks(), *chain, handlers=[{**HOURS, "target": "m0"}])
    document = talk.flow.model_dump(mode="json", by_alias=True)
    document["edges"] = [each for each in document["edges"] if each["source"] != "m48"]
    document["edges"].append({"id": "back", "source": "m48", "target": "hours"})
    talk = Conversation(document)
    talk.begin()
    assert talk.says(CLOSE).then == Hangup()
    assert talk.state.outcome == "more than 50 nodes ran without the caller"


# Forms


SLOTS: list[Json] = [
    {"prompt": "How many?", "variable": "count", "valueType": "integer"},
    {"prompt": "Which day?", "variable": "day", "valueType": "date"},
]


def test_a_form_keeps_its_slots_while_a_handler_runs() -> None:
    talk = begun(node("form", "ask", slots=SLOTS))
    talk.says("four")
    talk.says(CLOSE)
    assert talk.spoken == ["We close at six.", "Which day?"]
    assert talk.value("count") == 4
    talk.says("the third of june")
    assert talk.state.status is Status.COMPLETED


def test_a_form_asks_for_everything_again_if_that_was_its_question() -> None:
    talk = begun(node("form", "ask", slots=SLOTS, prompt="How many, and when?"))
    talk.says(CLOSE)
    assert talk.spoken == ["We close at six.", "How many, and when?"]
    talk.says("four on the third of june")
    assert talk.value("count") == 4


def test_a_form_reads_its_values_back_again_and_asks_again_what_to_change() -> None:
    talk = begun(node("form", "ask", slots=SLOTS[:1], confirm="{{ count }}?"))
    talk.says("four")
    talk.says(CLOSE)
    assert talk.spoken == ["We close at six.", "4?"]
    talk.says("no")
    talk.says(CLOSE)
    assert talk.spoken == ["We close at six.", "What should I change?"]


# llm nodes


def test_an_llm_node_says_its_last_words_again_however_often_it_is_interrupted() -> None:
    talk = begun(node("llm", "ask", until="false"))
    talk.says("Hi")
    talk.replies("How can I help?")
    for _ in range(3):
        talk.says(CLOSE)
        assert talk.spoken == ["We close at six.", "How can I help?"]
        assert isinstance(talk.last.then, Listen)
    talk.says("I need a bag")
    talk.replies("Which one?")
    talk.says(CLOSE)
    assert talk.spoken == ["We close at six.", "Which one?"]
    assert talk.state.visit.replies == 2


# The state


def test_the_state_stays_flat_for_a_thousand_turns_with_handlers() -> None:
    over: dict[str, Json] = {"until": "over === 'yes'", "extract": {"over": {"type": "string"}}}
    llm = node("llm", "talk", assign={"over": "'no'"}, **over)
    ring = [asks(confirm=None), node("form", "form", slots=SLOTS), llm]
    talk = with_handlers(*ring, handlers=[WHICH, HOURS, PERSON])
    document = talk.flow.model_dump(mode="json", by_alias=True)
    document["edges"].append({"id": "round", "source": "talk", "target": "ask"})
    document["edges"] = [each for each in document["edges"] if (each["source"], each["target"]) != ("talk", "end")]
    talk = Conversation(document)
    talk.begin()
    sizes: list[int] = []
    while talk.state.turn < 1_000:
        for words in (CLOSE, "which shop", "which shop", CLOSE, "London", "London", "four", CLOSE):
            talk.says(words)
        for words in ("five", "which shop", CLOSE, "London", CLOSE, "the third of june"):
            talk.says(words)
        talk.says("hi")
        talk.replies("Yes?")
        talk.says(CLOSE)
        talk.says("bye")
        talk.replies("Bye.", over="yes")
        assert talk.state.node_id == "ask"
        sizes.append(len(STATE.dump_json(talk.state)))
    assert max(sizes[5:]) < 1.1 * min(sizes[5:])


def test_a_remembered_node_that_does_not_listen_is_entered_again() -> None:
    talk = begun(node("message", "hint", message="By the way."), asks(), handlers=[{**HOURS, "resume": False}])
    talk.state = replace(talk.state, node_id="which", interrupted=(OpenQuestion("hint", Visit()),))
    talk.says("London")
    assert talk.spoken == ["London closes at six.", "By the way.", "How many?"]


def test_an_expression_that_is_always_true_comes_back_a_limited_number_of_times() -> None:
    talk = begun(asks(), handlers=[{"id": "all", "expression": "true", "target": "hours", "resume": True}])
    for _ in range(MAX_MOVES):
        talk.says("four")
        assert talk.value("count") is None
    talk.says("four")
    assert talk.value("count") == 4
