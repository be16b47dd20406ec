"""`process` as server-sent events: words while the turn runs, then the reply of the unstreamed answer, to the byte."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pytest

from flow_core.effects import AskModel
from functions.api import turn_stream
from functions.api.app import create_app
from functions.api.http.identity import Caller
from functions.api.http.problems import ProblemError
from functions.api.turn_stream import stream_turn
from functions.ports.model import ModelOutcome, Replied
from functions.services import Services
from testing.api.documents import SURVEY
from testing.api.served import served
from testing.api.speaking import CLAUSES, TALK, WORDS, speaking
from testing.api.stack import Stack, assert_problem

EVENTS = {"Accept": "text/event-stream"}


def events_of(text: str) -> list[tuple[str, str]]:
    """Read server-sent events: names and data. Comments are left out."""
    events = [block.split("\n") for block in text.split("\n\n") if block and not block.startswith(":")]
    assert all(len(lines) == 2 for lines in events), text
    return [(name.removeprefix("event: "), data.removeprefix("data: ")) for name, data in events]


@dataclass(frozen=True, slots=True)
class Post:
    stack: Stack
    services: Services

    def __call__(self, room: str, *, events: bool = True, flow: str = "talk", **fields: Any) -> Any:
        client = self.stack.served(run_turn=self.services.run_turn)
        headers = EVENTS if events else {}
        return client.post(f"/api/flows/{flow}/process", json={"roomName": room, **fields}, headers=headers)


@pytest.fixture(scope="module", autouse=True)
def _published(stack: Stack) -> None:
    stack.publish("talk", TALK)
    stack.publish("survey", SURVEY)


@pytest.fixture
def post(stack: Stack) -> Post:
    return Post(stack, speaking(stack))


def test_the_words_come_before_the_reply(post: Post, fresh: str) -> None:
    answer = post(fresh, turnId="t", userInput="My order")
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == "text/event-stream"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-request-id"]
    *texts, (last, body) = events_of(answer.text)
    assert [(name, json.loads(data)) for name, data in texts] == [
        ("text", {"turnId": "t", "index": index, "text": clause}) for index, clause in enumerate(CLAUSES)
    ]
    assert (last, json.loads(body)["response"]) == ("reply", WORDS)
    assert body == post(fresh, events=False, turnId="t").text
    assert events_of(post(fresh, turnId="t").text) == [("reply", body)]


def test_a_turn_without_words_ahead_is_one_event(post: Post, fresh: str) -> None:
    [(name, body)] = events_of(post(fresh, flow="survey", turnId="t").text)
    assert (name, json.loads(body)["response"]) == ("reply", "Hello. What is your name?")
    assert body == post(fresh, flow="survey", events=False, turnId="t").text


def test_the_timings_are_a_comment_right_before_the_reply(post: Post, fresh: str) -> None:
    *_, timing, reply, end = post(fresh, turnId="t", userInput="My order").text.split("\n\n")
    assert timing.startswith(": server-timing: load;dur=")
    assert "total;dur=" in timing
    assert "\n" not in timing
    assert (reply.split("\n")[0], end) == ("event: reply", "")


@pytest.mark.parametrize(
    ("accept", "streams"),
    [
        ("text/event-stream", True),
        ("application/json;q=0.5, Text/Event-Stream ; q=1", True),
        ("text/event-stream;q=0", False),
        ("*/*", False),
        ("application/json", False),
        (None, False),
    ],
)
def test_events_are_sent_to_who_accepts_them(accept: str | None, streams: bool) -> None:
    assert turn_stream.accepts_events(accept) is streams


def test_a_request_that_no_turn_can_begin_from_is_answered_as_before(post: Post, fresh: str) -> None:
    assert_problem(post(fresh, flow="nowhere"), 404)
    assert_problem(post(fresh, more=1), 422, "more")
    assert_problem(post(""), 422, "roomName")


def test_an_error_before_the_first_event_is_a_plain_answer(stack: Stack, fresh: str) -> None:
    def answer(effect: AskModel) -> ModelOutcome:
        raise SystemExit

    assert_problem(Post(stack, speaking(stack, answer))(fresh, userInput="Hello"), 500)


def test_an_error_after_words_is_the_last_event(stack: Stack, fresh: str) -> None:
    def fail(number: int) -> None:
        raise SystemExit

    answer = Post(stack, speaking(stack, between=fail))(fresh, turnId="t", userInput="Hello")
    assert answer.status_code == 200
    (text, _), (problem, body) = events_of(answer.text)
    assert (text, problem, json.loads(body)["status"]) == ("text", "problem", 500)


def test_comments_are_sent_while_the_model_is_silent(stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn_stream, "COMMENT_SECONDS", 0.05)
    waited = speaking(stack, between=lambda number: time.sleep(0.3))
    answer = Post(stack, waited)(fresh, turnId="t", userInput="Hello")
    assert answer.text.count(": the turn runs\n\n") >= 2
    assert [name for name, _ in events_of(answer.text)] == ["text", "text", "reply"]
    assert turn_stream.COMMENT.startswith(b":")


def test_an_iterator_without_a_web_framework_gives_the_same(stack: Stack, fresh: str) -> None:
    services = speaking(stack)
    caller = Caller(named="demo", event=None)
    body = json.dumps({"roomName": fresh, "turnId": "t", "userInput": "My order"}).encode()
    sent = b"".join(stream_turn(services, caller, "talk", body)).decode()
    assert [name for name, _ in events_of(sent)] == ["text", "text", "reply"]
    assert events_of(sent)[-1] == events_of(Post(stack, services)(fresh, turnId="t").text)[-1]
    with pytest.raises(ProblemError):
        stream_turn(services, caller, "nowhere", body)


@pytest.fixture
def connect(stack: Stack) -> Iterator[Callable[[Services, str], socket.socket]]:
    """Send a request to a real server, and return the connection."""
    open_sockets: list[socket.socket] = []
    stops = []

    def connected(services: Services, room: str) -> socket.socket:
        context = served(create_app(services))
        url = urlsplit(context.__enter__())
        stops.append(context)
        connection = socket.create_connection((url.hostname, url.port))
        open_sockets.append(connection)
        body = json.dumps({"roomName": room, "turnId": "t", "userInput": "My order"})
        head = "POST /api/flows/talk/process HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nConnection: close\r\n"
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        return connection

    yield connected
    for each in open_sockets:
        each.close()
    for stop in stops:
        stop.__exit__(None, None, None)


def test_words_arrive_while_the_model_still_speaks(
    stack: Stack, fresh: str, connect: Callable[[Services, str], socket.socket]
) -> None:
    heard = threading.Event()
    connection = connect(speaking(stack, between=lambda number: assert_set(heard)), fresh)
    received = b""
    while b"event: text" not in received:
        received += connection.recv(65536)
    assert b"event: reply" not in received
    heard.set()
    while part := connection.recv(65536):
        received += part
    assert b"event: reply" in received


def test_a_caller_who_hangs_up_does_not_stop_the_turn(
    stack: Stack, fresh: str, connect: Callable[[Services, str], socket.socket]
) -> None:
    hung_up = threading.Event()
    services = speaking(stack, between=lambda number: assert_set(hung_up))
    connection = connect(services, fresh)
    received = b""
    while b"event: text" not in received:
        received += connection.recv(65536)
    connection.close()
    hung_up.set()
    again = Post(stack, speaking(stack, lambda effect: Replied("Another answer.")))(fresh, turnId="t")
    assert events_of(again.text)[-1][0] == "reply"
    assert json.loads(events_of(again.text)[-1][1])["response"] in (WORDS, "Another answer.")
    end = time.monotonic() + 30
    while time.monotonic() < end and not stack.session(session_of(again))["context"]["conversation"]:
        time.sleep(0.05)
    assert len(stack.session(session_of(again))["turns"]) == 1


def session_of(answer: Any) -> str:
    return str(json.loads(events_of(answer.text)[-1][1])["sessionId"])


def assert_set(event: threading.Event) -> None:
    assert event.wait(30)


@pytest.mark.parametrize("events", [True, False])
def test_a_draft_is_tried_and_the_same_turn_takes_it(stack: Stack, fresh: str, events: bool) -> None:
    numbers = count(1)
    services = speaking(stack, lambda effect: Replied(f"Answer number {next(numbers)}."))
    post = Post(stack, services)
    tried = post(fresh, events=events, turnId="t", userInput="My order", draft=True)
    assert tried.status_code == 200
    body = json.loads(events_of(tried.text)[-1][1] if events else tried.text)
    assert (body.pop("draft"), body["response"]) == (True, "Answer number 1.")
    assert stack.client.get(f"/api/flows/sessions/{body['sessionId']}").status_code == 404
    assert json.loads(post(fresh, events=False, turnId="t", userInput="My order").text) == body
    turns = stack.session(body["sessionId"])["turns"]
    assert [turn["turnId"] for turn in turns] == ["t"]


def test_a_draft_that_is_not_taken_leaves_no_trace(stack: Stack, fresh: str) -> None:
    post = Post(stack, speaking(stack))
    session = json.loads(post(fresh, events=False, turnId="t", userInput="My order").text)["sessionId"]
    before = stack.session(session)
    assert post(fresh, events=False, turnId="u", userInput="Another order", draft=True).status_code == 200
    assert stack.session(session) == before


@pytest.mark.parametrize("events", [True, False])
def test_a_draft_of_a_decided_turn_is_a_conflict(post: Post, fresh: str, events: bool) -> None:
    post(fresh, turnId="t", userInput="My order")
    problem = assert_problem(post(fresh, events=events, turnId="t", userInput="My order", draft=True), 409)
    assert problem["detail"].startswith("This turn cannot be drafted: it is decided already")
    assert_problem(post(fresh, events=events, flow="nowhere", draft=True), 404)
