"""A warm `process` call as Lambda runs it, beside the DynamoDB calls that it makes, and where the rest of it goes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from typing import Any

from bench.core.seven_nodes import DECISIONS
from bench.figures import Figure, Grid, Part, at_most
from bench.functions.breakdown import breakdown
from bench.functions.stack import SEVEN_NODES, TWO_NODES, bare_client, publish, quiet, said_by, stack_on, turn_event
from bench.store.moto_dynamodb import moto
from bench.store.stub_dynamodb import stub
from bench.timing import Timed, interleaved, ratio
from functions.services import Services
from local.processes.dynamodb import EmbeddedDynamoDB

PLAYED = 20
"""Turns that a session has behind it."""
_OURS, _BARE = "the call", "its DynamoDB calls bare"


def measure() -> Part:
    with ExitStack() as stack, quiet():
        slow = stack.enter_context(moto())
        items = _prepare(slow)
        embedded = stack.enter_context(EmbeddedDynamoDB()).endpoint
        _prepare(embedded)
        stubbed = stack.enter_context(stub(items))
        timed: dict[tuple[str, str], dict[str, Timed]] = {}
        for flow_id in (TWO_NODES, SEVEN_NODES):
            timed[flow_id, "moto"] = interleaved(_pair(slow, flow_id), rounds=40, each=5)
            timed[flow_id, "embedded"] = interleaved(_pair(embedded, flow_id), rounds=40, each=5)
            timed[flow_id, "stub"] = interleaved(_pair(stubbed, flow_id), rounds=60, each=10)
        where = breakdown(stubbed, _room(TWO_NODES, _OURS), _pair(stubbed, TWO_NODES)[_BARE])
    names = {
        TWO_NODES: "two nodes, two expressions",
        SEVEN_NODES: f"seven nodes, {DECISIONS} expressions",
    }
    rows = [
        (
            f"{names[flow_id]}, {server}",
            *(f"{found[who].median / 1000:.2f}" for who in (_OURS, _BARE)),
            f"{(found[_OURS].median - found[_BARE].median) / 1000:.2f}",
            f"{ratio(found[_OURS], found[_BARE]):.2f}",
        )
        for (flow_id, server), found in timed.items()
    ]
    two, against = timed[TWO_NODES, "stub"], timed[TWO_NODES, "moto"]
    return Part(
        "process",
        "A warm `process` call",
        figures=(
            at_most(
                "the call to its DynamoDB calls made bare, moto, two nodes",
                ratio(against[_OURS], against[_BARE]),
                1.25,
                digits=2,
            ),
            Figure(
                "what the call adds to its DynamoDB calls, two nodes",
                f"{(two[_OURS].median - two[_BARE].median) / 1000:.2f} ms",
            ),
        ),
        grids=(
            Grid(("ms, median", "the call", "DynamoDB calls bare", "added", "ratio"), rows),
            Grid(("where a call of two nodes goes, against the stub", "µs", "share"), where),
        ),
        notes=(
            "From API Gateway's proxy event to its answer: Mangum, FastAPI, the token's claim, the turn, JavaScript in "
            "its child process, the log line and the metrics. One get and two conditional puts; bare, the same three "
            f"by boto3 with items of the same size, in turns with the call. The session has {PLAYED} turns behind it.",
            "moto takes several milliseconds a call, as a real table does over a network, and each of them weighs on "
            "both sides: the ratio with a target is that. The embedded store is that of the local stack. The stub "
            "answers at once, so that its ratio says nothing of a real table; what it shows is what the call adds.",
        ),
    )


def _prepare(endpoint: str) -> dict[str, Any]:
    """Sessions to go on with, one called and one for the bare calls; every item, for the stub."""
    made = stack_on(endpoint)
    publish(made.services)
    for flow_id in (TWO_NODES, SEVEN_NODES):
        for room in (_room(flow_id, _OURS), _room(flow_id, _BARE)):
            for number in range(PLAYED):
                said_by(made.handler(turn_event(flow_id, room, f"{number:032d}"), None))
    client = bare_client(made.services.settings)
    tables = (made.services.settings.sessions_table, made.services.settings.flows_table)
    return {
        f"{item['pk']['S']}\n{item['sk']['S']}": item
        for table in tables
        for page in client.get_paginator("scan").paginate(TableName=table)
        for item in page["Items"]
    }


def _room(flow_id: str, who: str) -> str:
    return f"room-{flow_id}-{_OURS if who == _OURS else 'bare____'}"


def _pair(endpoint: str, flow_id: str) -> dict[str, Callable[[], object]]:
    """The call, and its DynamoDB calls alone."""
    made = stack_on(endpoint)
    room = _room(flow_id, _OURS)
    numbers = count(10**9)

    def ours() -> None:
        said_by(made.handler(turn_event(flow_id, room, f"{next(numbers):032d}"), None))

    session_id = said_by(made.handler(turn_event(flow_id, _room(flow_id, _BARE), f"{PLAYED - 1:032d}"), None))[
        "sessionId"
    ]
    return {_OURS: ours, _BARE: bare_calls(made.services, session_id)}


def bare_calls(services: Services, session_id: str) -> Callable[[], object]:
    """A turn's get and two conditional puts, with the items of a session's last turn."""
    client, table = bare_client(services.settings), services.settings.sessions_table
    head_key = {"pk": {"S": session_id}, "sk": {"S": "HEAD"}}
    head = client.get_item(TableName=table, Key=head_key)["Item"]
    turn_key = {"pk": {"S": session_id}, "sk": {"S": f"TURN#{PLAYED - 1:032d}"}}
    record = client.get_item(TableName=table, Key=turn_key)["Item"]
    numbers = count(10**9)
    versions = count(int(head["version"]["N"]))

    def bare() -> None:
        client.get_item(TableName=table, Key=head_key, ConsistentRead=True)
        client.put_item(
            TableName=table,
            Item={**record, "sk": {"S": f"TURN#{next(numbers):032d}"}},
            ConditionExpression="attribute_not_exists(pk)",
        )
        version = next(versions)
        client.put_item(
            TableName=table,
            Item={**head, "version": {"N": str(version + 1)}},
            ConditionExpression="#version = :version",
            ExpressionAttributeNames={"#version": "version"},
            ExpressionAttributeValues={":version": {"N": str(version)}},
        )

    return bare
