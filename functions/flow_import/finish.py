"""Makes a draft a definition that can be saved: every exit leads somewhere, and every call ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from flow_core.check.walks import components
from flow_core.json import Json
from flow_core.languages import LANGUAGE_CODES, locale_of
from flow_core.nodes.transfer import destination
from functions.flow_import.draft import END, RESUME, Draft, DraftEdge, DraftNode

_GOES_ON = ("start", "message", "elicitation", "form", "llm", "decision", "tool")
"""Types with the exit "default"."""
_FAILS = ("elicitation", "form", "llm", "decision", "tool", "transfer")
"""Types with an exit for a failure."""
_ADDRESS = re.compile(r"https?://[^\s/]|\{\{", re.IGNORECASE)
_ENDS = {
    "end": ("imported-end", "End"),
    "failed": ("imported-failure", "After a failure"),
    "resume": ("imported-resume", "Back to the question"),
}
"""Outcome -> the id and the title of the end that the import adds."""
_NONE = DraftEdge("", "", "")
_MAX_IN_A_ROW = 45
"""Nodes in a row without the caller: a few fewer than a flow may have, for those that an agent's language adds."""


def definition_of(draft: Draft) -> tuple[dict[str, Json], dict[str, tuple[str, ...]]]:
    """Finish a draft.

    Args:
        draft: The draft. It gets further notes.

    Returns:
        The definition, and node id -> the pointers of its origins.
    """
    _language(draft)
    _begin(draft)
    _resolve(draft)
    _merge_questions(draft)
    _give_ends(draft)
    _mend_addresses(draft)
    _cut_silent_ways(draft)
    for name, identifier in draft.names.renamed().items():
        draft.changed("", f'the variable "{name}" is called {identifier}')
    draft.notes = list(dict.fromkeys(draft.notes))
    origins = {
        node.id: (*filter(None, [node.place]), *node.also)
        for node in draft.nodes.values()
        if node.place is not None or node.also
    }
    return _document(draft), origins


def _language(draft: Draft) -> None:
    code = (draft.language or "").split("-")[0].split("_")[0].lower()
    if draft.language is not None and code not in LANGUAGE_CODES:
        draft.lost("", f'the language "{draft.language}": Callflow does not understand it, so the flow is in en-US')
        draft.language = None


def _begin(draft: Draft) -> None:
    data: dict[str, Json] = {"message": draft.template(draft.greeting)} if draft.greeting else {}
    start = draft.add("start", data, None, "start")
    draft.edges.insert(0, DraftEdge(start, "default", "", key=draft.start))
    # The start comes first in the document, as in a call.
    draft.nodes = {start: draft.nodes.pop(start), **draft.nodes}


def _resolve(draft: Draft) -> None:
    """Lead each edge to a node. One that leads nowhere ends the call."""
    for edge in draft.edges:
        if edge.key == RESUME:
            edge.target = _own_end(draft, "resume", "")
        if edge.target is None and edge.key not in (None, END):
            edge.target = draft.first_of(edge.key)
            if edge.target is None:
                draft.changed(
                    edge.place, "it leads to nothing that the export has, so the call ends there", edge.source
                )
        if edge.target is None:
            edge.target = _end(draft)
    for handler in draft.handlers:
        handler.target = draft.first_of(handler.key) or ""
        if not handler.target:
            draft.lost(handler.place, "what may be said at any time leads to nothing that the export has")
    draft.handlers = [handler for handler in draft.handlers if handler.target]


