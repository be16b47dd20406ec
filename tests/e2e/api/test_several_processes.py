"""Several processes of the API on one store: turns and duplicate requests go to any of them, and no turn is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import httpx
import pytest

from local.processes.dynamodb import EmbeddedDynamoDB
from testing.calls.calls import Json
from testing.calls.flows import flow
from testing.processes import PATIENCE, callflow, free_port

PROCESSES, SESSIONS, TURNS, COPIES = 2, 50, 4, 3
AT_ONCE = 20
MAX_TRIES = 30

COUNTING = flow(
    "counting",
    {
        "start": ("start", {}),
        "ask": (
            "elicitation",
            {
                "prompt": "{{ count + ': ' + said }}",
                "variable": "said",
                "assign": {"count": "(count || 0) + 1", "all": "[...(all || []), said]"},
            },
        ),
        "end": ("end", {}),
    },
    "start > ask, ask > ask, ask.noInput > end, ask.noMatch > end",
)


@pytest.fixture(scope="module")
def addresses() -> Iterator[Sequence[str]]:
    with ExitStack() as stack:
        endpoint = stack.enter_context(EmbeddedDynamoDB()).endpoint
        options = ("--dynamodb-endpoint", endpoint)
        yield [stack.enter_context(callflow(free_port(), options=options)) for _ in range(PROCESSES)]


def test_concurrent_turns_and_duplicates_on_two_processes_lose_no_turn(addresses: Sequence[str]) -> None:
    sessions = asyncio.run(_crowd(addresses))
    assert len(sessions) == SESSIONS
    for room, session in sessions.items():
        said = [_words(room, turn) for turn in range(1, TURNS + 1)]
        conversation = session["context"]["conversation"]
        assert [entry["content"] for entry in conversation if entry["role"] == "user"] == said
        assert session["context"]["variables"]["all"] == said
        assert session["context"]["variables"]["count"] == TURNS
        assert [turn["turnId"] for turn in session["turns"]] == [f"{room}-{turn}" for turn in range(1, TURNS + 1)]


def _words(room: str, turn: int) -> str:
    return f"word {turn} of {room}"


async def _crowd(addresses: Sequence[str]) -> dict[str, Json]:
    """Return each session at its end, as the API returns it, by room."""
    places = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        (await client.put(f"{addresses[0]}/api/flows/counting", json=COUNTING)).raise_for_status()
        (await client.post(f"{addresses[0]}/api/flows/counting/publish")).raise_for_status()

        async def send(address: str, turn: Json) -> bytes:
            async with places:
                for _ in range(MAX_TRIES):
                    try:
                        answer = await client.post(f"{address}/api/flows/counting/process", json=turn)
                    except httpx.RemoteProtocolError:
                        continue  # an idle connection was just closed, and the caller repeats the turn
                    if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                        return answer.raise_for_status().content
                    await asyncio.sleep(float(answer.headers["retry-after"]))
                raise AssertionError(f"never answered: {turn}")

        async def session(number: int) -> tuple[str, Json]:
            room, session_id = f"room-{number}", ""
            for turn in range(1, TURNS + 1):
                body = {"roomName": room, "turnId": f"{room}-{turn}", "userInput": _words(room, turn)}
                to = [addresses[(number + turn + copy) % len(addresses)] for copy in range(COPIES)]
                answers = await asyncio.gather(*(send(address, body) for address in to))
                assert len(set(answers)) == 1
                reply = httpx.Response(200, content=answers[0]).json()
                assert reply["response"] == f"{turn}: {_words(room, turn)}"
                session_id = reply["sessionId"]
            found = await client.get(f"{addresses[number % len(addresses)]}/api/flows/sessions/{session_id}")
            return room, found.raise_for_status().json()["session"]

        return dict(await asyncio.gather(*map(session, range(SESSIONS))))
