"""After an erasure no item, file, log line or report holds a word of the caller. Everything stored is looked through.

The same search finds words if any part of the erasure is left out, so it does look there.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import logging
import re
import time
import urllib.request
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from flow_core.effects import AskModel
from flow_core.json import Json
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.packing import UnpackError, unpack
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.javascript.engine import JavaScript
from functions.api.app import create_app
from functions.deadline import Deadline
from functions.ports.model import ModelOutcome, Replied
from functions.services import Services
from functions.wiring.api import build
from functions.wiring.judging import queue_in_process
from local.observe import LocalObserve
from local.post_call.background import EmptyRooms, SummaryJob, idle_job
from local.post_call.messages import TABLE
from local.processes.dynamodb import EmbeddedDynamoDB
from local.tables import make_tables
from testing.api.stack import LOCAL, replaced
from testing.fakes.loopback import Exchange, Loopback
from testing.fakes.model import FakeModel
from testing.flows import Document, edge, flow, node
from testing.stage import KEEP_DAYS

SAID, NAME, TOOL, MODEL, SET = "zyxquivar", "Quollbert", "mirfabolt", "plundrix", "vexaroon"
CALLER, CALLED = "+15550177312", "+15550100999"
NUMBER = "5550177312"
MARKS = tuple(mark.casefold().encode() for mark in (SAID, NAME, TOOL, MODEL, SET, NUMBER))
"""What only the caller, the tool and the model say. The flow has none of these words."""
ROOM = f"call-_{CALLER}_x1"
"""LiveKit names the room of a phone call so."""
CALL: Json = {"roomName": ROOM, "calledNumber": CALLED, "callerNumber": CALLER}


def document(tool: str) -> Document:
    return flow(
        [
            node("start"),
            node("elicitation", "ask", variable="name", prompt="Who calls?", assign={"twice": "name + name"}),
            node("tool", "look", request={"method": "GET", "url": tool}, assign={"found": "response.body.note"}),
            node("llm", "help", extract={"need": {"type": "string"}}, until="need", maxTurns=3),
            node("end", outcome="helped"),
        ],
        [
            edge("start", "ask"),
            edge("ask", "look"),
            edge("look", "help"),
            edge("help", "end"),
            *(edge("ask", "end", exit) for exit in ("noMatch", "noInput")),
            edge("look", "end", "error"),
            *(edge("help", "end", exit) for exit in ("error", "maxTurns")),
        ],
        variables={name: {"type": "any"} for name in ("name", "twice", "found", "need", "given")},
        judging={"questions": [{"id": "answered", "ask": "Was the caller helped?"}]},
    )


@dataclass
class World:
    client: TestClient
    services: Services
    summaries: SummaryJob
    store: EmbeddedDynamoDB
    folder: Path

    def __call__(self, method: str, path: str, body: Json = None, *, status: int = 200) -> Any:
        answer = self.client.request(method, path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def session(self) -> str:
        """A phone call that ends, with everything that an author can make of it."""
        self("PUT", "/api/agents/a", {"name": "A", "flowId": "f"})
        self("PUT", f"/api/phone-numbers/{CALLED}", {"agentId": "a"})
        session_id = str(self("POST", "/api/calls", CALL, status=201)["sessionId"])
        self.turn(ROOM, "t1", None)
        self.turn(ROOM, "t2", NAME)
        self("POST", "/api/flows/f/process", {"roomName": ROOM, "turnId": "t3", "userInput": SAID, "draft": True})
        assert self.turn(ROOM, "t3", SAID)["completed"]
        made = self("POST", "/api/flows/f/tests/from-session", {"sessionId": session_id, "testId": "made"}, status=201)
        assert made["fromSession"] == session_id
        # An author edits the test, in a program that does not know of its origin.
        edited = {key: value for key, value in made.items() if key not in ("testId", "updatedAt", "fromSession")}
        assert self("PUT", "/api/flows/f/tests/made", {**edited, "name": f"About {SAID}"})["fromSession"] == session_id
        assert self("POST", "/api/flows/f/tests/run", {})["passed"] == 1
        assert self("POST", "/api/flows/f/replay", {"version": 1})["same"] == 1
        return session_id

    def open_session(self) -> str:
        """A session in which a turn was run, and whose caller is still there."""
        answer = self("POST", "/api/flows/f/process", {"roomName": "open", "turnId": "o1", "variables": {"given": SET}})
        self("POST", "/api/flows/f/process", {"roomName": "open", "turnId": "o2", "userInput": NAME})
        return str(answer["sessionId"])

    def turn(self, room: str, turn_id: str, said: str | None) -> Any:
        return self("POST", "/api/flows/f/process", {"roomName": room, "turnId": turn_id, "userInput": said})

    def judged(self, session_id: str) -> None:
        """Wait for the scores, whose reason repeats what the caller said."""
        deadline = Deadline.after(30)
        while (scores := self("GET", f"/api/flows/sessions/{session_id}/scores"))["status"] == "pending":
            assert not deadline.expired()
            time.sleep(0.05)
        assert scores["scores"][0]["reason"] == f"{NAME} said {SAID}"

    def reports(self) -> str:
        found = [self("GET", "/api/flows/f/report"), self("GET", "/api/audit"), self("GET", "/api/flows/f/sessions")]
        found += [self("GET", "/api/flows/f/tests"), self("GET", "/api/flows/f/versions")]
        found += [self("GET", "/api/sessions"), self("GET", "/api/report")]
        return json.dumps(found)

    def items(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every item of every table of the store, as it is stored."""
        for table in self.ask("ListTables")["TableNames"]:
            start: dict[str, Any] = {}
            while True:
                page = self.ask("Scan", TableName=table, **start)
                yield from ((table, item) for item in page["Items"])
                if "LastEvaluatedKey" not in page:
                    break
                start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def ask(self, operation: str, **request: Any) -> Any:
        headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}"}
        data = json.dumps(request).encode()
        with urllib.request.urlopen(urllib.request.Request(self.store.endpoint, data, headers)) as answer:
            return json.load(answer)


