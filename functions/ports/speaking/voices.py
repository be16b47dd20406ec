"""The voices of the worker's first engine of text to speech, and a short text spoken by one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from functions.errors import PlainError
from voices.tags import covers

Gender = Literal["female", "male"]
"""The gender of a voice, as its engine names it."""


class NoVoicesError(PlainError):
    """No voice can be listed or heard here. The text says why, and the remedy."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice."""

    voice_id: str
    """The name of the voice in the agent's `voice`."""
    name: str
    """The name for people."""
    language: str
    """The BCP 47 tag of its own language."""
    further: tuple[str, ...] = ()
    """The tags of the other languages that it speaks."""
    engine: str | None = None
    """The engine with which it speaks, such as `generative`, if there are several."""
    gender: Gender | None = None

    def speaks(self, language: str) -> bool:
        """Return whether a call in a language can use the voice."""
        return any(covers(each, language) for each in (self.language, *self.further))


@dataclass(frozen=True, slots=True)
class Sound:
    """A spoken text."""

    content_type: str
    """The media type of `data`, such as `audio/mpeg`."""
    data: bytes = field(repr=False)


class Voices(Protocol):
    """The voices of the engine. Every method may raise `UnavailableError` of the port `voices`."""

    @property
    def engine(self) -> str | None:
        """The engine: `polly`, `piper`, another one as `CALLFLOW_TTS` names it; None if none is set."""
        ...

    @property
    def missing(self) -> str | None:
        """Why no voice can be listed or heard, with the remedy. None if voices can be heard."""
        ...

    def all(self) -> tuple[Voice, ...]:
        """Return all voices by language and name. It is empty if none can be heard."""
        ...

    def default(self, language: str) -> str | None:
        """Return the id of the voice for an agent that names none.

        Args:
            language: The BCP 47 tag of the call's language.

        Returns:
            The id; None if no voice speaks the language.
        """
        ...

    def say(self, text: str, voice: Voice, language: str) -> Sound:
        """Speak a text as in a call.

        Args:
            text: At most 200 characters.
            voice: A voice of `all` that speaks the language.
            language: The BCP 47 tag of the call's language.

        Returns:
            The sound. NoVoicesError is raised if no voice can be heard.
        """
        ...