def _merge_questions(draft: Draft) -> None:
    """Make words before a question without words its prompt, so that they are said again if the caller is not heard."""
    into: dict[str, list[DraftEdge]] = {}
    for edge in draft.edges:
        into.setdefault(edge.target or "", []).append(edge)
    entered = {handler.target for handler in draft.handlers}
    for question in list(draft.nodes.values()):
        before = [edge for edge in into.get(question.id, []) if edge.source != question.id]
        if question.type != "elicitation" or question.data.get("prompt") or len(before) != 1 or question.id in entered:
            continue
        words = draft.nodes[before[0].source]
        if (
            words.type != "message"
            or not words.data.get("message")
            or words.data.get("assign")
            or words.data.get("interruptible") is False
        ):
            continue
        question.data["prompt"] = words.data["message"]
        if not question.data.get("label") and words.data.get("label"):
            question.data["label"] = words.data["label"]
        draft.edges.remove(before[0])
        for edge in into.pop(words.id, []):
            edge.target = question.id
            into.setdefault(question.id, []).append(edge)
        into[question.id] = [edge for edge in into[question.id] if edge is not before[0]]
        for handler in draft.handlers:
            if handler.target == words.id:
                handler.target = question.id
        question.also += [*filter(None, [words.place]), *words.also]
        del draft.nodes[words.id]
        draft.notes = [
            note if note.node_id != words.id else type(note)(note.place, note.kind, note.message, question.id)
            for note in draft.notes
        ]


def _give_ends(draft: Draft) -> None:
    """End the call where the export has nothing more, and after failures."""
    left = {(edge.source, edge.exit) for edge in draft.edges}
    for node in list(draft.nodes.values()):
        if node.type in _GOES_ON and (node.id, "default") not in left:
            draft.edges.append(DraftEdge(node.id, "default", node.place or "", target=_end(draft)))
            if node.type != "decision":
                text = "nothing follows it, so the call ends there"
            else:
                text = "nothing is said for the case that none of its conditions is true, so the call ends there"
            draft.changed(node.place or "", text, node.id)


def _mend_addresses(draft: Draft) -> None:
    """Give each request an address that can be saved, and each transfer a destination."""
    for node in draft.nodes.values():
        to = node.data.get("to")
        if isinstance(to, str) and "{{" not in to and destination(to) is None:
            number = draft.names.own("transferNumber", {"type": "string", "description": "where a call is transferred"})
            text = f'"{to[:80]}" is no number with its country code and no SIP address; set {number}, or write one'
            draft.lost(node.place or "", text, node.id)
            node.data["to"] = f"{{{{ {number} }}}}"
        request = node.data.get("request")
        if isinstance(request, dict) and not _ADDRESS.match(str(request["url"])):
            shown = str(request["url"])[:80]
            draft.lost(node.place or "", f'"{shown}" is no address that begins with http:// or https://', node.id)
            request["url"] = "https://example.com/"


def _end(draft: Draft) -> str:
    return _own_end(draft, "end", "")


def _failure(draft: Draft) -> str:
    said = locale_of(draft.language or "en-US").language.said.apology
    return _own_end(draft, "failed", said)


def _own_end(draft: Draft, outcome: str, message: str) -> str:
    wanted, label = _ENDS[outcome]
    if wanted not in draft.nodes:
        data: dict[str, Json] = {"message": message, "outcome": outcome}
        draft.nodes[wanted] = DraftNode(wanted, "end", {"label": label, **data}, None)
    return wanted


def _cut_silent_ways(draft: Draft) -> None:
    """Cut the ways on which a call would go round, or on for very long, without ever listening to the caller."""
    silent = {node.id for node in draft.nodes.values() if not _listens(node)}
    onward: dict[str, list[DraftEdge]] = {node_id: [] for node_id in silent}
    for edge in draft.edges:
        if edge.source in silent and edge.target in silent:
            onward[edge.source].append(edge)
    state: dict[str, int] = {}
    for first in list(draft.nodes):
        if first not in silent or first in state:
            continue
        # Depth first, without recursion: an edge into a node that is being visited closes a circle.
        stack: list[tuple[str, Iterator[DraftEdge]]] = [(first, iter(onward[first]))]
        state[first] = 1
        while stack:
            node_id, edges = stack[-1]
            edge = next(edges, _NONE)
            if edge is _NONE:
                state[node_id] = 2
                stack.pop()
                continue
            target = edge.target or ""
            if state.get(target) == 1:
                text = "from here a call would go round without listening to the caller, so it ends there"
                _cut(draft, edge, text)
            elif target not in state:
                state[target] = 1
                stack.append((target, iter(onward[target])))
    _cut_long_ways(draft, silent)


