"""The place of the voices where none can be heard."""

from __future__ import annotations

from dataclasses import dataclass

from functions.ports.speaking.voices import NoVoicesError, Sound, Voice


@dataclass(frozen=True, slots=True)
class NoVoices:
    """`Voices` without any."""

    engine: str | None
    missing: str

    def all(self) -> tuple[Voice, ...]:
        """See `Voices.all`. It is empty."""
        return ()

    def default(self, language: str) -> str | None:
        """See `Voices.default`. The engine chooses, and nothing here knows how."""
        return None

    def say(self, text: str, voice: Voice, language: str) -> Sound:
        """Raise `NoVoicesError`."""
        raise NoVoicesError(self.missing)
