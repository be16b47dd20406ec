"""The scores that a judge gave a session after its end. They are stored with the session and erased with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flow_core.authored.judging import Scale
from functions.records import Head

MAX_REASON = 300
"""Characters of a reason, at most."""


@dataclass(frozen=True, slots=True)
class Score:
    """The answer to one question."""

    question_id: str
    ask: str
    """The question in words, as the session's version has it."""
    scale: Scale
    value: int | None
    """yesNo: 1 for yes, 0 for no. 1to5: the number. None if the judge gave no answer that can be used."""
    reason: str = ""
    """Why, in the judge's words. At most MAX_REASON characters."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of judging a session."""

    version: int
    """The version of the head that was judged: a caller who comes back ends the session again."""
    at: int
    """Milliseconds since the epoch."""
    scores: tuple[Score, ...]
    """A score for each question, in order. Empty if the session was not judged."""
    model: str
    """The model that judged: the provider's name for it, else the one that was asked. Empty for the default one."""
    input_tokens: int = 0
    output_tokens: int = 0
    problem: str | None = None
    """Why the session was not judged; None if it was."""


class Scores(Protocol):
    """Stores judgements. Every method may raise UnavailableError."""

    def read(self, session_id: str) -> Judgement | None:
        """Return the judgement of a session; None if there is none. One consistent read."""
        ...

    def save(self, head: Head, judgement: Judgement) -> Judgement:
        """Store a judgement, unless one of the same head or a later one is stored.

        Args:
            head: The head that was judged. The judgement is stored as long as the session.
            judgement: The judgement.

        Returns:
            The stored judgement. One write, and one read if the write was refused.
        """
        ...
