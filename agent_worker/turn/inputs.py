"""The caller's inputs, and the fields of a turn's request that they fill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

MAX_CHARACTERS = 4000
"""Maximum characters of `userInput` that the API accepts."""
MAX_KEYS = 64
"""Maximum number of DTMF keys that the API accepts in one input."""


@dataclass(frozen=True, slots=True)
class Said:
    """The caller spoke or typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """The caller pressed keys of a telephone."""

    keys: str
    """DTMF keys: 0-9, *, #, A-D."""


@dataclass(frozen=True, slots=True)
class NoInput:
    """The caller was silent for as long as the node waits."""


@dataclass(frozen=True, slots=True)
class Proceed:
    """The call begins or continues without an input of the caller."""


Input: TypeAlias = Said | Pressed | NoInput | Proceed


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the conversation."""

    role: Literal["user", "assistant"]
    content: str
    turn_id: str | None = None
    """The turn whose reply the content may be the beginning of. None if it is no such part."""


def request_fields(user_input: Input) -> dict[str, object]:
    """Return the fields of a turn's request that an input fills."""
    match user_input:
        case Said(text):
            return {"userInput": text[:MAX_CHARACTERS]}
        case Pressed(keys):
            return {"dtmf": keys[:MAX_KEYS]}
        case NoInput():
            return {"noInput": True}
        case Proceed():
            return {}
        case never:
            assert_never(never)


def words(user_input: Input) -> str:
    """Return the text or keys of an input, or an empty string if it has neither."""
    match user_input:
        case Said(text):
            return text[:MAX_CHARACTERS]
        case Pressed(keys):
            return keys
        case NoInput() | Proceed():
            return ""
        case never:
            assert_never(never)
