"""Reads the nodes of a workflow, by their types."""

from __future__ import annotations

from functions.flow_import.chain import Chain
from functions.flow_import.source import Source
from functions.flow_import.talk import choose
from functions.flow_import.texts import render
from functions.flow_import.vapi.conversation import conversation
from functions.flow_import.vapi.reader import Reader
from functions.flow_import.vapi.requests import request, tool_node, transfer


def read_node(reader: Reader, node: Source, *, begins: bool) -> None:
    """Read a node."""
    kind, name = node.text("type"), reader.ways.name_of(node)
    chain = Chain(reader.draft, name, node.text("name"), _position(node))
    match kind:
        case "conversation" | "assistant" | "say" | "start":
            conversation(reader, chain, node, begins=begins)
        case "tool":
            tool_node(reader, chain, node)
        case "apiRequest":
            request(reader, chain, node, node)
        case "endCall" | "hangup":
            chain.add("end", {"message": _first_text(reader, node)}, node)
        case "transferCall" | "transfer":
            transfer(reader, chain, node, node)
        case _:
            chain.placeholder(node, f'the type "{kind}" is not known')
            choose(chain, reader.ways.of(node), node, None)
    if chain.first is not None:
        reader.draft.enter(name, chain.first)
        reader.draft.enter(node.text("id") or name, chain.first)
    _global(reader, node, name)


def _global(reader: Reader, node: Source, name: str) -> None:
    plan = node.object("globalNodePlan")
    if plan is None or not plan.flag("enabled"):
        if plan is not None:
            plan.whole()
        return
    condition = plan.text("enterCondition").strip()
    if not condition:
        reader.draft.lost(plan, "a global node without a condition is never reached from elsewhere")
        return
    reader.draft.handle("global", name, plan, phrases=[], when=condition)


def _position(node: Source) -> tuple[float, float] | None:
    metadata = node.object("metadata")
    place = None if metadata is None else metadata.object("position")
    place = place or node.object("position")
    x = None if place is None else place.number("x")
    y = None if place is None else place.number("y")
    return (x, y) if x is not None and y is not None else None


def _first_text(reader: Reader, node: Source) -> str:
    return render(reader.texts.pieces(node.text("firstMessage") or node.text("prompt")))
