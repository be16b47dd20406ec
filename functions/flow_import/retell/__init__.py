"""Reads conversation flows of Retell: the export of an agent, or the answer of its API.

Source: the conversation flow of the public API reference, https://docs.retellai.com/api-references.
"""

from __future__ import annotations

from functions.flow_import.draft import Draft
from functions.flow_import.retell.flow import read_flow
from functions.flow_import.source import Source

__all__ = ["is_retell", "read"]


def is_retell(document: Source) -> bool:
    """Return whether a document is a conversation flow, or an agent that has one."""
    fields = document.value if isinstance(document.value, dict) else {}
    flow = fields.get("conversationFlow", fields)
    if not isinstance(flow, dict) or not isinstance(flow.get("nodes"), list):
        return False
    return "conversationFlow" in fields or any(
        key in flow for key in ("conversation_flow_id", "start_node_id", "start_speaker", "global_prompt")
    )


def read(document: Source) -> Draft:
    """Build a draft from an agent or a conversation flow."""
    flow = document.object("conversationFlow") or document
    draft = Draft(document.text("agent_name") or document.text("name") or "Retell flow")
    document.ignore(
        "agent_id",
        "version",
        "version_title",
        "is_published",
        "last_modification_timestamp",
        "response_engine",
        "conversation_flow_id",
        "channel",
        "base_version",
    )
    language = document.get("language")
    if language is not None and isinstance(language.value, list):
        spoken = [each.as_text() for each in language.as_items()]
        draft.language = spoken[0] if spoken else None
        if len(spoken) > 1:
            draft.lost(language, f"a flow has one language; {', '.join(spoken[1:])} are not spoken")
    elif language is not None:
        draft.language = language.as_text()
    read_flow(draft, flow)
    return draft
