"""A turn through the API: the reply, and the reply to a duplicate request."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from testing.api.documents import KNOWS, SURVEY
from testing.api.stack import Stack, assert_problem
from testing.api.turn_function import TurnFunction
from testing.flows import line, node


@pytest.fixture(scope="module", params=["the API", "the turn function"])
def stack(request: pytest.FixtureRequest, stack: Stack) -> Stack:
    return stack if request.param == "the API" else replace(stack, client=TestClient(TurnFunction(stack)))


@pytest.fixture(scope="module", autouse=True)
def _published(stack: Stack) -> None:
    stack.publish("survey", SURVEY)
    stack.publish("knows", KNOWS)


def test_the_first_call_greets_and_asks(stack: Stack, fresh: str) -> None:
    answer = stack.process("survey", fresh, turnId="t-1")
    assert answer == {
        "sessionId": answer["sessionId"],
        "turnId": "t-1",
        "status": "waiting",
        "currentNodeId": "ask-name",
        "response": "Hello. What is your name?",
        "completed": False,
        "action": {"type": "listen", "noInputSeconds": 8.0, "interruptible": True},
    }


def test_a_first_call_with_input_returns_the_response_to_the_input(stack: Stack, fresh: str) -> None:
    answer = stack.process("survey", fresh, userInput="Ann")
    assert (answer["response"], answer["currentNodeId"]) == ("Which city, Ann?", "ask-city")
    said = stack.session(answer["sessionId"])["context"]["conversation"]
    assert [(message["role"], message["content"]) for message in said] == [
        ("assistant", "Hello. What is your name?"),
        ("user", "Ann"),
        ("assistant", "Which city, Ann?"),
    ]


def test_a_conversation_reaches_its_end_and_remains_completed(stack: Stack, fresh: str) -> None:
    last = [stack.process("survey", fresh, userInput=words) for words in (None, "Ann", "Rome")][-1]
    assert (last["status"], last["completed"], last["response"]) == ("completed", True, "Goodbye.")
    assert last["action"] == {"type": "hangup"}
    for words in ("more", None):
        after = stack.process("survey", fresh, userInput=words)
        assert (after["response"], after["completed"], after["action"]) == ("", True, {"type": "hangup"})


def test_the_session_follows_from_the_room(stack: Stack, fresh: str) -> None:
    first, second = stack.process("survey", fresh), stack.process("survey", fresh, userInput="Ann")
    assert first["sessionId"] == second["sessionId"]
    assert stack.process("survey", f"{fresh}-2")["sessionId"] != first["sessionId"]
    assert stack.process("knows", fresh)["sessionId"] != first["sessionId"]


def test_a_duplicate_request_gets_the_same_bytes(stack: Stack, fresh: str) -> None:
    turn = {"roomName": fresh, "turnId": "t", "userInput": "Ann 😀"}
    copies = [stack.client.post("/api/flows/survey/process", json=turn).content for _ in range(3)]
    stack.process("survey", fresh, userInput="Rome")
    copies.append(stack.client.post("/api/flows/survey/process", json=turn).content)
    assert len(set(copies)) == 1
    assert len(stack.session(stack.process("survey", fresh)["sessionId"])["turns"]) == 2


def test_concurrent_duplicate_requests_move_the_conversation_once(stack: Stack, fresh: str) -> None:
    turn = {"roomName": fresh, "turnId": "t", "userInput": "Ann"}
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: stack.client.post("/api/flows/survey/process", json=turn), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(stack.session(answers[0].json()["sessionId"])["turns"]) == 1


def test_two_concurrent_turns_run_one_after_the_other(stack: Stack, fresh: str) -> None:
    stack.process("survey", fresh)
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda words: stack.process("survey", fresh, userInput=words), ("one", "two")))
    assert sorted(answer["status"] for answer in answers) == ["completed", "waiting"]
    variables = stack.session(answers[0]["sessionId"])["context"]["variables"]
    assert {variables["name"], variables["city"]} == {"one", "two"}


def test_a_turn_without_an_id_gets_one(stack: Stack, fresh: str) -> None:
    first, second = stack.process("survey", fresh), stack.process("survey", fresh)
    assert first["turnId"]
    assert first["turnId"] != second["turnId"]


def test_a_turn_without_input_repeats_the_last_response(stack: Stack, fresh: str) -> None:
    first = stack.process("survey", fresh)
    for nothing in (None, "", "  \n\t"):
        again = stack.process("survey", fresh, userInput=nothing)
        assert again["response"] == ""
        assert again["lastResponse"] == first["response"]
        assert (again["action"], again["currentNodeId"]) == (first["action"], first["currentNodeId"])


def test_after_silence_the_question_is_repeated(stack: Stack, fresh: str) -> None:
    stack.process("survey", fresh)
    answer = stack.process("survey", fresh, noInput=True)
    assert answer["response"] == "What is your name?"
    assert answer["currentNodeId"] == "ask-name"


def test_dtmf_is_an_answer(stack: Stack, fresh: str) -> None:
    stack.process("survey", fresh)
    answer = stack.process("survey", fresh, dtmf="12#")
    assert answer["currentNodeId"] == "ask-city"
    assert stack.session(answer["sessionId"])["turns"][-1]["input"] == "12#"


def test_variables_count_in_the_first_turn_only(stack: Stack, fresh: str) -> None:
    first = stack.process("knows", fresh, variables={"customer": "Ann", "unknown": [1, {"a": None}]})
    assert first["response"].startswith("Hello. Ann on chat")
    stack.process("knows", fresh, variables={"customer": "Bob", "later": 1})
    variables = stack.session(first["sessionId"])["context"]["variables"]
    assert variables["customer"] == "Ann"
    assert variables["unknown"] == [1, {"a": None}]
    assert "later" not in variables


def test_large_integers_are_not_cut(stack: Stack, fresh: str) -> None:
    answer = stack.process("knows", fresh, variables={"customer": 9007199254740991, "other": 2**31 + 1})
    assert "9007199254740991" in answer["response"]
    assert stack.session(answer["sessionId"])["context"]["variables"]["other"] == 2**31 + 1


def test_a_missed_exchange_is_stored_in_the_conversation(stack: Stack, fresh: str) -> None:
    stack.process("survey", fresh)
    missed: list[Json] = [{"role": "user", "content": "Hello?"}, {"role": "assistant", "content": "I am here."}]
    answer = stack.process("survey", fresh, userInput="Ann", missed=missed)
    said = stack.session(answer["sessionId"])["context"]["conversation"]
    assert [message["content"] for message in said[1:4]] == ["Hello?", "I am here.", "Ann"]


def test_an_unknown_or_unpublished_flow_is_404(stack: Stack, fresh: str) -> None:
    assert_problem(stack.client.post("/api/flows/none/process", json={"roomName": fresh}), 404)
    stack.save(fresh, SURVEY)
    assert_problem(stack.client.post(f"/api/flows/{fresh}/process", json={"roomName": fresh}), 404)


def test_a_session_keeps_its_version_while_newer_ones_are_published(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    begun = stack.process(fresh, "old")
    newer = line(node("elicitation", "ask-name", prompt="New?", variable="name"), name="survey")
    assert stack.publish(fresh, newer) == 2
    assert stack.process(fresh, "old", userInput="Ann")["response"] == "Which city, Ann?"
    assert stack.process(fresh, "new")["response"] == "Hello. New?"
    assert stack.session(begun["sessionId"])["flowVersion"] == 1


def test_a_field_in_another_spelling_is_unknown(stack: Stack, fresh: str) -> None:
    answer = stack.client.post("/api/flows/survey/process", json={"roomName": fresh, "user_input": "hello"})
    assert_problem(answer, 422, "user_input")
