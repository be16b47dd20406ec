"""Reads workflows of Vapi: the answer of its API, or the JSON that its dashboard shows.

Source: the types Workflow, ConversationNode, ToolNode and Edge of its public API reference, https://docs.vapi.ai.
"""

from __future__ import annotations

from functions.flow_import.draft import Draft
from functions.flow_import.source import Source
from functions.flow_import.vapi.nodes import read_node
from functions.flow_import.vapi.reader import Reader
from functions.flow_import.vapi.texts import Texts
from functions.flow_import.vapi.ways import Ways

__all__ = ["is_vapi", "read"]


def is_vapi(document: Source) -> bool:
    """Return whether a document is a workflow of Vapi."""
    fields = document.value if isinstance(document.value, dict) else {}
    nodes, edges = fields.get("nodes"), fields.get("edges")
    if not isinstance(nodes, list) or not isinstance(edges, list) or not nodes:
        return False
    from_to = any(isinstance(edge, dict) and "from" in edge and "to" in edge for edge in edges)
    named = all(isinstance(node, dict) and "name" in node and "data" not in node for node in nodes)
    return from_to or (named and not edges)


def read(document: Source) -> Draft:
    """Build a draft from a workflow."""
    draft = Draft(document.text("name") or "Vapi workflow")
    document.ignore("id", "orgId", "createdAt", "updatedAt")
    nodes = document.objects("nodes")
    texts = Texts(draft)
    ways = Ways(draft, texts, document)
    reader = Reader(draft, texts, ways, texts.pieces(document.text("globalPrompt")))
    start = next((node for node in nodes if node.flag("isStart")), nodes[0] if nodes else None)
    for node in nodes:
        read_node(reader, node, begins=node is start)
    if start is not None:
        draft.start = ways.name_of(start)
    for edge in ways.unused({ways.name_of(node) for node in nodes}):
        draft.lost(edge, f'the edge begins at "{edge.text("from")}", which is no node')
    return draft
