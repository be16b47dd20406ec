"""Callflow's API on loopback, and a desk to type commands at."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from testing.api.documents import SURVEY
from testing.api.stack import LOCAL, Stack, of, stack_on
from testing.fakes.livekit_sip import FakeSip
from tests.local.phone.desk import Desk


@pytest.fixture(scope="module")
def api() -> Iterator[tuple[Stack, str]]:
    """Callflow's API on loopback, with the agents `anna` and `ben`."""
    with stack_on(LOCAL) as stack:
        stack.publish("survey", SURVEY)
        for agent in ("anna", "ben"):
            stack.client.put(f"/api/agents/{agent}", json={"name": agent, "flowId": "survey"}, headers=of("demo"))
        config = uvicorn.Config(stack.client.app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield stack, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def desk(api: tuple[Stack, str]) -> Iterator[Desk]:
    stack, url = api
    sip = FakeSip()
    with sip.served() as server:
        made = Desk(stack, url, server.origin, sip)
        yield made
        for number in made.stored:
            stack.client.delete(f"/api/phone-numbers/{number}", headers=of("demo"))
