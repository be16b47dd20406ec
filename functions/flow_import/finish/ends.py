"""The ends of a flow that the import adds, and the edges that lead to them."""

from __future__ import annotations

from collections.abc import Hashable

from flow_core.handlers.phrases import phrase_words
from flow_core.json import Json
from flow_core.languages import locale_of
from functions.flow_import.draft import Draft
from functions.flow_import.parts import BACK, END, RESUME, DraftEdge, DraftNode, Handler, Jump

HANG_UP = "hangUp"
"""The outcome of an inner flow after which the call ends."""
FAILED = "failed"
"""The outcome of a flow after a failure."""
_GOES_ON = ("start", "message", "elicitation", "form", "llm", "decision", "tool", "subflow")
"""Types with the exit "default"."""
_FAILS = ("elicitation", "form", "llm", "decision", "tool", "transfer")
"""Types with an exit for a failure."""


def resolve(draft: Draft) -> None:
    """Lead each edge and each handler to a node. An edge that leads nowhere ends the flow."""
    if draft.id:
        _hang_up(draft)
    for edge in draft.edges:
        edge.target = edge.target or _target(draft, edge)
    for handler in draft.handlers:
        handler.target = _known(draft, handler.key) or ""
        if not handler.target:
            draft.lost(handler.place, "what may be said at any time leads to nothing that the export has")
    draft.handlers = [handler for handler in draft.handlers if handler.target and _is_said(draft, handler)]


def give_ends(draft: Draft) -> None:
    """End the flow where the export has nothing more."""
    left = {(edge.source, edge.exit) for edge in draft.edges}
    what = "the flow" if draft.id else "the call"
    for node in list(draft.nodes.values()):
        if node.type not in _GOES_ON or (node.id, "default") in left:
            continue
        draft.edges.append(DraftEdge(node.id, "default", node.place or "", target=_last(draft)))
        if node.type == "decision":
            text = f"nothing is said for the case that none of its conditions is true, so {what} ends there"
            draft.changed(node.place or "", text, node.id)
        elif not draft.id:
            draft.changed(node.place or "", "nothing follows it, so the call ends there", node.id)


def failure_of(draft: Draft) -> str | None:
    """Return the node after a failure; None if no node of a flow can fail."""
    return failure_end(draft) if any(_fails(node) for node in draft.nodes.values()) else None


def _fails(node: DraftNode) -> bool:
    conditions = node.data.get("conditions")
    if node.type == "decision" and isinstance(conditions, list):
        return any(isinstance(each, dict) and "when" in each for each in conditions)
    return node.type in _FAILS


def failure_end(draft: Draft) -> str:
    """Return the end after a failure. An inner flow leaves the words to the flow that calls it."""
    said = "" if draft.id else locale_of(draft.language or "en-US").language.said.apology
    return _end(draft, "imported-failure", "After a failure", said, FAILED)


def key_end(draft: Draft, key: Hashable) -> str:
    """Return the end of a key: of the call, of the flow, of what a handler does, or one that leads elsewhere."""
    if key == RESUME:
        return _end(draft, "imported-resume", "Back to the question", "", "resume")
    if isinstance(key, Jump) and draft.id:
        return _end(draft, f"imported-{key.outcome}", f"Leads on: {key.outcome}", "", key.outcome)
    if key == END and draft.id:
        return _end(draft, "imported-end", "End of the call", "", HANG_UP)
    return _last(draft)


def _last(draft: Draft) -> str:
    """Return the end where the export has nothing more: of the call, and of an inner flow the way back."""
    if draft.id:
        return _end(draft, "imported-back", "Back", "", None)
    return _end(draft, "imported-end", "End", "", "end")


def _is_said(draft: Draft, handler: Handler) -> bool:
    """Leave out the phrases of a handler that have no word. Return whether anything leads to it then."""
    if not handler.phrases:
        return True
    language = locale_of(draft.language or "en-US").language
    said = [phrase for phrase in handler.phrases if phrase_words(phrase, language)]
    if len(said) < len(handler.phrases):
        draft.lost(handler.place, f"{len(handler.phrases) - len(said)} phrases without a word")
    handler.phrases = said
    return bool(said)


def _known(draft: Draft, key: Hashable) -> str | None:
    """Return the node of a key; None if it leads to nothing that the export has."""
    key = draft.following(key)
    if key in (None, END, BACK, RESUME):
        return key_end(draft, key)
    if isinstance(key, Jump):
        # In the outermost flow, the thing is one of its own.
        target = None if draft.id else draft.first_of(key.key)
        return target or key_end(draft, key)
    return draft.first_of(key)


def _target(draft: Draft, edge: DraftEdge) -> str:
    target = _known(draft, edge.key)
    if target is None:
        what = "the flow" if draft.id else "the call"
        text = f"it leads to nothing that the export has, so {what} ends there"
        draft.changed(edge.place, text, edge.source)
        return _last(draft)
    return target


def _hang_up(draft: Draft) -> None:
    """Let the ends of an inner flow that the export has end the call."""
    for node in draft.nodes.values():
        if node.type == "end" and not node.data.get("outcome"):
            node.data["outcome"] = HANG_UP


def _end(draft: Draft, wanted: str, label: str, message: str, outcome: str | None) -> str:
    if wanted not in draft.nodes:
        data: dict[str, Json] = {"label": label, "message": message}
        if outcome is not None:
            data["outcome"] = outcome
        draft.nodes[wanted] = DraftNode(wanted, "end", data, None)
    return wanted
