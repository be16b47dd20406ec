"""What every adapter of voices does, and the fake. Piper is the real one; Polly's client is boto3's on moto."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from functions.adapters.speech.piper import PiperVoices
from functions.adapters.speech.polly import PollyVoices
from functions.adapters.speech.remembered import RememberedVoices
from functions.ports.speaking.voices import Voices
from testing.fakes.speaking.voices import FakeVoices


@pytest.fixture(params=["polly", "polly/neural", "piper", "remembered", "fake"])
def voices(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Voices]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        match request.param:
            case "polly":
                yield PollyVoices(region="us-east-1")
            case "polly/neural":
                yield PollyVoices("neural", region="us-east-1")
            case "piper":
                yield PiperVoices()
            case "remembered":
                yield RememberedVoices(FakeVoices())
            case _:
                yield FakeVoices()


def test_there_are_voices_with_different_ids_that_speak_their_own_language(voices: Voices) -> None:
    found = voices.all()
    assert found
    assert len({voice.voice_id for voice in found}) == len(found)
    assert list(found) == sorted(found, key=lambda voice: (voice.language, voice.name))
    assert all(voice.speaks(voice.language) and voice.speaks(voice.language[:2]) for voice in found)


def test_an_agent_without_a_voice_gets_one_of_them(voices: Voices) -> None:
    default = voices.default("en-US")
    assert default in {voice.voice_id for voice in voices.all() if voice.speaks("en-US")}
    assert voices.default("tlh") is None


def test_a_voice_speaks(voices: Voices) -> None:
    voice = next(each for each in voices.all() if each.speaks("en-US"))
    sound = voices.say("Good morning.", voice, "en-US")
    assert sound.content_type.startswith("audio/")
    assert sound.data
    assert voices.missing is None
    assert voices.engine in ("polly", "piper")
