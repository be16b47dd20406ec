"""A warm `process` call as Lambda runs it, compared with its bare DynamoDB calls, and the time of its parts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from typing import Any

from bench.core.seven_nodes import DECISIONS
from bench.figures import Figure, Grid, Part, at_most
from bench.functions.breakdown import breakdown
from bench.functions.stack import SEVEN_NODES, TWO_NODES, bare_client, publish, quiet, reply_of, stack_on, turn_event
from bench.store.moto_dynamodb import moto
from bench.store.stub_dynamodb import stub
from bench.timing import Timed, interleaved, ratio
from functions.services import Services
from local.processes.dynamodb import EmbeddedDynamoDB

PLAYED = 20
"""Turns of a session before the measurement."""
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
        parts = breakdown(stubbed, _room(TWO_NODES, _OURS), _pair(stubbed, TWO_NODES)[_BARE])
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
                "the call to its bare DynamoDB calls, moto, two nodes",
                ratio(against[_OURS], against[_BARE]),
                1.25,
                digits=2,
            ),
            Figure(
                "time that the call adds to its DynamoDB calls, two nodes",
                f"{(two[_OURS].median - two[_BARE].median) / 1000:.2f} ms",
            ),
        ),
        grids=(
            Grid(("ms, median", "the call", "DynamoDB calls bare", "added", "ratio"), rows),
            Grid(("parts of a call of two nodes, with the stub", "µs", "share"), parts),
        ),
        notes=(
            "The call begins with API Gateway's proxy event and ends with the response. It includes Mangum, FastAPI, "
            "the token's claim, the turn, JavaScript in its child process, the log line and the metrics. It makes one "
            "get and two conditional puts. The bare calls are the same three by boto3 with items of the same size, "
            f"alternating with the call. The session has {PLAYED} earlier turns.",
            "moto takes several milliseconds per call, as a real table does over a network. Both sides include them, "
            "so the target applies to this ratio. The embedded store is the local stack's. The stub answers "
            "immediately, so its ratio says nothing about a real table; it shows the time that the call adds.",
        ),
    )


def _prepare(endpoint: str) -> dict[str, Any]:
    """Make sessions for the call and for the bare calls, and return all items for the stub."""
    made = stack_on(endpoint)
    publish(made.services)
    for flow_id in (TWO_NODES, SEVEN_NODES):
        for room in (_room(flow_id, _OURS), _room(flow_id, _BARE)):
            for number in range(PLAYED):
                reply_of(made.handler(turn_event(flow_id, room, f"{number:032d}"), None))
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
    """Return the call and its bare DynamoDB calls."""
    made = stack_on(endpoint)
    room = _room(flow_id, _OURS)
    numbers = count(10**9)

    def ours() -> None:
        reply_of(made.handler(turn_event(flow_id, room, f"{next(numbers):032d}"), None))

    session_id = reply_of(made.handler(turn_event(flow_id, _room(flow_id, _BARE), f"{PLAYED - 1:032d}"), None))[
        "sessionId"
    ]
    return {_OURS: ours, _BARE: bare_calls(made.services, session_id)}


def bare_calls(services: Services, session_id: str) -> Callable[[], object]:
    """Return a call of a turn's get and two conditional puts, with the items of a session's last turn."""
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
