"""The reads and writes of a turn in DynamoDB, early and late in a call, packed and as plain JSON.

Sizes and units are computed from the items of one run, because no embedded DynamoDB counts them correctly.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, TypeAlias, cast

from bench.figures import Figure, Grid, Part, at_most
from bench.functions.stack import TWO_NODES, publish, quiet, reply_of, stack_on, turn_event
from bench.timing import interleaved
from functions.adapters.dynamodb.packing import pack, unpack
from functions.adapters.dynamodb.packing_dictionary import FIRST
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from local.processes.dynamodb import EmbeddedDynamoDB

TURNS = (20, 200, 1_000)
_MEAN_OF = range(17, 217)
"""The turns of a mean: 25 times eight, after the first turns, when the head has its ordinary length."""
_SAID = (
    "My parcel has not arrived and I need it before the weekend.",
    "No, it was ordered on the twelfth, from the phone app.",
    "Yes, the address is right, but nobody rang the bell.",
    "Could you tell me which driver had it last?",
    "I have the order number here, it is 4471 0092.",
    "That is fine, but please send it to my office instead.",
    "What time do you close on Saturdays?",
    "Thank you, and could I also change the invoice?",
    "My colleague Amira will be at the front desk from nine.",
    "Is there a charge if it has to come back a second time?",
    "The last one was left in the rain and the box was soaked.",
    "I would rather have a refund than wait for another month.",
    "Sorry, I did not hear that, there is a train going by.",
)

Item: TypeAlias = Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class _Traffic:
    """The requests and responses of one turn."""

    operations: list[str] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    """Bytes of each item that the turn read."""
    written: list[Item] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        return sum(self.read) + sum(_size(item) for item in self.written)

    @property
    def read_units(self) -> int:
        """Read units. A consistent read of up to 4 KB is one unit."""
        return sum(-(-size // 4096) or 1 for size in self.read)

    @property
    def write_units(self) -> int:
        return sum(_units(item) for item in self.written)

    @property
    def plain_write_units(self) -> int:
        """Write units of the same turn with its JSON as text. Earlier releases wrote it so."""
        return sum(_units(_plain(item)) for item in self.written if not _is_row(item))


def measure() -> Part:
    with EmbeddedDynamoDB() as embedded, quiet():
        stack = stack_on(embedded.endpoint)
        publish(stack.services)
        traffic = _Traffic()
        # The port does not have the connection, but its adapter has.
        _listen(cast(DynamoSessions, stack.services.sessions), lambda: traffic)
        seen: dict[int, _Traffic] = {}
        ids = random.Random(1)
        for number in range(max(TURNS) + 1):
            traffic = _Traffic()
            # Turn 0 is the greeting. The ids have the worker's format.
            event = turn_event(TWO_NODES, "room", ids.randbytes(16).hex(), _SAID[number % len(_SAID)])
            reply_of(stack.handler(event, None))
            seen[number] = traffic
    first, *_, last = (seen[turn] for turn in TURNS)
    mean_of = [seen[turn] for turn in _MEAN_OF]
    short = [seen[turn] for turn in range(25)]
    return Part(
        "dynamodb",
        "The reads and writes of a turn in DynamoDB",
        figures=(
            at_most("reads a turn", max(len(each.read) for each in mean_of), 1),
            at_most("writes a turn, mean", fmean(len(each.written) for each in mean_of), 2.125, digits=3),
            at_most("bytes at turn 1,000 to turn 20", _of_turn(last) / _of_turn(first), 1.1, digits=2),
            Figure("write units a turn, plain, mean", f"{fmean(each.plain_write_units for each in mean_of):.2f}"),
            at_most("write units a turn, packed, mean", fmean(each.write_units for each in mean_of), 4, digits=2),
            at_most("write units of a turn, packed, maximum", max(each.write_units for each in mean_of), 4),
            Figure("packing and unpacking a turn", f"{_packing_micros(seen[200]):.0f} µs"),
            Figure(
                "index units of a session of 24 turns, with status in `by_flow` / without",
                f"{_index_units(short, status=True)} / {_index_units(short, status=False)}",
            ),
        ),
        grids=(
            Grid(
                (
                    *("", "calls", "head read, bytes", "turn written", "head written", "as plain JSON"),
                    *("total bytes", "RCU", "WCU plain", "WCU packed"),
                ),
                [_row(turn, seen[turn]) for turn in TURNS],
            ),
        ),
        notes=(
            "Requests are recorded as pynamodb sends them. Sizes follow DynamoDB's rules: names and values in UTF-8, "
            "bytes unencoded, a number by its digits. RCU are consistent reads of 4 KB each, WCU writes of 1 KB each.",
            "Plain means the same items with their JSON as text. A mean covers turns 17 to 216.",
            "From turn 32 on, every eighth turn writes a row of the session's order: a third write, of one unit.",
            "An ordinary turn writes no index, because no projected attribute changes. A session writes each of the "
            "three indexes when it begins, and `by_open` again when it ends.",
            "The caller says about 50 characters per turn, from thirteen sentences in rotation. A reply has 57. The "
            "head has the last 20 messages or 3,000 characters, whichever is less.",
        ),
    )


def _row(turn: int, traffic: _Traffic) -> tuple[str, ...]:
    record, head = traffic.written[:2]
    return (
        f"turn {turn:,}",
        " ".join(traffic.operations),
        f"{traffic.read[0]:,}",
        f"{_size(record):,}",
        f"{_size(head):,}",
        f"{_size(_plain(record)):,} and {_size(_plain(head)):,}",
        f"{traffic.bytes:,}",
        str(traffic.read_units),
        str(traffic.plain_write_units),
        str(traffic.write_units),
    )


def _of_turn(traffic: _Traffic) -> int:
    """Return the bytes of a turn without a row of the session's order. Turn 1,000 writes one by chance."""
    return sum(traffic.read) + sum(_size(item) for item in traffic.written if not _is_row(item))


