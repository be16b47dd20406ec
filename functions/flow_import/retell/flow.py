"""Reads the graph of a conversation flow: its nodes, its components, and what may happen at any time."""

from __future__ import annotations

from functions.flow_import.draft import Draft
from functions.flow_import.note import UnreadableExportError
from functions.flow_import.retell.nodes import read_node
from functions.flow_import.retell.scope import Scope
from functions.flow_import.retell.texts import pieces
from functions.flow_import.source import Source


def read_flow(draft: Draft, flow: Source) -> None:
    """Read a conversation flow into a draft, and each of its components that is used into an inner one."""
    flow.ignore("conversation_flow_id", "version", "begin_tag_display_position", "is_published", "notes")
    for name, value in flow.entries("default_dynamic_variables").items():
        draft.names.default(name, value.as_text())
    if flow.text("start_speaker") == "user":
        draft.changed(flow.get("start_speaker") or flow, "the caller speaks first there; here the flow does")
    components = _Components(flow, _tools(flow))
    _read_graph(draft, flow, components)
    while components.waiting:
        inner, component = components.waiting.pop(0)
        component.ignore(
            "name",
            "conversation_flow_component_id",
            "user_modified_timestamp",
            "begin_tag_display_position",
            "notes",
        )
        _read_graph(inner, component, components)
        start = inner.start
        if start not in inner.entries:
            wanted = component.text("start_node_id")
            raise UnreadableExportError(component.place, f'has no node "{wanted}". Export the flow again.')
    for component in components.unused():
        component.whole()
        draft.lost(component, "no node uses this component")


class _Components:
    """The components of a flow, each a flow of its own from its first use on."""

    def __init__(self, flow: Source, tools: dict[str, Source]) -> None:
        self.prompt = flow.text("global_prompt")
        self.tools = tools
        self.servers = _servers(flow)
        self.waiting: list[tuple[Draft, Source]] = []
        """The components that are to be read."""
        self._known = {
            component.text("conversation_flow_component_id") or component.text("id"): component
            for component in flow.objects("components")
        }
        self._drafts: dict[str, Draft] = {}

    def draft(self, component_id: str, around: Draft) -> Draft | None:
        """Return the flow of a component; None if the export does not have it."""
        component = self._known.get(component_id)
        if component is not None and component_id not in self._drafts:
            inner = around.open(component.text("name") or component_id)
            self._drafts[component_id] = inner
            self.waiting.append((inner, component))
        return self._drafts.get(component_id)

    def unused(self) -> list[Source]:
        """Return the components that no node uses."""
        return [component for name, component in self._known.items() if name not in self._drafts]


def _read_graph(draft: Draft, graph: Source, components: _Components) -> None:
    """Read the nodes of the flow, or of a component."""
    nodes = graph.objects("nodes")
    tools = {**components.tools, **_tools(graph)} if draft.id else components.tools
    servers = {**components.servers, **_servers(graph)} if draft.id else components.servers
    scope = Scope(draft, pieces(draft, components.prompt), tools, servers)
    draft.start = scope.key(graph.text("start_node_id") or (nodes[0].text("id") if nodes else ""))
    for node in nodes:
        _global(draft, scope, node)
        if node.text("type") != "component":
            read_node(scope, node)
            continue
        inner = components.draft(node.text("component_id"), draft)
        if inner is None:
            scope.placeholder(node, "the component is not in the export; the flow goes on behind it")
        else:
            scope.component(node, inner)


def _tools(source: Source) -> dict[str, Source]:
    return {tool.text("tool_id") or tool.text("name"): tool for tool in source.objects("tools")}


def _servers(source: Source) -> dict[str, Source]:
    return {
        server.text("mcp_id") or server.text("id") or server.text("name"): server for server in source.objects("mcps")
    }


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
