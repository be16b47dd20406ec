"""Makes words before a question without words its prompt, so that they are said again if the caller is not heard."""

from __future__ import annotations

from functions.flow_import.draft import Draft
from functions.flow_import.parts import DraftEdge


def merge_questions(draft: Draft) -> None:
    """Make the words before each question without words its prompt."""
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
