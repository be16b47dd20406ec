"""Callflow as `make run` starts it, with livekit-server and a worker, for tests that call it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.processes.livekit import find_program
from testing.calls.livekit_stack import missing
from testing.processes import callflow, free_port

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Calls:
    api: httpx.Client

    def started(self, flow_id: str, how: str) -> Json:
        """Start a test of the flow and return the API's response. `how` is test-chat or test-audio."""
        answer = self.api.post(f"/flows/{flow_id}/{how}", json={})
        assert answer.status_code == 201
        room: Json = answer.json()
        return room

    @property
    def address(self) -> str:
        return str(self.api.base_url).rstrip("/").removesuffix("/api")

    def given_number(self, e164: str, flow_id: str) -> None:
        """Point the number to a new agent, and the agent to the flow."""
        agent = f"agent-of-{flow_id}"
        record = {"name": agent, "flowId": flow_id, "flowVersion": "latest"}
        assert self.api.put(f"/agents/{agent}", json=record).status_code == 200
        assert self.api.put(f"/phone-numbers/{e164}", json={"agentId": agent}).status_code == 200

    def session(self, session_id: str) -> Json:
        answer = self.api.get(f"/flows/sessions/{session_id}")
        assert answer.status_code == 200
        session: Json = answer.json()["session"]
        return session

    def livekit_url(self) -> str:
        """The address of livekit-server for clients."""
        return str(self.started("customer-support", "test-chat")["serverUrl"])

    def publish(self, flow_id: str, flow: Mapping[str, object]) -> str:
        """Create and publish the flow. Return its id."""
        saved = self.api.put(f"/flows/{flow_id}", json=flow)
        assert saved.status_code == 200, saved.text
        assert self.api.post(f"/flows/{flow_id}/publish").status_code == 201
        return flow_id


@pytest.fixture(scope="session")
def calls(livekit_logs: Path) -> Iterator[Calls]:
    if find_program("livekit-server") is None:
        missing("livekit-server")
    log = livekit_logs / "calls.log"
    with (
        callflow(free_port(), log=log, calls=True) as address,
        httpx.Client(base_url=f"{address}/api", timeout=40) as api,
    ):
        yield Calls(api)


def said(session: Json) -> list[tuple[str, str]]:
    """Return the conversation of a session: role and words."""
    return [(entry["role"], entry["content"]) for entry in session["context"]["conversation"]]