def _cut_long_ways(draft: Draft, silent: set[str]) -> None:
    onward: dict[str, list[DraftEdge]] = {node_id: [] for node_id in silent}
    for edge in draft.edges:
        if edge.source in silent and edge.target in silent:
            onward[edge.source].append(edge)
    depth = dict.fromkeys(silent, 1)
    # Components come in reverse order: what a node leads to comes before it.
    for group in reversed(list(components({name: [e.target or "" for e in edges] for name, edges in onward.items()}))):
        for node_id in group:
            for edge in onward[node_id]:
                target = edge.target or ""
                if depth[node_id] + 1 > _MAX_IN_A_ROW:
                    text = "more nodes in a row than a flow may have without the caller, so the call ends there"
                    _cut(draft, edge, text)
                else:
                    depth[target] = max(depth[target], depth[node_id] + 1)


def _cut(draft: Draft, edge: DraftEdge, text: str) -> None:
    edge.target = _end(draft)
    draft.lost(edge.place, text, edge.source)


def _listens(node: DraftNode) -> bool:
    return node.type in ("elicitation", "form", "end") or (node.type == "llm" and "until" in node.data)


def _document(draft: Draft) -> dict[str, Json]:
    failing = any(node.type in _FAILS for node in draft.nodes.values())
    failure = _failure(draft) if failing else None
    positions = _positions(draft)
    numbers = count(1)
    document: dict[str, Json] = {"name": draft.name.strip()[:200] or "Imported flow"}
    if draft.language is not None:
        document["language"] = draft.language
    if failure is not None:
        document["onFailure"] = failure
    if draft.names.declared:
        document["variables"] = dict(draft.names.declared)
    if draft.handlers:
        document["handlers"] = [
            {
                "id": handler.id,
                **({"phrases": list(handler.phrases)} if handler.phrases else {"when": handler.when}),
                "target": handler.target,
                "resume": handler.resume,
            }
            for handler in draft.handlers
        ]
    document["nodes"] = [
        {
            "id": node.id,
            "type": node.type,
            "data": node.data,
            "position": {"x": positions[node.id][0], "y": positions[node.id][1]},
        }
        for node in draft.nodes.values()
    ]
    document["edges"] = [
        {
            "id": f"e{next(numbers)}",
            "source": edge.source,
            **({"sourceHandle": edge.exit} if edge.exit != "default" else {}),
            "target": edge.target,
        }
        for edge in draft.edges
    ]
    return document


def _positions(draft: Draft) -> dict[str, tuple[float, float]]:
    """Draw the nodes that have no place: in columns, by their distance from the start."""
    placed = {node.id: node.position for node in draft.nodes.values() if node.position is not None}
    column: dict[str, int] = {}
    onward: dict[str, list[str]] = {}
    for edge in draft.edges:
        onward.setdefault(edge.source, []).append(edge.target or "")
    for first in draft.nodes:
        if first in column:
            continue
        waiting = [first]
        column[first] = 0
        for node_id in waiting:
            for target in onward.get(node_id, ()):
                if target not in column:
                    column[target] = column[node_id] + 1
                    waiting.append(target)
    left = min((x for x, _ in placed.values()), default=0.0)
    below = max((y for _, y in placed.values()), default=-200.0) + 200.0
    rows: dict[int, int] = {}
    result: dict[str, tuple[float, float]] = {}
    for node_id in draft.nodes:
        if node_id in placed:
            result[node_id] = placed[node_id]
            continue
        x = column[node_id]
        result[node_id] = (left + 320.0 * x, below + 160.0 * rows.get(x, 0))
        rows[x] = rows.get(x, 0) + 1
    return result
