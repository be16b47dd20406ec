"""What an elicitation asks for, and the value that means "not understood". No reading happens here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that an elicitation offers."""

    value: str
    """The value that the flow gets, whichever name the caller used."""
    synonyms: tuple[str, ...] = ()
    """Other names of the choice."""


@dataclass(frozen=True, slots=True)
class NoMatch:
    """No value was read."""

    reason: str
    """Why, in words for the author of the flow."""
