"""What the nodes of a workflow are read with, and the words of their tools."""

from __future__ import annotations

from dataclasses import dataclass

from functions.flow_import.draft import Draft
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces, render
from functions.flow_import.vapi.texts import Texts
from functions.flow_import.vapi.ways import Ways


@dataclass(frozen=True, slots=True)
class Reader:
    """What the nodes of a workflow are read with."""

    draft: Draft
    texts: Texts
    ways: Ways
    prompt: Pieces
    """The instructions that all nodes share."""


def message_of(reader: Reader, tool: Source, kind: str) -> str:
    """Return the words of a tool for a moment; "" if it has none."""
    for message in tool.objects("messages"):
        if message.text("type") == kind:
            message.ignore("blocking", "role", "endCallAfterSpokenEnabled", "conditions")
            words = message.text("content")
            if words:
                return render(reader.texts.pieces(words))
    return ""


def ends_after(reader: Reader, tool: Source, kind: str) -> bool:
    """Return whether the call ends after the words of a tool for a moment."""
    return any(
        message.flag("endCallAfterSpokenEnabled")
        for message in tool.objects("messages")
        if message.text("type") == kind
    )


def spare_messages(reader: Reader, tool: Source) -> None:
    """Note the words of a tool that nobody says."""
    for message in tool.objects("messages"):
        kind = message.text("type")
        if kind not in ("request-start", "request-failed", "request-complete"):
            reader.draft.lost(message, f'the words for "{kind}"')
            message.whole()
