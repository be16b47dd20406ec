"""The turn function streams the events of the API's route, part by part, where API Gateway passes them on."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from flow_core.effects import AskModel
from flow_core.json import Json
from functions.api import turn_stream
from functions.errors import UnavailableError
from functions.lambdas.streamed import Streamed
from functions.lambdas.turn_events import TurnEvents
from functions.ports.model import ModelOutcome, Replied
from testing.api.events import Event, rest, user
from testing.api.speaking import CLAUSES, TALK, WORDS, speaking
from testing.api.stack import LOCAL, Stack, replaced, stack_on
from testing.aws_lambda.arriving import http_response

EVENTS = {"Accept": "text/event-stream", "X-Request-Id": "r-1"}
HEADERS = {
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "content-type": "text/event-stream; charset=utf-8",
    "x-request-id": "r-1",
}
"""The headers of the answer to EVENTS."""
ORGANIZATION = "acme"


@pytest.fixture(scope="module")
def aws() -> Iterator[Stack]:
    with stack_on(replace(LOCAL, auth="aws", threads=False)) as made:
        services = made.services
        services.flows.save_draft(ORGANIZATION, "talk", "talk", TALK, services.now())
        draft = services.flows.draft(ORGANIZATION, "talk")
        assert draft is not None
        services.flows.publish(ORGANIZATION, draft, "talk", services.now())
        yield made


@pytest.fixture
def room(request: pytest.FixtureRequest) -> str:
    return f"room-{abs(hash(request.node.name))}"


def turn(room: str, headers: dict[str, str] = EVENTS, **fields: Json) -> Event:
    body: dict[str, Json] = {"roomName": room, "turnId": "t-1", "userInput": "My order", **fields}
    return rest("POST", "/api/flows/talk/process", user(ORGANIZATION), body=body, headers=headers)


def sent(streamed: Streamed) -> tuple[int, dict[str, str], list[tuple[str, Any]]]:
    """Return status, headers, and the events."""
    status, headers, body = http_response(streamed.encode())
    return status, headers, events_in(body.decode())


def events_in(body: str) -> list[tuple[str, Any]]:
    """Return the name and data of each event. Comments are left out: they have the times of one request."""
    blocks = [block.split("\n") for block in body.split("\n\n") if block and not block.startswith(":")]
    return [(name[len("event: ") :], json.loads(data[len("data: ") :])) for name, data in blocks]


def test_words_come_before_the_reply_which_is_that_of_a_stage_that_does_not_stream(aws: Stack, room: str) -> None:
    function = TurnEvents(speaking(aws))
    status, headers, events = sent(function.stream(turn(room)))
    assert status == 200
    assert headers == HEADERS
    *texts, reply = events
    assert texts == [("text", {"turnId": "t-1", "index": index, "text": text}) for index, text in enumerate(CLAUSES)]
    whole = function.answer(turn(room))
    assert reply == ("reply", json.loads(whole["body"]))
    assert whole["headers"]["content-type"] == "application/json"
    assert sent(function.stream(turn(room)))[2] == [reply], "a repeated turn says no words again"


def test_the_events_are_those_of_the_apis_route(room: str) -> None:
    with stack_on(LOCAL) as local:
        local.publish("talk", TALK)
        services, headers = speaking(local), {**EVENTS, "X-Organization-Id": "demo"}
        body = {"roomName": f"{room}-route", "turnId": "t-1", "userInput": "My order"}
        route = local.served(run_turn=services.run_turn).post("/api/flows/talk/process", json=body, headers=headers)
        status, sent_headers, streamed = http_response(TurnEvents(services).stream(turn(room, headers)).encode())
    assert (status, route.status_code) == (200, 200)
    assert sent_headers.items() <= dict(route.headers).items()
    *texts, (name, reply) = events_in(streamed.decode())
    assert texts == events_in(route.text)[:-1]
    assert (name, reply["response"]) == ("reply", WORDS)


def test_a_part_is_ready_while_the_model_still_speaks(aws: Stack, room: str) -> None:
    heard = threading.Event()

    def between(number: int) -> None:
        assert heard.wait(30)

    parts = TurnEvents(speaking(aws, between=between)).stream(turn(room)).parts()
    _, _, first = http_response(next(parts))
    assert json.loads(first.decode().split("data: ")[1])["text"] == CLAUSES[0]
    heard.set()
    assert b"event: reply" in list(parts)[-1]


def test_a_silent_turn_begins_with_a_comment(aws: Stack, room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn_stream, "COMMENT_SECONDS", 0.01)
    thinks = threading.Event()

    def answer(effect: AskModel) -> ModelOutcome:
        assert thinks.wait(30)
        return Replied(WORDS)

    parts = TurnEvents(speaking(aws, answer)).stream(turn(room)).parts()
    assert http_response(next(parts)) == (200, HEADERS, turn_stream.COMMENT)
    thinks.set()
    assert b"event: reply" in list(parts)[-1]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (turn("r", userInput=7), 422),
        (turn("r", userInput="x" * 4001), 422),
        (rest("POST", "/api/flows/none/process", user(ORGANIZATION), body={"roomName": "r"}, headers=EVENTS), 404),
        (rest("GET", "/api/flows/talk/process", user(ORGANIZATION), headers=EVENTS), 405),
        (rest("POST", "/api/flows/talk/process", user(None), body={"roomName": "r"}, headers=EVENTS), 401),
    ],
)
def test_an_error_before_the_first_part_has_the_status_of_a_whole_answer(aws: Stack, event: Event, status: int) -> None:
    function = TurnEvents(speaking(aws))
    whole = function.answer(event)
    assert whole["statusCode"] == status
    got, headers, body = http_response(function.stream(event).encode())
    assert (got, body.decode()) == (status, whole["body"])
    assert headers["content-type"] == "application/problem+json"
    assert headers.items() <= whole["headers"].items()


def test_an_error_of_the_turn_before_its_words_has_its_status(aws: Stack, room: str) -> None:
    def away(session: object, call: object, let_out: object = None) -> Any:
        raise UnavailableError("store", "PutItem callflow-sessions", "unreachable")

    streamed = TurnEvents(replaced(aws.services, run_turn=away)).stream(turn(room))
    status, headers, _ = http_response(streamed.encode())
    assert (status, headers["retry-after"]) == (503, "1")


def test_an_error_after_words_is_the_last_event(aws: Stack, room: str) -> None:
    def fail(session: object, call: object, let_out: Callable[[str], None]) -> Any:
        let_out("I can help")
        raise RuntimeError("My card number is 4111")

    status, _, events = sent(TurnEvents(replaced(aws.services, run_turn=fail)).stream(turn(room)))
    assert status == 200
    assert [name for name, _ in events] == ["text", "problem"]
    assert events[-1][1]["status"] == 500
    assert "4111" not in json.dumps(events)


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/event-stream;q=0"])
def test_a_request_that_accepts_no_events_gets_the_answer_of_today(aws: Stack, room: str, accept: str) -> None:
    function = TurnEvents(speaking(aws))
    event = turn(f"{room}-{accept}", {"Accept": accept})
    status, headers, body = http_response(function.stream(event).encode())
    assert (status, headers["content-type"]) == (200, "application/json")
    assert body.decode() == function.answer(event)["body"]
