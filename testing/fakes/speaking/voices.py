"""Voices in memory. A text becomes its own bytes."""

from __future__ import annotations

from dataclasses import dataclass, field

from functions.errors import Reason, UnavailableError
from functions.ports.speaking.voices import Sound, Voice

RUTH = Voice("Ruth", "Ruth", "en-US", engine="generative", gender="female")
VICKI = Voice("Vicki", "Vicki", "de-DE", engine="generative", gender="female")
KAJAL = Voice("Kajal", "Kajal", "en-IN", ("hi-IN",), "generative", "female")


@dataclass(slots=True)
class FakeVoices:
    """Implements `Voices`."""

    voices: tuple[Voice, ...] = (VICKI, KAJAL, RUTH)
    engine: str | None = "polly"
    missing: str | None = None
    fails: Reason | None = None
    """Why every request fails."""
    said: list[tuple[str, str, str]] = field(default_factory=list)
    """Text, voice and language of each request."""

    def all(self) -> tuple[Voice, ...]:
        if self.fails is not None:
            raise UnavailableError("voices", "DescribeVoices", self.fails)
        return self.voices

    def default(self, language: str) -> str | None:
        nearest = sorted(self.voices, key=lambda voice: voice.language != language)
        return next((voice.voice_id for voice in nearest if voice.language[:2] == language[:2]), None)

    def say(self, text: str, voice: Voice, language: str) -> Sound:
        if self.fails is not None:
            raise UnavailableError("voices", "SynthesizeSpeech", self.fails)
        self.said.append((text, voice.voice_id, language))
        return Sound("audio/mpeg", text.encode())
