"""What a turn reads and writes in DynamoDB, early and late in a call. Sizes and units are reckoned from the items: no
embedded DynamoDB counts them right.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from bench.figures import Figure, Grid, Part, at_most
from bench.stack import TWO_NODES, publish, quiet, said_by, stack_on, turn_event
from functions.adapters.dynamodb_sessions import DynamoSessions
from local.dynamodb import EmbeddedDynamoDB

TURNS = (20, 200, 1_000)


@dataclass(slots=True)
class _Traffic:
    """What one turn sent and got."""

    operations: list[str] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    written: list[int] = field(default_factory=list)
    """Bytes of each item."""

    @property
    def bytes(self) -> int:
        return sum(self.read) + sum(self.written)

    @property
    def read_units(self) -> int:
        """A consistent read of up to 4 KB is one."""
        return sum(-(-size // 4096) or 1 for size in self.read)

    @property
    def write_units(self) -> int:
        """A write of up to 1 KB is one. An item is never longer before a write than after, or by a few bytes."""
        return sum(-(-size // 1024) for size in self.written)


def measure() -> Part:
    with EmbeddedDynamoDB() as embedded, quiet():
        stack = stack_on(embedded.endpoint)
        publish(stack.services)
        traffic = _Traffic()
        # They stand behind something that makes them late.
        _listen(cast(DynamoSessions, stack.services.sessions), lambda: traffic)
        seen: dict[int, _Traffic] = {}
        for number in range(max(TURNS) + 1):
            traffic = _Traffic()
            # Turn 0 is the greeting; ids are as long as a worker's.
            said_by(stack.handler(turn_event(TWO_NODES, "room", f"{number:032d}"), None))
            seen[number] = traffic
    first, *_, last = (seen[turn] for turn in TURNS)
    reads = max(len(seen[turn].read) for turn in TURNS)
    writes = max(len(seen[turn].written) for turn in TURNS)
    rows = [
        (
            f"turn {turn:,}",
            " ".join(seen[turn].operations),
            f"{seen[turn].read[0]:,}",
            f"{seen[turn].written[0]:,}",
            f"{seen[turn].written[1]:,}",
            f"{seen[turn].bytes:,}",
            str(seen[turn].read_units),
            str(seen[turn].write_units),
        )
        for turn in TURNS
    ]
    total = sum(seen[turn].write_units for turn in range(1, 101))
    return Part(
        "dynamodb",
        "What a turn costs in DynamoDB",
        figures=(
            at_most("reads a turn", reads, 1),
            at_most("writes a turn", writes, 2),
            at_most("bytes at turn 1,000 to turn 20", last.bytes / first.bytes, 1.1, digits=2),
            Figure("write units of turns 1 to 100 together", f"{total:,}"),
        ),
        grids=(
            Grid(("", "calls", "head read, bytes", "turn written", "head written", "bytes in all", "RCU", "WCU"), rows),
        ),
        notes=(
            "Requests as pynamodb sends them, seen on their way out. Sizes as DynamoDB counts them: names and values "
            "in UTF-8, a number by its digits. RCU for a consistent read, 4 KB each; WCU 1 KB each.",
            "The index that lists sessions is not written by an ordinary turn: nothing that it projects changes.",
            "The caller says 47 characters a turn and is told 57. The head keeps the last 20 messages or 3,000 "
            "characters, whichever is less.",
        ),
    )


def _listen(sessions: DynamoSessions, traffic: Any) -> None:
    """Note every request of the table's connection, and what comes back."""
    events = sessions.connection.client.meta.events

    def sent(params: Mapping[str, Any], model: Any, **_: object) -> None:
        traffic().operations.append(model.name)
        item = json.loads(params["body"]).get("Item")
        if item is not None:
            traffic().written.append(_size(item))

    def got(parsed: Mapping[str, Any], **_: object) -> None:
        if "Item" in parsed:
            traffic().read.append(_size(parsed["Item"]))

    events.register("before-call.dynamodb", sent)
    events.register("after-call.dynamodb", got)


def _size(item: Mapping[str, Mapping[str, Any]]) -> int:
    """Bytes of an item of strings and numbers, all that ours hold."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Mapping[str, Any]) -> int:
    match dict(value):
        case {"S": str(text)}:
            return len(text.encode())
        case {"N": str(number)}:
            return (len(number.strip("-0").replace(".", "")) + 1) // 2 + 1
        case {"NULL": _}:
            return 1
        case _:
            raise TypeError(f"what does {list(value)} weigh?")
