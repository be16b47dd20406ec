"""Over HTTP: a turn runs once for any number of duplicate requests, and concurrent turns run one after another."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from testing.processes import PATIENCE


class _Tool(ThreadingHTTPServer):
    """Counts the requests by Idempotency-Key, and answers slowly."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.keys: list[str] = []
        self.release = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, _Tool)
        server.keys.append(self.headers["Idempotency-Key"])
        server.release.wait(PATIENCE)
        body = json.dumps({"ordered": len(server.keys)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def tool() -> Iterator[_Tool]:
    with _Tool() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def _publish(api: httpx.Client, flow_id: str, tool_port: int) -> None:
    nodes = [
        {"id": "start", "type": "start", "data": {}},
        {
            "id": "ask",
            "type": "elicitation",
            "data": {
                "prompt": "Go on.",
                "variable": "said",
                "assign": {"all": "[...(all || []), said]", "count": "(count || 0) + 1"},
            },
        },
        {"id": "more", "type": "decision", "data": {"conditions": [{"id": "order", "expression": "said === 'order'"}]}},
        {
            "id": "order",
            "type": "tool",
            "data": {
                "request": {"method": "POST", "url": f"http://127.0.0.1:{tool_port}/orders", "body": {"n": 1}},
                "assign": {"ordered": "response.body.ordered"},
            },
        },
        {"id": "enough", "type": "decision", "data": {"conditions": [{"id": "end", "expression": "count >= 1000"}]}},
        {"id": "end", "type": "end", "data": {}},
    ]
    edges = [
        {"id": "1", "source": "start", "target": "ask"},
        {"id": "2", "source": "ask", "target": "more"},
        {"id": "3", "source": "more", "sourceHandle": "order", "target": "order"},
        {"id": "4", "source": "more", "target": "enough"},
        {"id": "5", "source": "order", "target": "enough"},
        {"id": "6", "source": "enough", "sourceHandle": "end", "target": "end"},
        {"id": "7", "source": "enough", "target": "ask"},
    ]
    flow = {"name": flow_id, "onFailure": "end", "nodes": nodes, "edges": edges}
    assert api.put(f"/flows/{flow_id}", json=flow).status_code == 200
    assert api.post(f"/flows/{flow_id}/publish").status_code == 201


def _together(api: httpx.Client, flow_id: str, turns: list[dict[str, Any]]) -> list[bytes]:
    ready = threading.Barrier(len(turns))

    def send(turn: dict[str, Any]) -> bytes:
        ready.wait()
        with httpx.Client(base_url=api.base_url, timeout=40) as client:
            return client.post(f"/flows/{flow_id}/process", json=turn).raise_for_status().content

    with ThreadPoolExecutor(len(turns)) as pool:
        return list(pool.map(send, turns))


def _session(api: httpx.Client, reply: bytes) -> dict[str, Any]:
    session: dict[str, Any] = api.get(f"/flows/sessions/{json.loads(reply)['sessionId']}").json()["session"]
    return session


def test_fifty_duplicate_requests_move_the_conversation_once(api: httpx.Client, tool: _Tool) -> None:
    _publish(api, "copies", tool.server_port)
    api.post("/flows/copies/process", json={"roomName": "copies", "turnId": "0"})
    bodies = _together(api, "copies", [{"roomName": "copies", "turnId": "1", "userInput": "one"}] * 50)
    assert len(set(bodies)) == 1
    session = _session(api, bodies[0])
    assert session["context"]["variables"]["all"] == ["one"]
    assert [turn["turnId"] for turn in session["turns"]] == ["0", "1"]


def test_fifty_duplicate_requests_of_an_ordering_turn_place_one_order(api: httpx.Client, tool: _Tool) -> None:
    _publish(api, "orders", tool.server_port)
    threading.Timer(0.5, tool.release.set).start()
    bodies = _together(api, "orders", [{"roomName": "orders", "turnId": "1", "userInput": "order"}] * 50)
    assert len(set(bodies)) == 1
    assert len(tool.keys) == 1
    assert _session(api, bodies[0])["context"]["variables"]["ordered"] == 1


def test_duplicate_requests_of_the_first_turn_create_one_session(api: httpx.Client, tool: _Tool) -> None:
    _publish(api, "first", tool.server_port)
    bodies = _together(api, "first", [{"roomName": "first", "turnId": "1"}] * 20)
    assert len(set(bodies)) == 1
    assert len(api.get("/flows/first/sessions").json()["sessions"]) == 1


def test_twenty_concurrent_turns_run_one_after_another(api: httpx.Client, tool: _Tool) -> None:
    _publish(api, "crowd", tool.server_port)
    turns = [{"roomName": "crowd", "turnId": str(index), "userInput": f"word {index}"} for index in range(20)]
    bodies = _together(api, "crowd", turns)
    session = _session(api, bodies[0])
    heard = [entry["content"] for entry in session["context"]["conversation"] if entry["role"] == "user"]
    assert sorted(heard) == sorted(turn["userInput"] for turn in turns)
    assert session["context"]["variables"]["all"] == heard
    assert session["context"]["variables"]["count"] == 20
