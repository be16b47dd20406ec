"""The choices of an elicitation, and the result for an utterance without a value. They are data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that an elicitation offers."""

    value: str
    """The value that the flow gets, regardless of the name that the caller used."""
    synonyms: tuple[str, ...] = ()
    """Other names of the choice."""


@dataclass(frozen=True, slots=True)
class NoMatch:
    """No value was read."""

    reason: str
    """The reason, for the author of the flow."""
