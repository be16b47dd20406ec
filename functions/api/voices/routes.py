"""The voices of agents: a list, and a short text spoken by one of them, as a call would speak it. Nothing is stored."""

from __future__ import annotations

import base64
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field

from functions.api.http.dependencies import Organization, ServicesDep
from functions.api.http.problems import invalid_field
from functions.api.http.request_body import SmallJson
from functions.api.limits import require_rate
from functions.api.schemas.requests.fields import LanguageTag, Name, RequestModel
from functions.api.voices import responses
from functions.api.voices.samples import SAMPLES
from functions.ports.speaking.voices import NoVoicesError, Voice, Voices
from voices.tags import parts_of

MAX_A_MINUTE = 20
"""Texts that an organization may listen to in a minute. Amazon charges for each."""
MAX_CHARACTERS = 200
"""Characters of a text, at most."""
_NAMED = 5
"""Voices that the problem of an unknown one names."""

router = APIRouter(route_class=SmallJson)


def _speakable(text: str) -> str:
    if not any(char.isalnum() for char in text) or not text.isprintable():
        raise ValueError("must be printable and have a letter or a digit")
    return text


Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS), AfterValidator(_speakable)]
"""A text to speak, on one line."""
Language: TypeAlias = Annotated[
    LanguageTag, Query(description="A language tag, such as de or de-AT. Omit it for all voices.")
]
"""The language of a call."""


class PreviewRequest(RequestModel):
    """A text to hear. Without `voice`, the voice of an agent that names none; without `text`, a sentence of its own."""

    language: LanguageTag
    voice: Name | None = None
    text: Text | None = None


@router.get("/api/voices/list")
def list_voices(
    organization: Organization, services: ServicesDep, language: Language | None = None
) -> responses.VoiceList:
    """List the voices that calls in a language can use, those of the engine that the worker speaks with first."""
    known = services.voices
    found = [voice for voice in known.all() if language is None or voice.speaks(language)]
    return {
        "engine": known.engine,
        "default": None if language is None else known.default(language),
        "missing": known.missing,
        "voices": [_shown(voice) for voice in found],
    }


@router.post("/api/voices/preview")
def preview(body: PreviewRequest, organization: Organization, services: ServicesDep) -> responses.VoicePreview:
    """Speak a short text as a call would, and store nothing."""
    known = services.voices
    if known.missing is not None:
        raise NoVoicesError(known.missing)
    voice = _chosen(known, body)
    text = body.text or SAMPLES.get(parts_of(body.language)[0])
    if text is None:
        raise invalid_field("text", f"is required: Callflow has no sentence of its own for {body.language}")
    did = f"listened to {MAX_A_MINUTE} texts"
    require_rate(services, organization, "voice-preview", limit=MAX_A_MINUTE, did=did)
    # Polly refuses the region of a call that the default voice does not speak, and a call then names none.
    sound = known.say(text, voice, voice.language if body.voice is None else body.language)
    audio = base64.b64encode(sound.data).decode()
    return {"voice": voice.voice_id, "contentType": sound.content_type, "audio": audio}


def _chosen(known: Voices, body: PreviewRequest) -> Voice:
    """Return the voice of a call with this agent. ProblemError is raised for an unknown voice or language."""
    spoken = {voice.voice_id: voice for voice in known.all() if voice.speaks(body.language)}
    if body.voice is None:
        # The default of a region may be the voice of another one, so it need not be in `spoken`.
        default = known.default(body.language)
        found = next((voice for voice in known.all() if voice.voice_id == default), None)
        if found is None:
            raise invalid_field("language", f"no voice of {known.engine} speaks {body.language}; choose another one")
        return found
    if body.voice not in spoken:
        names = ", ".join(list(spoken)[:_NAMED])
        remedy = f"choose one that speaks {body.language}, such as {names}" if names else "choose another language"
        raise invalid_field("voice", f"{known.engine} has no such voice for calls in {body.language}; {remedy}")
    return spoken[body.voice]


def _shown(voice: Voice) -> responses.Voice:
    shown: responses.Voice = {"id": voice.voice_id, "name": voice.name, "language": voice.language}
    if voice.engine is not None:
        shown["engine"] = voice.engine
    if voice.gender is not None:
        shown["gender"] = voice.gender
    return shown
