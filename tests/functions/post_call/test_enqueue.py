"""From the stream to the queue: ended sessions are enqueued, and no record delays the others."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import boto3
import pytest

from flow_core.state import Status
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.dynamodb.sessions.stream import DynamoStreamHeads
from functions.adapters.sqs import LARGEST, SqsOutbox
from functions.errors import UnavailableError
from functions.ports.organizations import DEFAULT_EVENTS, WebhookEvent
from functions.ports.queue import QueueMessage
from functions.ports.sessions import UnreadableRecordError
from functions.post_call.enqueue import Enqueue, sequence_number
from functions.records import Head, TestMetadata, ToolLease, TurnCall, TurnRecord
from testing.post_call.ended import MemoryOutbox, ObservedJob, ended, image_of, record_of, stream_record
from tests.functions.adapters.dynamodb.test_sessions_contract import record_of as record_of_turn

TABLE = Table("sessions", "us-east-1")


class World:
    def __init__(self, sessions: DynamoSessions) -> None:
        self.sessions = sessions
        self.queue, self.dead, self.observed = MemoryOutbox(), MemoryOutbox(), ObservedJob()
        self.judgements = MemoryOutbox()
        self.counted: list[Head] = []
        self.uncountable: Exception | None = None
        self.indexed: list[Head] = []
        self.unindexable: Exception | None = None
        self.enqueue = Enqueue(
            DynamoStreamHeads(TABLE),
            self.queue,
            self.dead,
            "https://api.example",
            self.observed,
            self.count,
            index=self.index,
            judgements=self.judgements,
        )

    def count(self, head: Head) -> None:
        if self.uncountable is not None:
            raise self.uncountable
        self.counted.append(head)

    def index(self, head: Head) -> None:
        if self.unindexable is not None:
            raise self.unindexable
        self.indexed.append(head)

    def record(self, head: Head) -> dict[str, Any]:
        assert self.sessions.advance(head)
        return stream_record(self.sessions, head.session_id)

    @property
    def enqueued(self) -> list[str]:
        return [json.loads(message.body)["sessionId"] for message in self.queue.messages]


@pytest.fixture
def world(dynamo_sessions: DynamoSessions) -> World:
    return World(dynamo_sessions)


@pytest.mark.parametrize("status", [status for status in Status if status.ended])
def test_an_ended_session_is_enqueued(world: World, status: Status) -> None:
    assert world.enqueue([world.record(ended(status=status))]) == frozenset()
    (message,) = world.queue.messages
    assert json.loads(message.body)["status"] == status.value


def test_an_ended_session_is_counted_and_an_open_one_is_not(world: World) -> None:
    head = ended()
    assert world.enqueue([world.record(ended("open", status=Status.WAITING)), world.record(head)]) == frozenset()
    assert world.counted == [head]


def test_new_and_ended_sessions_are_indexed_also_those_with_a_simulated_caller(world: World) -> None:
    simulated = replace(ended("simulated"), test_metadata=TestMetadata("simulated", "me", "room"))
    heads = [ended("open", status=Status.PENDING), ended("ended"), simulated]
    assert world.enqueue([world.record(head) for head in heads]) == frozenset()
    assert sorted(world.indexed, key=lambda head: head.session_id) == sorted(heads, key=lambda head: head.session_id)
    assert world.enqueued == ["ended"]


def test_the_heads_of_a_session_are_indexed_in_their_order(world: World) -> None:
    heads = [ended(status=Status.PENDING)]
    heads += [replace(ended(), version=version) for version in range(2, 30)]
    world.enqueue([world.record(head) for head in heads])
    assert world.indexed == heads


def test_a_session_that_the_store_cannot_index_now_is_tried_again(world: World) -> None:
    world.unindexable = UnavailableError("store", "BatchWriteItem sessions", "throttled")
    record = world.record(ended())
    assert world.enqueue([record]) == {sequence_number(record)}
    (logged,) = world.observed.logged
    assert (logged["failure"], logged["session"]) == ("session-not-indexed", "session_1")


def test_a_session_that_can_never_be_indexed_delays_no_other_and_is_counted(world: World) -> None:
    world.unindexable = ValueError("a defect")
    assert world.enqueue([world.record(ended("a")), world.record(ended("b"))]) == frozenset()
    assert sorted(head.session_id for head in world.counted) == ["a", "b"]
    assert [logged["failure"] for logged in world.observed.logged] == ["session-not-indexed"] * 2


def test_a_session_that_the_store_cannot_count_now_is_tried_again(world: World) -> None:
    world.uncountable = UnavailableError("store", "Query sessions", "throttled")
    record = world.record(ended())
    assert world.enqueue([record]) == {sequence_number(record)}
    assert world.enqueued == ["session_1"]
    (logged,) = world.observed.logged
    assert (logged["failure"], logged["session"]) == ("session-not-counted", "session_1")


def test_a_session_that_can_never_be_counted_delays_no_other(world: World) -> None:
    world.uncountable = LookupError("a turn is missing")
    assert world.enqueue([world.record(ended("a")), world.record(ended("b"))]) == frozenset()
    assert world.enqueued == ["a", "b"]
    assert [logged["failure"] for logged in world.observed.logged] == ["session-not-counted"] * 2


def test_a_repeated_record_is_enqueued_under_the_same_event_id(world: World) -> None:
    record = world.record(ended())
    again = {**record, "dynamodb": {**record["dynamodb"], "SequenceNumber": "9"}}
    world.enqueue([record, again])
    assert len({json.loads(message.body)["eventId"] for message in world.queue.messages}) == 1
    assert len({message.body for message in world.queue.messages}) == 1


EVERY: tuple[WebhookEvent, ...] = ("session.started", "session.ended", "session.transferred", "session.failed")


@pytest.mark.parametrize(
    ("status", "name", "events"),
    [
        (Status.WAITING, "INSERT", ["session.started"]),
        (Status.WAITING, "MODIFY", []),
        (Status.COMPLETED, "INSERT", ["session.started", "session.ended"]),
        (Status.TRANSFERRED, "MODIFY", ["session.ended", "session.transferred"]),
        (Status.FAILED, "MODIFY", ["session.ended", "session.failed"]),
        (Status.ABANDONED, "MODIFY", ["session.ended"]),
    ],
)
def test_an_organization_gets_the_events_that_it_wants_each_under_its_own_id(
    world: World, status: Status, name: str, events: list[str]
) -> None:
    record = {**world.record(ended(status=status)), "eventName": name}
    assert replace(world.enqueue, wanted=lambda organization: EVERY)([record, record]) == frozenset()
    bodies = [json.loads(message.body) for message in world.queue.messages]
    assert [body["type"] for body in bodies] == events * 2
    assert len({body["eventId"] for body in bodies}) == len(events)
    assert len(world.counted) == (2 if status.ended else 0)


TURNS: tuple[WebhookEvent, ...] = ("session.turn",)


def turned(session_id: str, number: int, **others: Any) -> Head:
    """A head in the middle of a call, whose organization hears of each turn."""
    recent = tuple(f"t{each}" for each in range(1, number + 1))
    head = replace(ended(session_id, status=Status.WAITING, turns=number), tells_turns=True, recent=recent)
    return replace(head, version=number, **others)


def test_each_turn_is_queued_in_order_and_a_repeated_record_has_the_same_event_id(world: World) -> None:
    heads = [turned("s", number) for number in (1, 2, 3)]
    for head in heads:
        assert world.sessions.propose(head, record_of_turn(head.recent[-1], head.turns)) is None
    records = [world.record(head) for head in heads]
    enqueue = replace(world.enqueue, turn=world.sessions.turn, wanted=lambda organization: TURNS)
    assert enqueue([*records, *records]) == frozenset()
    bodies = [json.loads(message.body) for message in world.queue.messages]
    assert [body["turn"] for body in bodies] == [1, 2, 3, 1, 2, 3]
    assert len({body["eventId"] for body in bodies}) == 3
    assert len({message.body for message in world.queue.messages}) == 3
    # A session begins once, and no turn changes what it is found by.
    assert [head.version for head in world.indexed] == [1, 1]


def test_the_turn_of_an_erased_session_is_not_queued(world: World) -> None:
    enqueue = replace(world.enqueue, turn=world.sessions.turn, wanted=lambda organization: TURNS)
    assert enqueue([world.record(turned("gone", 1))]) == frozenset()
    assert world.queue.messages == []


def test_no_turn_is_read_that_its_organization_does_not_want(world: World) -> None:
    def read(session_id: str, turn_id: str) -> TurnRecord | None:
        raise AssertionError("a turn was read")

    assert replace(world.enqueue, turn=read)([world.record(turned("s", 1))]) == frozenset()
    assert world.queue.messages == []


def test_a_turn_that_cannot_be_read_now_is_tried_again(world: World) -> None:
    def away(session_id: str, turn_id: str) -> TurnRecord | None:
        raise UnavailableError("store", "GetItem sessions", "throttled")

    record = world.record(turned("s", 1))
    enqueue = replace(world.enqueue, turn=away, wanted=lambda organization: TURNS)
    assert enqueue([record]) == {sequence_number(record)}


@pytest.mark.parametrize(
    ("others", "marked"),
    [
        ({}, True),
        ({"tells_turns": False}, False),
        ({"lease": ToolLease(TurnCall("t"), "e", 1, (), "r")}, False),
        ({"turns": 0}, False),
    ],
)
def test_the_filter_of_the_stream_lets_only_turns_pass_that_are_told(
    world: World, others: dict[str, Any], marked: bool
) -> None:
    image = world.record(turned("s", 1, **others))["dynamodb"]["NewImage"]
    assert image.get("tells") == ({"S": "turn"} if marked else None)


REFUSALS: tuple[WebhookEvent, ...] = ("gate.refused",)


def test_an_event_that_nobody_wants_is_not_queued_and_its_session_is_counted(world: World) -> None:
    record = {**world.record(ended(status=Status.FAILED)), "eventName": "INSERT"}
    assert replace(world.enqueue, wanted=lambda organization: REFUSALS)([record]) == frozenset()
    assert (world.enqueued, len(world.counted)) == ([], 1)


def test_a_record_is_tried_again_while_the_settings_of_its_organization_cannot_be_read(world: World) -> None:
    away = True

    def wanted(organization: str) -> tuple[WebhookEvent, ...]:
        if away and organization == "acme":
            raise UnavailableError("store", "GetItem flows", "throttled")
        return DEFAULT_EVENTS

    enqueue = replace(world.enqueue, wanted=wanted)
    records = [world.record(ended("a")), world.record(ended("b", organization="globex"))]
    assert enqueue(records) == {sequence_number(records[0])}
    away = False
    assert enqueue(records[:1]) == frozenset()
    assert world.enqueued == ["b", "a"]


def test_a_record_is_tried_again_if_one_of_its_events_is_not_queued(world: World) -> None:
    class Half(MemoryOutbox):
        def put(self, messages: Any) -> frozenset[str]:
            super().put(messages[:1])
            return frozenset(message.key for message in messages[1:])

    record = world.record(ended(status=Status.FAILED))
    enqueue = replace(world.enqueue, queue=Half(), wanted=lambda organization: EVERY)
    assert enqueue([record]) == {sequence_number(record)}


def test_nobody_is_told_of_a_simulated_call_and_no_report_counts_it(world: World) -> None:
    simulated = replace(ended(), test_metadata=TestMetadata("simulated", "simulated-caller", "run_1-1"))
    enqueue = replace(world.enqueue, wanted=lambda organization: EVERY)
    assert enqueue([{**world.record(simulated), "eventName": "INSERT"}]) == frozenset()
    assert (world.enqueued, world.counted) == ([], [])


def test_other_records_are_ignored(world: World) -> None:
    lease = ToolLease(TurnCall("t"), "e", 1, (), "r")
    back = replace(ended("back", status=Status.TRANSFERRED), lease=lease)
    records = [
        world.record(ended("open", status=Status.WAITING)),
        world.record(back),
        record_of(image_of(pk="session_1", sk="TURN#t", data="{}")),
        record_of(image_of(pk="session_1", sk="PART#HEAD#x#0")),
        record_of(image_of(pk="QUIET", sk="CURSOR", data="{}")),
        record_of(None, "REMOVE"),
    ]
    world.enqueue = replace(world.enqueue, wanted=lambda organization: EVERY)
    assert world.enqueue(records) == frozenset()
    assert (world.queue.messages, world.dead.messages) == ([], [])


@pytest.mark.parametrize("size", [120_000, 1_500_000], ids=["packed", "in parts"])
def test_a_long_head_is_read_whole(world: World, size: int) -> None:
    long = random.Random(1).randbytes(size // 2).hex()
    world.enqueue([world.record(ended(variables={"short": "x", "long": long[:100_000]}))])
    assert world.enqueued == ["session_1"]
    record = world.record(ended("long", variables={"long": long}))
    assert record["dynamodb"]["NewImage"].keys() & {"packed", "parts"}
    world.enqueue([record])
    assert world.enqueued == ["session_1", "long"]


POISON = [
    image_of(pk="p", sk="HEAD"),
    image_of(pk="p", sk="HEAD", data="no JSON hunter2"),
    image_of(pk="p", sk="HEAD", data='{"session_id": "hunter2"}'),
    image_of(pk="p", sk="HEAD", parts="1#gone"),
    image_of(pk="p", sk="HEAD", parts="no number"),
    {**image_of(pk="p", sk="HEAD"), "packed": {"B": "not base64!"}},
    {**image_of(pk="p", sk="HEAD"), "packed": {"B": "aGVsbG8="}},
    {**image_of(pk="p", sk="HEAD"), "packed": {"N": "1"}},
    {**image_of(pk="p", sk="HEAD"), "version": {"N": "x"}, "data": {"S": "{}"}},
    {**image_of(pk="p", sk="HEAD"), "data": {"NULL": True}},
]


@pytest.mark.parametrize("poison", POISON)
def test_a_poison_record_goes_whole_to_the_dead_letters_and_the_others_are_enqueued(
    world: World, poison: dict[str, Any]
) -> None:
    record = record_of(poison)
    failed = world.enqueue([world.record(ended("a")), record, world.record(ended("b"))])
    assert failed == frozenset()
    assert world.enqueued == ["a", "b"]
    (dead,) = world.dead.messages
    assert json.loads(dead.body)["record"] == record
    assert world.observed.counts["RecordsUnreadable"] == 1
    assert isinstance(world.observed.failures[0], UnreadableRecordError)
    (logged,) = world.observed.logged
    assert (logged["failure"], logged["causes"][0]["kind"]) == ("stream-record-unreadable", "UnreadableRecordError")
    assert "hunter2" not in "".join(world.observed.lines) + json.dumps(logged)


def test_a_poison_record_that_is_too_long_for_a_queue_leaves_its_keys(world: World) -> None:
    world.enqueue([record_of(image_of(pk="p", sk="HEAD", data="x" * 300_000))])
    dead = json.loads(world.dead.messages[0].body)
    assert dead["imageOmitted"]
    assert dead["record"]["dynamodb"]["Keys"] == image_of(pk="p", sk="HEAD")


def test_while_the_queue_is_unreachable_the_records_are_retried(world: World) -> None:
    records = [world.record(ended("a")), world.record(ended("o", status=Status.WAITING)), world.record(ended("b"))]
    world.queue.away = True
    assert world.enqueue(records) == {sequence_number(records[0]), sequence_number(records[2])}
    world.queue.away = False
    assert world.enqueue(records) == frozenset()
    assert world.enqueued == ["a", "b"]


def test_while_the_dead_letters_are_unreachable_a_poison_record_is_retried(world: World) -> None:
    poison = record_of(POISON[0])
    world.dead.away = True
    assert world.enqueue([poison, world.record(ended("a"))]) == {sequence_number(poison)}
    assert world.enqueued == ["a"]


def test_a_part_that_cannot_be_read_now_is_retried_and_is_not_poison(world: World) -> None:
    first, second = world.record(ended("a")), world.record(ended("b"))
    read = DynamoStreamHeads(TABLE)

    def away(record: Any) -> Head | None:
        if record is first:
            raise UnavailableError("store", "GetItem sessions", "throttled")
        return read(record)

    failed = replace(world.enqueue, read_head=away)([first, second])
    assert failed == {sequence_number(first)}
    assert world.enqueued == ["b"]
    assert world.dead.messages == []


def test_sqs_takes_many_and_long_messages(aws: None) -> None:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="many")["QueueUrl"]
    messages = [
        QueueMessage(str(number), str(number) * size) for number, size in enumerate([10] * 23 + [LARGEST // 2] * 3)
    ]
    assert SqsOutbox(url, ObservedJob().failed).put(messages) == frozenset()
    received: list[str] = []
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        received += [message["Body"] for message in batch]
    assert sorted(received) == sorted(message.body for message in messages)


def test_only_the_message_that_sqs_refuses_is_returned(aws: None) -> None:
    url = boto3.client("sqs").create_queue(QueueName="refusing")["QueueUrl"]
    messages = [QueueMessage("a", "short"), QueueMessage("b", "x" * 2_000_000), QueueMessage("c", "short")]
    observed = ObservedJob()
    assert SqsOutbox(url, observed.failed).put(messages) == {"b"}
    (logged,) = observed.logged
    assert (logged["failure"], logged["messages"]) == ("queue-not-written", 1)


def test_a_missing_queue_accepts_no_message(aws: None) -> None:
    nowhere = "https://sqs.us-east-1.amazonaws.com/123456789012/nowhere"
    observed = ObservedJob()
    assert SqsOutbox(nowhere, observed.failed).put([QueueMessage("a", "x"), QueueMessage("b", "y")]) == {"a", "b"}
    (logged,) = observed.logged
    assert (logged["failure"], logged["messages"]) == ("queue-not-written", 2)
    assert "NonExistentQueue" in logged["causes"][0]["code"]


def test_an_ended_session_that_is_to_be_judged_is_put_into_the_queue_of_judgements(world: World) -> None:
    judged = replace(ended("judged"), judge=True)
    still_open = replace(ended("open", status=Status.WAITING), judge=True)
    simulated = replace(judged, session_id="simulated", test_metadata=TestMetadata("simulated", "me", "room"))
    erased = replace(judged, session_id="erased")
    world.enqueue = replace(world.enqueue, is_stored=lambda session_id: session_id != "erased")
    heads = (judged, still_open, simulated, erased, ended("not asked"))
    assert world.enqueue([world.record(head) for head in heads]) == frozenset()
    assert [json.loads(message.body) for message in world.judgements.messages] == [{"judge": "judged", "version": 1}]


def test_a_queue_of_judgements_that_is_away_is_tried_again_and_delays_no_event(world: World) -> None:
    world.judgements.away = True
    record = world.record(replace(ended(), judge=True))
    assert world.enqueue([record]) == {sequence_number(record)}
    assert world.enqueued == ["session_1"]


def test_a_record_that_is_tried_again_is_judged_once(world: World) -> None:
    world.uncountable = UnavailableError("store", "Query sessions", "throttled")
    record = world.record(replace(ended(), judge=True))
    assert world.enqueue([record]) == {sequence_number(record)}
    assert world.judgements.messages == []
    world.uncountable = None
    assert world.enqueue([record]) == frozenset()
    assert len(world.judgements.messages) == 1


def test_without_a_queue_of_judgements_nothing_is_judged(world: World) -> None:
    world.enqueue = replace(world.enqueue, judgements=None)
    assert world.enqueue([world.record(replace(ended(), judge=True))]) == frozenset()
