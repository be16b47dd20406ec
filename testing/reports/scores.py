"""Scores of sessions in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from functions.ports.reporting.scores import Judgement
from functions.records import Head


@dataclass
class InMemoryScores:
    """Implements `Scores`."""

    stored: dict[str, Judgement] = field(default_factory=dict)

    def read(self, session_id: str) -> Judgement | None:
        return self.stored.get(session_id)

    def save(self, head: Head, judgement: Judgement) -> Judgement:
        known = self.stored.get(head.session_id)
        if known is None or known.version < judgement.version:
            self.stored[head.session_id] = judgement
        return self.stored[head.session_id]