def _packing_micros(traffic: _Traffic) -> float:
    record, head = (unpack(item["packed"]["B"]) for item in traffic.written[:2])
    packed = pack(head, FIRST)

    def turn() -> None:
        unpack(packed)
        pack(record, FIRST)
        pack(head, FIRST)

    return interleaved({"turn": turn}, rounds=60, each=20)["turn"].median


def _index_units(turns: list[_Traffic], *, status: bool) -> int:
    """Count the index writes of a whole session. DynamoDB writes an entry again if one of its attributes changed."""
    heads = [item for turn in turns for item in turn.written if item["sk"]["S"] == "HEAD"]
    ended = {name: value for name, value in heads[-1].items() if name != "open_key"}
    heads.append({**ended, "session_status": {"S": "completed"}})
    units = 0
    for index_key, projected in (
        ("flow_key", ("flow_id", "flow_version", "room_name", *(["session_status"] if status else []))),
        ("room_name", ()),
        ("open_key", ()),
    ):
        last: tuple[Any, ...] | None = None
        for head in heads:
            entry = None if index_key not in head else tuple(head.get(name) for name in (index_key, *projected))
            units += entry != last
            last = entry
    return units


def _listen(sessions: DynamoSessions, traffic: Any) -> None:
    """Record every request and response of the table's connection."""
    events = sessions.connection.client.meta.events

    def sent(params: Mapping[str, Any], model: Any, **_: object) -> None:
        traffic().operations.append(model.name)
        item = json.loads(params["body"]).get("Item")
        if item is not None:
            traffic().written.append(dict(_decoded(item)))

    def got(parsed: Mapping[str, Any], **_: object) -> None:
        if "Item" in parsed:
            traffic().read.append(_size(parsed["Item"]))

    events.register("before-call.dynamodb", sent)
    events.register("after-call.dynamodb", got)


def _decoded(item: Item) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Decode the attributes of a sent item, whose bytes are base64."""
    for name, value in item.items():
        yield name, {"B": base64.b64decode(value["B"])} if "B" in value else value


def _is_row(item: Item) -> bool:
    return str(item["sk"]["S"]).startswith("ORDER#")


def _plain(item: Item) -> Item:
    plain = {name: value for name, value in item.items() if name not in ("packed", "session_status")}
    plain["data"] = {"S": unpack(item["packed"]["B"]).decode()}
    return {**plain, "status": item["session_status"]} if "session_status" in item else plain


def _units(item: Item) -> int:
    """Return the write units of an item, one per KB. The older item could only be longer by a few bytes."""
    return -(-_size(item) // 1024)


def _size(item: Item) -> int:
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Mapping[str, Any]) -> int:
    match dict(value):
        case {"S": str(text)}:
            return len(text.encode())
        case {"B": bytes(raw)}:
            return len(raw)
        case {"N": str(number)}:
            return (len(number.strip("-0").replace(".", "")) + 1) // 2 + 1
        case {"NULL": _}:
            return 1
        case _:
            raise TypeError(f"the size of {list(value)} is unknown")
