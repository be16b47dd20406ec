"""A call of the counting flow, for tests in which the API or the worker fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from testing.calls.calls import Calls, Json
from testing.calls.faults import CountingTool, counting_flow, counting_tool, of_stack
from testing.calls.livekit_stack import LiveKitStack


@pytest.fixture
def tool() -> Iterator[CountingTool]:
    with counting_tool() as tool:
        yield tool


@pytest.fixture
def calls(livekit: LiveKitStack) -> Calls:
    return of_stack(livekit)


@pytest.fixture
def room(calls: Calls, tool: CountingTool) -> Json:
    return calls.started(calls.publish("counting", counting_flow(tool.url)), "test-chat")
