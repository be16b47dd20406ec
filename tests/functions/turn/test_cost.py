"""The cost of a turn in the table: reads, writes and bytes. They do not grow with the length of the call."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from flow_core.evaluate import Evaluate
from flow_core.state import Status
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.dynamodb.sessions.turns import FIRST_ROW
from functions.ports.model import Replied
from functions.records import RECENT_TURNS, SpeechUsage
from testing.fakes.model import FakeModel
from testing.fakes.tools import FakeTools
from testing.stage import Stage, asking, counting, flow, found, node

CHAT = flow(
    [
        node("start", "start"),
        node("talk", "llm", instructions="Talk.", until="false", maxTurns=200),
        node("again", "elicitation", prompt="Shall we go on?", variable="more"),
    ],
    ["start -> talk", "talk -> again", "talk.maxTurns -> again", "again -> talk"],
)
"""A model that talks for as long as the caller does."""


class Traffic:
    def __init__(self) -> None:
        self.operations: list[str] = []
        self.written: list[tuple[str, int]] = []
        """Sort key and size of each item."""


def size_of(item: dict[str, dict[str, str]]) -> int:
    """Return the size of an item in bytes as DynamoDB counts it, or one byte more for each number."""
    values = [next(iter(value.items())) for value in item.values()]
    sizes = [len(base64.b64decode(value)) if kind == "B" else len(str(value).encode()) for kind, value in values]
    return sum(sizes) + sum(map(len, item))


@pytest.fixture
def watch(dynamo_sessions: DynamoSessions) -> Callable[[], Any]:
    events = dynamo_sessions.connection.client.meta.events

    @contextmanager
    def watch() -> Iterator[Traffic]:
        traffic = Traffic()

        def note(model: Any, params: Any, **_: Any) -> None:
            traffic.operations.append(model.name)
            if model.name == "PutItem":
                item = json.loads(params["body"])["Item"]
                traffic.written.append((item["sk"]["S"], size_of(item)))

        events.register("before-call.dynamodb", note)
        yield traffic
        events.unregister("before-call.dynamodb", note)

    return watch


def test_a_turn_is_one_read_and_two_writes(
    dynamo_sessions: DynamoSessions, watch: Callable[[], Any], javascript: Evaluate
) -> None:
    stage = Stage((counting(),), javascript, dynamo_sessions)
    stage.turn("t1")
    for call in ({"said": "one"}, {}, {"no_input": True}, {"dtmf": "1"}):
        with watch() as traffic:
            stage.turn(f"t {call}", **call)
        assert traffic.operations == ["GetItem", "PutItem", "PutItem"]
        assert [key for key, _ in traffic.written] == [f"TURN#t {call}", "HEAD"]


def test_a_turn_writes_no_index(
    dynamo_sessions: DynamoSessions, watch: Callable[[], Any], javascript: Evaluate
) -> None:
    stage = Stage((counting(),), javascript, dynamo_sessions)

    by_flow_projects = {"flow_id", "flow_version", "status"}

    def indexed() -> dict[str, Any]:
        """Return the head's attributes that an index projects. DynamoDB writes an index if one of them changes."""
        item = dynamo_sessions.connection.read(dynamo_sessions.items, stage.head.session_id, "HEAD")
        assert item is not None
        names = {"flow_key", "created", "room_name", "open_key", *by_flow_projects}
        return {name: value for name, value in item.attribute_values.items() if name in names}

    stage.turn("t1")
    first = indexed()
    assert first["open_key"].startswith("open#")
    for number in range(3):
        stage.clock.go_on(60)
        stage.turn(f"t{number + 2}", "one")
        assert indexed() == first
    ended = replace(
        stage.head, version=stage.head.version + 1, state=replace(stage.head.state, status=Status.COMPLETED)
    )
    assert dynamo_sessions.advance(ended)
    assert indexed() == {name: value for name, value in first.items() if name != "open_key"}


def test_a_turn_with_a_tool_is_two_reads_and_four_writes(
    dynamo_sessions: DynamoSessions, watch: Callable[[], Any], javascript: Evaluate
) -> None:
    stage = Stage((asking(),), javascript, dynamo_sessions, FakeTools(*found("shipped")))
    stage.turn("t1")
    with watch() as traffic:
        stage.turn("t2", "1001")
    assert traffic.operations == ["GetItem", "GetItem", "PutItem", "PutItem", "PutItem", "PutItem"]
    # The four writes are the lease, the lease with the tool's answer, the turn and the commit.
    assert [key for key, _ in traffic.written] == ["HEAD", "HEAD", "TURN#t2", "HEAD"]


