"""Reads the graph of a conversation flow: its nodes, its components, and what may happen at any time."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from functions.flow_import.draft import Draft
from functions.flow_import.note import UnreadableExportError
from functions.flow_import.retell.nodes import Scope, read_node
from functions.flow_import.retell.texts import pieces
from functions.flow_import.source import Source

_MAX_COMPONENTS_DEEP = 8


@dataclass(frozen=True, slots=True)
class _Level:
    """A graph of nodes: the flow, or a component at the place where it is used."""

    source: Source
    name: str
    inside: tuple[str, ...]
    """The components that it is inside of, from the outermost."""
    after: tuple[Hashable, Source] | None
    """What follows the end of a component."""


def read_flow(draft: Draft, flow: Source) -> None:
    """Read a conversation flow into a draft."""
    prompt = pieces(draft, flow.text("global_prompt"))
    flow.ignore("conversation_flow_id", "version", "begin_tag_display_position", "is_published", "notes")
    for name, value in flow.entries("default_dynamic_variables").items():
        draft.names.default(name, value.as_text())
    if flow.text("start_speaker") == "user":
        draft.changed(flow.get("start_speaker") or flow, "the caller speaks first there; here the flow does")
    tools = _tools(flow)
    components = {
        component.text("conversation_flow_component_id") or component.text("id"): component
        for component in flow.objects("components")
    }
    used: set[str] = set()
    waiting = [_Level(flow, "", (), None)]
    while waiting:
        level = waiting.pop(0)
        nodes = level.source.objects("nodes")
        start = level.source.text("start_node_id") or (nodes[0].text("id") if nodes else "")
        if level.inside:
            level.source.ignore(
                "name",
                "conversation_flow_component_id",
                "user_modified_timestamp",
                "begin_tag_display_position",
                "notes",
            )
            key = ("component", level.name)
            if ((level.name, start)) in draft.entries:
                draft.enter(key, draft.entries[level.name, start])
        else:
            draft.start = (level.name, start)
        scope = Scope(draft, level.name, prompt, {**tools, **_tools(level.source)}, level.after)
        for node in nodes:
            _global(draft, scope, node)
            if node.text("type") != "component":
                read_node(scope, node)
                continue
            component_id = node.text("component_id")
            inner = components.get(component_id)
            place = f"{level.name}/{node.text('id')}"
            if inner is None or component_id in level.inside or len(level.inside) >= _MAX_COMPONENTS_DEEP:
                reason = "the component is not in the export" if inner is None else "a component inside itself"
                scope.placeholder(node, f"{reason}; the flow goes on behind it")
                continue
            used.add(component_id)
            scope.component(node, ("component", place))
            waiting.append(_Level(inner, place, (*level.inside, component_id), (("behind", place), node)))
        if level.inside:
            first = draft.entries.get((level.name, start))
            if first is None:
                raise UnreadableExportError(level.source.place, f'has no node "{start}". Export the flow again.')
            draft.enter(("component", level.name), first)
    for component_id, component in components.items():
        if component_id not in used:
            component.whole()
            draft.lost(component, "no node uses this component")


def _tools(source: Source) -> dict[str, Source]:
    return {tool.text("tool_id") or tool.text("name"): tool for tool in source.objects("tools")}


def _global(draft: Draft, scope: Scope, node: Source) -> None:
    """Read what leads to a node from everywhere."""
    setting = node.object("global_node_setting")
    if setting is None:
        return
    condition = setting.text("condition").strip()
    if not condition:
        draft.lost(setting, "a global node without a condition is never reached from elsewhere")
        return
    draft.handle(
        "global",
        scope.key(node.text("id")),
        setting,
        phrases=[],
        when=condition,
        resume=bool(setting.items("go_back_conditions")),
    )
