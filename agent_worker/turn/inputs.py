"""What a caller did, as a turn's request tells it to the API. Nothing of rooms or sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

MOST_CHARACTERS = 4000
"""The API takes no longer `userInput`."""


@dataclass(frozen=True, slots=True)
class Said:
    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    keys: str
    """DTMF: 0-9, *, #, A-D."""


@dataclass(frozen=True, slots=True)
class KeptSilent:
    """For as long as the node waits."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The call begins, or goes on by itself."""


Input: TypeAlias = Said | Pressed | KeptSilent | Nothing


@dataclass(frozen=True, slots=True)
class Message:
    """Said while the API was out of reach, or without it."""

    role: Literal["user", "assistant"]
    content: str


def request_fields(given: Input) -> dict[str, object]:
    """The fields of the contract's turn that an input fills."""
    match given:
        case Said(text):
            return {"userInput": text[:MOST_CHARACTERS]}
        case Pressed(keys):
            return {"dtmf": keys[:64]}
        case KeptSilent():
            return {"noInput": True}
        case Nothing():
            return {}
        case never:
            assert_never(never)


def words(given: Input) -> str:
    """What the caller said or pressed, for the conversation; empty for neither."""
    match given:
        case Said(text):
            return text[:MOST_CHARACTERS]
        case Pressed(keys):
            return keys
        case KeptSilent() | Nothing():
            return ""
        case never:
            assert_never(never)
