"""The turn function, as it is packaged, streams a model's words through Amazon's client, also from a snapshot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from flow_core.json import Json
from functions.settings import Settings
from functions.wiring.api import build
from local.observe import LocalObserve
from testing.aws_lambda.arriving import Arriving, http_response
from testing.aws_lambda.client import runtime_client
from testing.aws_lambda.described import functions_of_template
from testing.aws_lambda.emulator import emulated, packaged, required_emulator
from testing.aws_lambda.events import event
from testing.aws_lambda.runtime_api import Function
from testing.aws_lambda.services import ORGANIZATION, Services, services
from testing.fakes.loopback import Exchange, Loopback
from testing.flows import line, node
from testing.models.openai_stream import chunk, end, events

CLAUSES = ["I can help you with that.", " What is the number of your order?"]
TALK: dict[str, Json] = line(node("llm", instructions="Help.", until="false"), name="talk")
TURN = functions_of_template()["TurnFunction"]
MAX_SECONDS = 30


class SlowModel:
    """A model on a loopback server. It writes the first sentence, waits until the test has heard it, and goes on."""

    def __init__(self) -> None:
        self.heard = threading.Event()
        self.gives_up = False

    def answer(self, exchange: Exchange) -> None:
        exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        first, second = CLAUSES
        self._send(exchange, events(chunk(content=f"{first} What is"), done=False))
        if not self.heard.wait(MAX_SECONDS) or self.gives_up:
            exchange.hang_up()
            return
        rest = second.removeprefix(" What is")
        self._send(exchange, events(chunk(content=rest), *end()))
        self._send(exchange, b"")

    @staticmethod
    def _send(exchange: Exchange, data: bytes) -> None:
        exchange.raw(f"{len(data):x}\r\n".encode() + data + b"\r\n")


@pytest.fixture(scope="module")
def aws() -> Iterator[Services]:
    with services() as running:
        made = build(Settings(dynamodb_endpoint=running.dynamodb), LocalObserve())
        made.flows.save_draft(ORGANIZATION, "talk", "talk", TALK, made.now())
        draft = made.flows.draft(ORGANIZATION, "talk")
        assert draft is not None
        made.flows.publish(ORGANIZATION, draft, "talk", made.now())
        yield running


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packaged(tmp_path_factory.mktemp("package"))


@pytest.fixture
def model() -> SlowModel:
    return SlowModel()


Variables: TypeAlias = Mapping[str, str]
Run: TypeAlias = Callable[[str], AbstractContextManager[Function]]


@pytest.fixture
def variables(aws: Services, model: SlowModel) -> Iterator[Variables]:
    with Loopback(model.answer) as server:
        provider = {"local": {"baseUrl": f"{server.origin}/v1"}}
        yield {
            **aws.variables(TURN, CALLFLOW_MODEL="local/m"),
            **aws.addresses(),
            "CALLFLOW_MODEL_PROVIDERS": json.dumps(provider),
        }


@pytest.fixture
def run(variables: Variables, package: Path) -> Run:
    def start(kind: str) -> AbstractContextManager[Function]:
        path = [str(package), str(runtime_client(sys.executable))]
        given = {**variables, "AWS_LAMBDA_INITIALIZATION_TYPE": kind}
        return Function(TURN.handler, path, given, python=sys.executable, errors=subprocess.DEVNULL)

    return start


def turn(room: str, turn_id: str, **fields: Json) -> dict[str, Any]:
    sent = event("TurnFunction")
    headers = {**sent["headers"], "Accept": "text/event-stream"}
    body = {"roomName": room, "turnId": turn_id, "userInput": "My order", **fields}
    path = "/api/flows/talk/process"
    return {**sent, "path": path, "headers": headers, "multiValueHeaders": None, "body": json.dumps(body)}


def data(part: bytes) -> Any:
    return json.loads(part.decode().split("data: ", 1)[1])


@pytest.mark.parametrize("kind", ["on-demand", "snap-start"])
def test_the_first_sentence_arrives_while_the_model_writes_the_second(run: Run, model: SlowModel, kind: str) -> None:
    with run(kind) as function:
        with function.streaming(turn(f"talk-{kind}", "t-1")) as arriving:
            status, headers, first = http_response(_words(arriving))
            assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
            assert data(first) == {"turnId": "t-1", "index": 0, "text": CLAUSES[0]}
            model.heard.set()
            second, last = arriving.rest()
        reply = without_comments(last)
        assert data(second)["text"] == CLAUSES[1]
        assert reply.startswith(b"event: reply\n")
        assert data(reply)["response"] == "".join(CLAUSES)
        again, _ = function.call(turn(f"talk-{kind}", "t-1"))
        assert without_comments(again["body"].encode()) == reply, "the committed answer, and no words again"


def without_comments(part: bytes) -> bytes:
    """Return the events of a part. The comment before a reply has the timings of one request."""
    return b"".join(block + b"\n\n" for block in part.split(b"\n\n") if block and not block.startswith(b":"))


def _words(arriving: Arriving) -> bytes:
    """Return the metadata and the first event with words. Comments before it are left out."""
    first = arriving.part() or b""
    metadata, _, body = first.partition(bytes(8))
    while body.startswith(b":"):
        body = arriving.part() or b""
    return metadata + bytes(8) + body


def test_a_turn_is_committed_though_its_stream_breaks(run: Run, model: SlowModel) -> None:
    with run("on-demand") as function:
        with function.streaming(turn("broken", "t-1"), hangs_up_after=1) as arriving:
            arriving.rest()
            model.heard.set()
        answer, _ = function.call(turn("broken", "t-1"))
    reply = without_comments(answer["body"].encode())
    assert reply.startswith(b"event: reply\n")
    assert data(reply)["response"] == "".join(CLAUSES)


def test_a_model_that_breaks_off_leaves_a_stream_that_ends_as_the_contract_says(run: Run, model: SlowModel) -> None:
    with run("on-demand") as function:
        with function.streaming(turn("breaks-off", "t-1")) as arriving:
            _, _, first = http_response(_words(arriving))
            model.gives_up = True
            model.heard.set()
            last = without_comments(arriving.rest()[-1])
        assert arriving.trailers == {}, "a failure of the model is none of the function"
    assert last.startswith(b"event: reply\n")
    assert data(last)["response"].startswith(data(first)["text"])


def test_an_error_before_the_first_event_has_its_status(run: Run) -> None:
    with run("on-demand") as function:
        answers = [
            function.call({**turn("r", "t-1"), "path": "/api/flows/none/process"})[0],
            function.call(turn("r", "t-1", userInput=7))[0],
        ]
    assert [answer["statusCode"] for answer in answers] == [404, 422]
    assert {answer["headers"]["content-type"] for answer in answers} == {"application/problem+json"}


def test_the_emulator_takes_a_stream_and_returns_it_at_its_end(
    variables: Variables, package: Path, model: SlowModel, tmp_path: Path
) -> None:
    required_emulator()
    model.heard.set()
    with emulated(TURN, package, {**variables, "HOME": os.environ["HOME"]}, tmp_path / "log") as function:
        answer = function.invoke(turn("emulated", "t-1"))
    assert (answer["statusCode"], answer["headers"]["content-type"]) == (200, "text/event-stream; charset=utf-8")
    names = [block.split("\n")[0] for block in answer["body"].split("\n\n") if block and not block.startswith(":")]
    assert names == ["event: text", "event: text", "event: reply"]
