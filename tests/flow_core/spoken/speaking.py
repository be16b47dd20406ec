"""Says a value as a caller hears it, for the tests of this folder."""

from __future__ import annotations

from flow_core.json import Json
from flow_core.spoken.speak import speak
from flow_core.spoken.voice import voice_of
from flow_core.text.filters import Filter


def said(
    value: Json, filter: Filter | None = None, *, language: str = "en-US", zone: str = "UTC", asked: str | None = None
) -> str:
    """Return the words of a value, which has no error."""
    text, error = speak(value, voice_of(language, zone), filter, asked)
    assert error is None
    return text


def problem(value: Json, filter: Filter | None = None) -> tuple[str, str]:
    """Return the words of a value and its error."""
    text, error = speak(value, voice_of("en-US", "UTC"), filter)
    assert error is not None
    return text, error
