"""Drafts: what a model has answered in a turn that was tried and not taken, kept for some seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from flow_core.events import ModelReplied

KEPT_SECONDS = 30
"""Seconds after which a draft cannot be taken."""

Answers: TypeAlias = Mapping[str, ModelReplied]
"""The digest of a question -> the model's answer."""


class Drafts(Protocol):
    """Stores drafts. Every method may raise UnavailableError."""

    def keep(self, session_id: str, turn_id: str, answers: Answers) -> None:
        """Keep the answers of a draft for KEPT_SECONDS, in place of those of an earlier draft of the turn.

        Args:
            session_id: The session. It need not exist.
            turn_id: The turn.
            answers: The answers. UnwritableError is raised for answers that could not be read again.
        """
        ...

    def kept(self, session_id: str, turn_id: str) -> Answers:
        """Return the answers of the turn's draft; none if there is no draft, or if it is too old. One read."""
        ...