def test_the_first_turn_creates_a_session_that_was_not_prepared(
    dynamo_sessions: DynamoSessions, watch: Callable[[], Any], javascript: Evaluate
) -> None:
    stage = Stage((counting(),), javascript, dynamo_sessions)
    with watch() as traffic:
        stage.turn("t1")
    assert traffic.operations == ["GetItem", "PutItem", "PutItem", "PutItem"]


def test_a_duplicate_request_is_two_reads(
    dynamo_sessions: DynamoSessions, watch: Callable[[], Any], javascript: Evaluate
) -> None:
    stage = Stage((counting(),), javascript, dynamo_sessions)
    stage.turn("t1")
    with watch() as traffic:
        stage.turn("t1")
    assert traffic.operations == ["GetItem", "GetItem"]


def test_turn_300_writes_no_more_bytes_than_turn_20(
    dynamo_sessions: DynamoSessions, watch: Callable[[], Any], javascript: Evaluate
) -> None:
    model = FakeModel(otherwise=lambda effect: Replied("I see. " + "Tell me more about that, please. " * 3))
    stage = Stage((CHAT,), javascript, dynamo_sessions, model=model)
    written: dict[int, int] = {}
    for turn in range(1, 301):
        with watch() as traffic:
            stage.turn(
                f"01JZ000000000000000000{turn:04}", "My computer still does not start, after all that I did with it."
            )
        written[turn] = sum(size for key, size in traffic.written if not key.startswith("ORDER#"))
        # A long session has one row for the order of eight turns. An ordinary call has none.
        rows = [size for key, size in traffic.written if key.startswith("ORDER#")]
        assert len(rows) == (turn >= FIRST_ROW and turn % RECENT_TURNS == 0)
        assert sum(rows) < 1_024
        assert max(size for key, size in traffic.written if key == "HEAD") < 2_048
    assert max(written[turn] for turn in range(290, 301)) <= 1.1 * max(written[turn] for turn in range(20, 31))


def test_an_ordinary_turn_is_at_most_four_write_units(
    dynamo_sessions: DynamoSessions, watch: Callable[[], Any], javascript: Evaluate
) -> None:
    """A write costs one unit for each started kilobyte. An ordinary turn writes no index."""
    words = random.Random(7)
    model = FakeModel(otherwise=lambda effect: Replied(sentence(words, 20)))
    stage = Stage((CHAT,), javascript, dynamo_sessions, model=model)
    for _ in range(40):
        with watch() as traffic:
            stage.turn(words.randbytes(16).hex(), sentence(words, 10))
        assert sum(-(-size // 1024) for _, size in traffic.written[-2:]) <= 4


def test_the_report_of_a_worker_adds_few_bytes_to_a_turn_and_none_to_a_head(
    dynamo_sessions: DynamoSessions, watch: Callable[[], Any], javascript: Evaluate
) -> None:
    used = SpeechUsage("qwhzkp", {"aws": 183_450}, {"aws/generative": 1_284})
    stage = Stage((counting(),), javascript, dynamo_sessions)
    for number in range(3):
        stage.turn(f"t{number}", "one")
    sizes: list[dict[str, int]] = []
    for usage in (None, used):
        with watch() as traffic:
            stage.turn(f"other {usage is None}", "one", usage=usage)
        assert traffic.operations == ["GetItem", "PutItem", "PutItem"]
        sizes.append({key[:4]: size for key, size in traffic.written})
    without, with_report = sizes
    assert 0 < with_report["TURN"] - without["TURN"] < 80
    assert with_report["HEAD"] - without["HEAD"] < 40, "the id of the turn"
    assert stage.turns[-1].usage == used


def sentence(words: random.Random, count: int) -> str:
    """Return a sentence of random words. They compress worse than the words of a language."""
    made = ("".join(words.choices("etaoinshrdlcum", k=words.randint(2, 8))) for _ in range(count))
    return " ".join(made).capitalize() + "."


def test_a_head_in_ordinary_use_is_under_2_kb(
    dynamo_sessions: DynamoSessions, watch: Callable[[], Any], javascript: Evaluate
) -> None:
    stage = Stage((asking(),), javascript, dynamo_sessions, FakeTools(*found(*["on its way"] * 40)))
    with watch() as traffic:
        for turn in range(40):
            stage.turn(f"01JZ000000000000000000{turn:04}", f"{1000 + turn}")
    assert max(size for key, size in traffic.written if key == "HEAD") < 2_048