def tool(exchange: Exchange) -> None:
    exchange.json(json.dumps({"note": f"{TOOL} of {NAME}"}))


def replied(effect: AskModel) -> ModelOutcome:
    if effect.id == "judge":
        assert SAID in effect.messages[0].content
        return Replied("", {"answer1": "yes", "reason1": f"{NAME} said {SAID}"})
    heard = any(SAID in message.content for message in effect.messages)
    return Replied(f"{MODEL} for {NAME}", {"need": f"{MODEL} {SAID}"} if heard else {})


def refused(exchange: Exchange) -> None:
    exchange.answer(500)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    folder = tmp_path / "data"
    with Loopback(tool) as tools, Loopback(refused) as receiver, EmbeddedDynamoDB(folder) as store:
        settings = replace(LOCAL, dynamodb_endpoint=store.endpoint, organization_calls=10, session_days=KEEP_DAYS)
        make_tables(settings)
        webhooks = tmp_path / "webhooks.json"
        webhooks.write_text(json.dumps({"demo": {"url": receiver.origin, "secret": "a secret of the organization's"}}))
        observe = LocalObserve()
        services = build(settings, observe)
        real = services.run_turn
        perform = replace(real.perform, model=FakeModel(otherwise=replied), has_model=True)
        services = replaced(services, run_turn=replace(real, perform=perform))
        judgements = queue_in_process(services)
        summaries = SummaryJob(settings, "http://127.0.0.1:8000", webhooks, observe, judgements)
        world = World(TestClient(create_app(services)), services, summaries, store, folder)
        world("PUT", "/api/flows/f", document(tools.origin))
        world("POST", "/api/flows/f/publish", status=201)
        # The queue holds the words of each turn.
        world(
            "PUT", "/api/settings", {"webhook": {"url": receiver.origin, "events": ["session.turn", "session.ended"]}}
        )
        yield world
        summaries.close()
        engine = real.engine.javascript
        assert isinstance(engine, JavaScript)
        engine.close()


