"""A conversation at an llm node whose model has tools."""

from __future__ import annotations

from flow_core.json import Json
from flow_core.state import ToolCall
from testing.flows import Document, edge, flow, node
from tests.flow_core.conversations import Conversation

ORDER: Json = {"type": "object", "properties": {"number": {"type": "string"}}, "required": ["number"]}
FIND: Document = {
    "name": "find_order",
    "description": "Finds an order.",
    "parameters": ORDER,
    "request": {"url": "https://shop.example/orders/{{ arguments.number }}"},
}
CANCEL: Document = {
    "name": "cancel_order",
    "description": "Cancels an order.",
    "parameters": ORDER,
    "request": {"method": "POST", "url": "https://shop.example/cancel", "body": {"order": "{{ arguments.number }}"}},
    "confirm": "Shall I cancel order {{ arguments.number }}?",
}


def at_tools(*tools: Document, **data: Json) -> Conversation:
    """Build a conversation at an llm node, begun, whose model has been asked for its first reply."""
    fields: dict[str, Json] = {"tools": list(tools or (FIND,)), **data}
    nodes = [
        node("start", message=""),
        node("llm", "chat", **fields),
        node("end"),
        node("end", "broken", message="Broken."),
    ]
    edges = [
        edge("start", "chat"),
        edge("chat", "end"),
        edge("chat", "broken", "error"),
        edge("chat", "broken", "maxTurns"),
    ]
    talk = Conversation(flow(nodes, edges))
    talk.begin()
    return talk


def find(number: str = "1001") -> ToolCall:
    return ToolCall("find_order", {"number": number})


def cancel(number: str = "1001") -> ToolCall:
    return ToolCall("cancel_order", {"number": number})


def results(talk: Conversation) -> list[str | None]:
    """The results that the model reads."""
    return [call.result for call in talk.question().calls]
