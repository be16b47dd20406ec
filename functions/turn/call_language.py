"""The language of a call, as the worker needs it for speech."""

from __future__ import annotations

from flow_core.flow import DEFAULT_LANGUAGE, Flow
from flow_core.state import Session


def call_language(session: Session, flow: Flow) -> str | None:
    """Return the language of the agent, or else that of the flow, as a BCP 47 tag.

    Args:
        session: The facts of the call.
        flow: The flow that the session runs.

    Returns:
        The tag; None if neither names another than the default. Each provider of speech then uses its own default.
    """
    return session.language or (None if flow.language == DEFAULT_LANGUAGE else flow.language)
