"""A tool before the first words looks the caller up, within a deadline, as docs/flows.md describes."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from flow_core.json import Json
from testing.api.stack import Stack, of
from testing.fakes.loopback import Exchange, Loopback

NUMBER = "+15550199"


def flow(address: str) -> dict[str, Json]:
    request: Json = {"method": "GET", "url": f"{address}/people", "query": {"phone": "{{ session.callerNumber }}"}}
    lookup: Json = {"request": request, "timeoutSeconds": 1, "retries": 0, "assign": {"name": "response.body.name"}}
    return {
        "name": "greets",
        "variables": {"name": {"type": "string", "default": ""}},
        "nodes": [
            {"id": "start", "type": "start", "data": {}},
            {"id": "lookup", "type": "tool", "data": lookup},
            {"id": "known", "type": "message", "data": {"message": "Hello {{ name }}."}},
            {"id": "unknown", "type": "message", "data": {"message": "Hello."}},
            {"id": "over", "type": "end", "data": {"message": "Goodbye."}},
        ],
        "edges": [
            {"id": "e1", "source": "start", "target": "lookup"},
            {"id": "e2", "source": "lookup", "target": "known"},
            {"id": "e3", "source": "lookup", "sourceHandle": "error", "target": "unknown"},
            {"id": "e4", "source": "known", "target": "over"},
            {"id": "e5", "source": "unknown", "target": "over"},
        ],
    }


def known(exchange: Exchange) -> None:
    exchange.json('{"name": "Ada"}')


def missing(exchange: Exchange) -> None:
    exchange.json('{"detail": "nobody"}', 404)


def late(exchange: Exchange) -> None:
    exchange.hang()


@pytest.mark.parametrize(("answer", "words"), [(known, "Hello Ada."), (missing, "Hello."), (late, "Hello.")])
def test_the_first_words_know_the_caller_or_do_not_wait(stack: Stack, fresh: str, answer: object, words: str) -> None:
    assert callable(answer)
    with Loopback(answer) as people:
        stack.publish("greets", flow(people.origin), "acme")
        stack.client.put("/api/agents/greets", json={"name": "greets", "flowId": "greets"}, headers=of("acme"))
        stack.client.put(f"/api/phone-numbers/{NUMBER}", json={"agentId": "greets"}, headers=of("acme"))
        call = {"roomName": fresh, "calledNumber": NUMBER, "callerNumber": "+15550777"}
        assert stack.client.post("/api/calls", json=call, headers=of("acme")).status_code == 201
        first = stack.process("greets", fresh, organization="acme")
    assert first["response"].startswith(words)
    assert unquote(people.received[0].target) == "/people?phone=+15550777"
