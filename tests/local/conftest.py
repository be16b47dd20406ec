"""Callflow's API on loopback, and the actions of `callflow phone` with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from testing.api.documents import SURVEY
from testing.api.served import served
from testing.api.stack import LOCAL, Stack, of, stack_on
from testing.fakes.livekit_sip import FakeSip
from tests.local.phone.phone_commands import PhoneCommands


@pytest.fixture(scope="module")
def api() -> Iterator[tuple[Stack, str]]:
    """Callflow's API on loopback, with the agents `anna` and `ben`."""
    with stack_on(LOCAL) as stack:
        stack.publish("survey", SURVEY)
        for agent in ("anna", "ben"):
            stack.client.put(f"/api/agents/{agent}", json={"name": agent, "flowId": "survey"}, headers=of("demo"))
        with served(stack.client.app) as url:
            yield stack, url


@pytest.fixture
def commands(api: tuple[Stack, str]) -> Iterator[PhoneCommands]:
    stack, url = api
    sip = FakeSip()
    with sip.served() as server:
        made = PhoneCommands(stack, url, server.origin, sip)
        yield made
        for number in made.stored:
            stack.client.delete(f"/api/phone-numbers/{number}", headers=of("demo"))
