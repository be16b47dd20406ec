"""Voices in responses."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class Voice(TypedDict):
    """A voice. `id` is what an agent has as its `voice`; `engine` is missing where there is only one."""

    id: str
    name: str
    language: str
    engine: NotRequired[str]
    gender: NotRequired[Literal["female", "male"]]


class VoiceList(TypedDict):
    """The voices of an engine, by language and name.

    `engine` is null if the API does not know how agents speak. `default` is the voice of an agent that names none; null
    without a `language`, or if no voice speaks it. `missing` says why no voice can be heard, with the remedy.
    """

    engine: str | None
    default: str | None
    missing: str | None
    voices: list[Voice]


class VoicePreview(TypedDict):
    """A spoken text: the voice that spoke it, the media type, and the sound in base64."""

    voice: str
    contentType: str
    audio: str
