"""The embedded store under 5,000 publishes and 100,000 turns: its memory, and the time of a turn before and after."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.figures import Figure, Grid, Part, at_most
from bench.functions.stack import (
    ORGANIZATION,
    TWO_NODES,
    Stack,
    bare_client,
    publish,
    quiet,
    reply_of,
    stack_on,
    turn_event,
)
from bench.timing import Timed, interleaved, ratio
from functions.ports.flows import Definition
from functions.records import FlowPin
from local.processes.dynamodb import EmbeddedDynamoDB

PUBLISHES = 5_000
TURNS = 100_000
A_SESSION = 20
"""Turns of one session."""
HUNDRED = 20
"""Rounds of five calls, alternately on both stores."""
MAX_MEGABYTES = 300
MAX_SLOWER = 1.2

_EXAMPLE = Path(__file__).parents[2] / "examples" / "customer-support" / "flow.json"


@dataclass
class _Others:
    """Turns of other callers during the publishes."""

    turns: int = 0
    not_answered: list[str] = field(default_factory=list)


def measure() -> Part:
    with ExitStack() as stack, quiet():
        full, empty = (
            stack.enter_context(EmbeddedDynamoDB(Path(stack.enter_context(tempfile.TemporaryDirectory()))))
            for _ in range(2)
        )
        on_full, on_empty = stack_on(full.endpoint), stack_on(empty.endpoint)
        for made in (on_full, on_empty):
            publish(made.services)
        grown = [_memory(full.pid)]
        calls = {"full": _turns(on_full), "empty": _turns(on_empty)}
        firsts = {"full": _first_turns(on_full), "empty": _first_turns(on_empty)}
        publishing = {"full": _publishes(on_full), "empty": _publishes(on_empty)}
        first, first_begun = _hundred(calls), _hundred(firsts)
        first_publish = interleaved(publishing, rounds=10, each=2)
        others = _Others()
        with _others(on_full, others):
            _all_publishes(publishing["full"])
        grown.append(_memory(full.pid))
        _all_turns(full.endpoint, on_full)
        grown.append(_memory(full.pid))
        last, last_begun = _hundred(calls), _hundred(firsts)
        last_publish = interleaved(publishing, rounds=10, each=2)
    names = ("empty", f"after {PUBLISHES:,} publishes", f"and after {TURNS:,} turns")
    return Part(
        "store",
        f"The embedded store under {PUBLISHES:,} publishes and {TURNS:,} turns",
        figures=(
            at_most(
                "peak memory of the store's process",
                max(each[1] for each in grown),
                MAX_MEGABYTES,
                "MB",
            ),
            at_most("a turn: the last hundred to the first", _slower(first, last), MAX_SLOWER, digits=2),
            at_most("a session's first turn: the same", _slower(first_begun, last_begun), MAX_SLOWER, digits=2),
            at_most("a publish: the same", _slower(first_publish, last_publish), MAX_SLOWER, digits=2),
            at_most("turns of other callers without a reply during the publishes", len(others.not_answered), 0),
            Figure("turns of other callers during the publishes", f"{others.turns:,}"),
        ),
        grids=(
            Grid(
                ("memory of the store's process, MB", *names),
                [("current", *(f"{now:,.0f}" for now, _ in grown)), ("peak", *(f"{most:,.0f}" for _, most in grown))],
            ),
            Grid(
                ("ms, median of a hundred", "first", "last", "first, empty store", "last, empty store"),
                [
                    _row("a turn", first, last),
                    _row("a session's first turn", first_begun, last_begun),
                    _row("a draft saved and published", first_publish, last_publish),
                ],
            ),
        ),
        notes=(
            "Each hundred alternates with a hundred on a second store that stays almost empty. The ratio between the "
            "two stores at the end is compared with their ratio at the start. Other work of the machine therefore "
            "affects both alike.",
            "The measured turns and the publishes pass the API's handler. The turns between them are a turn's requests "
            f"to the store (a read, and two conditional writes of items of the same size), in sessions of {A_SESSION}.",
            *(f"Not answered: {what}" for what in others.not_answered[:5]),
        ),
    )


def _hundred(calls: Mapping[str, Callable[[], object]]) -> dict[str, Timed]:
    return interleaved(calls, rounds=HUNDRED, each=5)


def _slower(first: Mapping[str, Timed], last: Mapping[str, Timed]) -> float:
    return ratio(last["full"], last["empty"]) / ratio(first["full"], first["empty"])


def _row(name: str, first: Mapping[str, Timed], last: Mapping[str, Timed]) -> tuple[str, ...]:
    return (name, *(f"{each[which].median / 1000:.1f}" for which in ("full", "empty") for each in (first, last)))


def _turns(made: Stack) -> Callable[[], object]:
    """Return a call that takes the next turn of a session. A new session begins every A_SESSION turns."""
    numbers = count()

    def turn() -> None:
        number = next(numbers)
        room = f"measured-{number // A_SESSION}"
        reply_of(made.handler(turn_event(TWO_NODES, room, f"{number:032d}"), None))

    return turn


def _first_turns(made: Stack) -> Callable[[], object]:
    numbers = count()
    return lambda: reply_of(made.handler(turn_event(TWO_NODES, f"first-{next(numbers)}", "0"), None))


def _publishes(made: Stack) -> Callable[[], object]:
    """Return a call that saves and publishes another draft."""
    written, flows, numbers = json.loads(_EXAMPLE.read_text()), made.services.flows, count()

    def once() -> None:
        number = next(numbers)
        flow_id = f"published-{number % 50}"
        definition = {**written, "name": f"{number}"}
        revision = flows.save_draft(ORGANIZATION, flow_id, flow_id, definition, number)
        flows.publish(ORGANIZATION, Definition(flow_id, FlowPin(None, revision), definition), flow_id, number)

    return once


def _all_publishes(once: Callable[[], object]) -> None:
    began = time.monotonic()
    for number in range(PUBLISHES):
        once()
        if number % 500 == 499:
            sys.stderr.write(f"  {number + 1:,} publishes, {time.monotonic() - began:.0f} s\n")


@contextmanager
def _others(made: Stack, others: _Others) -> Iterator[None]:
    """Run turns of other callers in a thread."""
    over = threading.Event()

    def talk() -> None:
        asyncio.set_event_loop(asyncio.new_event_loop())  # Mangum needs a loop in its thread
        while not over.wait(0.05):
            event = turn_event(TWO_NODES, f"other-{others.turns // A_SESSION}", f"{others.turns:032d}")
            answer = made.handler(event, None)
            others.turns += 1
            if answer["statusCode"] != 200:
                others.not_answered.append(f"{answer['statusCode']}: {answer['body'][:200]}")

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _all_turns(endpoint: str, made: Stack) -> None:
    """Send the requests of TURNS turns, with the items of a real session under other keys."""
    head, record = _items_of_a_session(made)
    connection = http.client.HTTPConnection(urlsplit(endpoint).netloc)
    began = time.monotonic()
    for number in range(TURNS):
        session, version = f"bulk-{number // A_SESSION}", number % A_SESSION + 1
        head_key = {"pk": {"S": session}, "sk": {"S": "HEAD"}}
        _ask(connection, "GetItem", Key=head_key, ConsistentRead=True)
        turn = {**record, "pk": {"S": session}, "sk": {"S": f"TURN#{version}"}}
        absent = {"ConditionExpression": "attribute_not_exists(#0)", "ExpressionAttributeNames": {"#0": "pk"}}
        _ask(connection, "PutItem", Item=turn, **absent)
        own = {"version": {"N": str(version)}, "created": {"S": f"{number // A_SESSION:015d}#{session}"}}
        unchanged = {
            "ConditionExpression": "#0 = :0",
            "ExpressionAttributeNames": {"#0": "version"},
            "ExpressionAttributeValues": {":0": {"N": str(version - 1)}},
        }
        _ask(connection, "PutItem", Item={**head, **own, **head_key}, **(absent if version == 1 else unchanged))
        if number % 10_000 == 9_999:
            sys.stderr.write(f"  {number + 1:,} turns, {time.monotonic() - began:.0f} s\n")
    connection.close()


def _items_of_a_session(made: Stack) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the head and a turn record after A_SESSION turns."""
    settings = made.services.settings
    replies = [
        reply_of(made.handler(turn_event(TWO_NODES, "copied", f"{each:032d}"), None)) for each in range(A_SESSION)
    ]
    found = bare_client(settings).query(
        TableName=settings.sessions_table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": replies[-1]["sessionId"]}},
    )["Items"]
    (head,) = (item for item in found if item["sk"] == {"S": "HEAD"})
    return head, next(item for item in found if item is not head)


def _ask(connection: http.client.HTTPConnection, operation: str, **request: Any) -> None:
    body = json.dumps({"TableName": "callflow-sessions", **request}, default=_base64)
    connection.request("POST", "/", body, {"X-Amz-Target": f"DynamoDB_20120810.{operation}"})
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise RuntimeError(f"{operation}: {content.decode()}")


def _base64(binary: bytes) -> str:
    return base64.b64encode(binary).decode()


def _memory(pid: int) -> tuple[float, float]:
    """Return the current and the peak resident memory in MB (Linux: proc(5))."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    now, most = (int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, most