def views(data: bytes, depth: int = 3) -> Iterator[bytes]:
    """The bytes, and what they are if they are packed, compressed, JSON or base64, or hold base64."""
    yield data
    if depth == 0:
        return
    unpacked: list[bytes] = []
    with contextlib.suppress(UnpackError):
        unpacked.append(unpack(data))
    with contextlib.suppress(zlib.error):
        unpacked.append(zlib.decompressobj(31).decompress(data))
    for each in unpacked:
        yield from views(each, depth - 1)
    if b"\\u" in data:
        yield re.sub(rb"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)).encode("utf-8", "ignore"), data)
    for found in re.findall(rb"[A-Za-z0-9+/_-]{24,}={0,2}", data):
        try:
            decoded = base64.b64decode(found.translate(bytes.maketrans(b"-_", b"+/")) + b"=" * (-len(found) % 4))
        except binascii.Error:
            continue
        if decoded != data:
            yield from views(decoded, depth - 1)


def marks_in(data: bytes) -> set[str]:
    folded = [view.lower() for view in views(data)]
    return {mark.decode() for mark in MARKS if any(mark in view for view in folded)}


def places(world: World, log: str) -> dict[str, set[str]]:
    """Where a word of the caller is left: tables with keys, reports, files and the log."""
    found: dict[str, set[str]] = {}
    for table, item in world.items():
        for name, value in item.items():
            (text,) = value.values()
            if marks := marks_in(str(text).encode()):
                found[f"{table} {item['pk']['S'][:24]} {item['sk']['S'][:24]} {name}"] = marks
    if marks := marks_in(world.reports().encode()):
        found["reports"] = marks
    if marks := marks_in(log.encode()):
        found["log"] = marks
    # The store cuts its log of writes from time to time, and when it ends.
    world.summaries.close()
    world.store.__exit__(None, None, None)
    for path in world.folder.rglob("*"):
        if path.is_file() and (marks := marks_in(path.read_bytes())):
            found[f"file {path.name}"] = marks
    return found


def erased(world: World) -> None:
    """Hold the conversations, erase them, and let the background jobs run."""
    session_id, opened = world.session(), world.open_session()
    # Its events wait in the queue: the receiver refused them. Searches find it by its words.
    world.summaries()
    waiting = [item for table, item in world.items() if table == TABLE and item["pk"] == {"S": "WAITING"}]
    assert SAID in {mark for item in waiting for mark in marks_in(str(item).encode())}
    world.judged(session_id)
    assert [each["sessionId"] for each in world("GET", f"/api/sessions?text={SAID}")["sessions"]] == [session_id]
    assert world("DELETE", f"/api/flows/sessions/{session_id}", status=202) == {
        "sessionId": session_id,
        "complete": True,
        "tests": ["made"],
    }
    assert world("DELETE", f"/api/flows/sessions/{opened}", status=202)["tests"] == []
    for gone in (session_id, opened):
        world("GET", f"/api/flows/sessions/{gone}", status=404)
        world("DELETE", f"/api/flows/sessions/{gone}", status=404)
    # Late requests of the worker.
    late = world.turn("open", "o3", "Are you there?")
    assert (late["completed"], late["action"], late["response"]) == (True, {"type": "hangup"}, "")
    assert world("POST", "/api/calls", CALL, status=201)["sessionId"] == session_id
    idle_job(world.services, EmptyRooms(), LocalObserve())()
    # The next attempt of the events.
    world.summaries._messages._now = lambda: time.time() + 3600
    world.summaries()


def test_no_word_of_an_erased_caller_is_left(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "callflow")
    erased(world)
    report = world("GET", "/api/flows/f/report")
    # The counters stay: they hold numbers, and names that the author gave.
    assert report["byOutcome"] == {"helped": 1}
    actions = [(entry["action"], entry["detail"]) for entry in world("GET", "/api/audit")["entries"]]
    assert ("session.erased", {"flowId": "f", "tests": ["made"]}) in actions
    assert ("session.erased", {"flowId": "f"}) in actions
    assert caplog.text
    assert places(world, caplog.text) == {}


LEFT_OUT = {
    "the search": ("search", "forget", None),
    "the turns and the scores": ("erasures", "clear", True),
    "the tests": ("flow_tests", "delete", True),
    "the answered call": ("agents", "forget_answered_call", None),
}


class Without:
    """Passes all calls on, except those of one method."""

    def __init__(self, inner: Any, method: str, result: Any) -> None:
        self._inner, self._method, self._result = inner, method, result

    def __getattr__(self, name: str) -> Any:
        return (lambda *args, **named: self._result) if name == self._method else getattr(self._inner, name)


@pytest.mark.parametrize("part", LEFT_OUT)
def test_the_search_finds_what_an_erasure_leaves_out(world: World, part: str) -> None:
    name, method, result = LEFT_OUT[part]
    session_id = world.session()
    world.summaries()
    world.judged(session_id)
    erase = world.services.erase
    others: dict[str, Any] = {name: Without(getattr(erase, name), method, result)}
    without = replace(erase, **others)
    assert without("demo", session_id, "somebody", Deadline.after(20)) is not None
    assert places(world, "") != {}


def test_the_search_finds_words_in_each_form() -> None:
    packed = DynamoSessions(Table("sessions", "us-east-1"), keep_days=1).items("s", "HEAD")
    packed.hold(json.dumps({"said": SAID}).encode())
    assert marks_in(packed.packed) == {SAID}
    assert marks_in(b'{"B": "' + base64.b64encode(packed.packed) + b'"}') == {SAID}
    assert marks_in(base64.urlsafe_b64encode(f"a note of {SAID} in a cursor".encode())) == {SAID}
    assert marks_in(zlib.compress(f"{SAID} {SAID}".encode())) == {SAID}
    assert marks_in(f"a room of {CALLER}".encode()) == {NUMBER}
    assert marks_in(b"nothing of the caller") == set()
