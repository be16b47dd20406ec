"""A typed conversation as a browser has it: on `lk.chat` and `lk.transcription`, with livekit-server and the worker."""

from __future__ import annotations

import asyncio
import http.server
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from testing.calls.calls import Calls, said
from testing.calls.chat_caller import ChatCaller
from testing.processes import PATIENCE

TOOL_SECONDS = 2.0
FILLER = "I understand you're having a technical issue. Let me check our system status..."
RESULT = (
    "Our systems are operational, so let's look at your side. Please switch the device off and on again. Did that help?"
)
GOODBYE = "Glad that it works again. Goodbye!"


class SlowTool(http.server.ThreadingHTTPServer):
    """A tool that answers after TOOL_SECONDS, or when the test releases it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.let_go = threading.Event()
        self.let_go.set()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"


class _Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, SlowTool)
        if self.server.let_go.is_set():
            time.sleep(TOOL_SECONDS)
        self.server.let_go.wait()
        answer = b'{"answer": 42}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def slow_tool() -> Iterator[SlowTool]:
    with SlowTool() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_the_documents_conversation_is_typed_to_its_end(calls: Calls) -> None:
    room = calls.started("customer-support", "test-chat")

    async def talk() -> list[str]:
        async with ChatCaller(room) as caller:
            greeting = await caller.hear()
            await caller.say("My computer won't start")
            filler, result = await caller.hear(), await caller.hear()
            await caller.say("Yes, it did, thank you")
            goodbye = await caller.hear()
            # The worker deletes the room. The caller does not hang up here.
            await asyncio.wait_for(caller.gone.wait(), PATIENCE)
            return [greeting, filler, result, goodbye, *caller.unread()]

    assert asyncio.run(talk()) == ["Hello!", FILLER, RESULT, GOODBYE]
    session = calls.session(room["sessionId"])
    assert said(session) == [
        ("assistant", "Hello!"),
        ("user", "My computer won't start"),
        ("assistant", FILLER),
        ("assistant", RESULT),
        ("user", "Yes, it did, thank you"),
        ("assistant", GOODBYE),
    ]
    assert session["status"] == "completed"
    assert session["testMetadata"]["testMode"] == "chat"
    assert session["context"]["variables"]["issueCategory"] == "technical"


def test_a_message_before_a_tool_call_arrives_before_the_tools_result(calls: Calls, slow_tool: SlowTool) -> None:
    flow = calls.publish("slow-tool", _flow_with(slow_tool.url))
    room = calls.started(flow, "test-chat")

    async def talk() -> None:
        async with ChatCaller(room) as caller:
            assert await caller.hear() == "What shall I look up?"
            slow_tool.let_go.clear()
            await caller.say("The answer")
            # The tool has not answered yet. The test releases it after this message.
            assert await caller.hear() == "Let me look."
            slow_tool.let_go.set()
            assert await caller.hear() == "It is 42. Goodbye!"
            await asyncio.wait_for(caller.gone.wait(), PATIENCE)
            assert caller.unread() == []

    asyncio.run(talk())
    [tool] = [effect for turn in calls.session(room["sessionId"])["turns"] for effect in turn["effects"]]
    assert (tool["nodeId"], tool["ok"]) == ("look", True)


def test_several_lines_typed_at_once_are_all_in_the_conversation(calls: Calls) -> None:
    room = calls.started("customer-support", "test-chat")

    async def talk() -> None:
        async with ChatCaller(room) as caller:
            assert await caller.hear() == "Hello!"
            await caller.say("My internet is slow")
            await caller.say("I am in Vienna")
            assert [await caller.hear(), await caller.hear()] == [FILLER, RESULT]
            await caller.say("Yes")
            assert await caller.hear() == GOODBYE

    asyncio.run(talk())
    users = [content for role, content in said(calls.session(room["sessionId"])) if role == "user"]
    assert users == ["My internet is slow", "I am in Vienna", "Yes"]


def test_each_reply_is_announced_with_its_turn_and_its_timings(calls: Calls, slow_tool: SlowTool) -> None:
    flow = calls.publish("slow-tool", _flow_with(slow_tool.url))
    room = calls.started(flow, "test-chat")

    async def talk() -> list[str | dict[str, Any]]:
        async with ChatCaller(room) as caller:
            await caller.hear()
            await caller.press("42#")
            await caller.hear()
            await caller.hear()
            await asyncio.wait_for(caller.gone.wait(), PATIENCE)
            return caller.told

    messages = asyncio.run(talk())
    assert messages[1::2] == ["What shall I look up?", "Let me look.", "It is 42. Goodbye!"]
    announced = [each for each in messages[::2] if isinstance(each, dict)]
    turns = calls.session(room["sessionId"])["turns"]
    assert [each["turnId"] for each in announced] == [turn["turnId"] for turn in turns]
    for each in announced:
        assert {"network", "load", "step", "save"} <= each["millis"].keys()
        assert all(millis >= 0 for millis in each["millis"].values())
    assert [each["millis"].get("tool", 0) >= TOOL_SECONDS * 1000 for each in announced] == [False, False, True]
    assert [turn["input"] for turn in turns] == [None, "42#", None]


def _flow_with(tool: str) -> dict[str, object]:
    ask = {"prompt": "What shall I look up?", "variable": "wanted"}
    look = {
        "message": "Let me look.",
        "request": {"method": "GET", "url": tool},
        "assign": {"found": "response.body.answer"},
    }
    return {
        "name": "slow-tool",
        "nodes": [
            {"id": "start", "type": "start", "data": {}},
            {"id": "ask", "type": "elicitation", "data": ask},
            {"id": "look", "type": "tool", "data": look},
            {"id": "bye", "type": "end", "data": {"message": "It is {{ found }}. Goodbye!"}},
        ],
        "edges": [
            {"id": "e1", "source": "start", "target": "ask"},
            {"id": "e2", "source": "ask", "target": "look"},
            {"id": "e3", "source": "ask", "sourceHandle": "noMatch", "target": "bye"},
            {"id": "e4", "source": "ask", "sourceHandle": "noInput", "target": "bye"},
            {"id": "e5", "source": "look", "target": "bye"},
            {"id": "e6", "source": "look", "sourceHandle": "error", "target": "bye"},
        ],
    }
