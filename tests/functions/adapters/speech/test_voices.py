"""Polly's voices as a call uses them, Piper's sound, and the sounds that are kept."""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from functions.adapters.speech.nothing import NoVoices
from functions.adapters.speech.piper import PiperVoices
from functions.adapters.speech.polly import KEEP_SECONDS, PollyVoices, connected
from functions.adapters.speech.remembered import RememberedVoices
from functions.errors import UnavailableError
from functions.ports.speaking.voices import NoVoicesError, Voice
from functions.settings import Settings
from functions.wiring import voices as wiring
from testing.fakes.speaking.voices import RUTH, VICKI, FakeVoices


def described(name: str, code: str, *engines: str, **more: Any) -> dict[str, Any]:
    return {"Id": name, "Name": name, "LanguageCode": code, "SupportedEngines": list(engines), "Gender": "Male", **more}


PAGES: tuple[list[dict[str, Any]], ...] = (
    [
        described("Vicki", "de-DE", "neural", "generative", Gender="Female"),
        described("Zhiyu", "cmn-CN", "neural", "generative"),
        described("Hiujin", "yue-CN", "generative"),
        described("Zeina", "arb", "standard"),
        described("Elin", "sv-SE", "neural"),
        described("Hans", "de-DE", "standard"),
    ],
    [
        described("Ida", "nb-NO", "neural"),
        described("Kajal", "en-IN", "generative", AdditionalLanguageCodes=["hi-IN"], Gender="Other"),
    ],
)


@dataclass
class _Polly:
    """Polly's client, with two pages of voices."""

    fails: Exception | None = None
    endless: bool = False
    requests: list[Mapping[str, str | bool]] = field(default_factory=list)

    def describe_voices(self, **named: str | bool) -> Mapping[str, Any]:
        self._asked(named)
        if "NextToken" in named:
            return {"Voices": PAGES[1], **({"NextToken": "2"} if self.endless else {})}
        return {"Voices": PAGES[0], "NextToken": "2"}

    def synthesize_speech(self, **named: str) -> Mapping[str, Any]:
        self._asked(named)
        return {"AudioStream": io.BytesIO(b"sound")}

    def _asked(self, named: Mapping[str, str | bool]) -> None:
        self.requests.append(named)
        if self.fails is not None:
            raise self.fails


def _ids(voices: PollyVoices, language: str) -> list[str]:
    return [voice.voice_id for voice in voices.all() if voice.speaks(language)]


def test_a_voice_is_listed_if_a_call_can_speak_with_it() -> None:
    voices = PollyVoices(client=_Polly())
    assert [(voice.voice_id, voice.language, voice.engine) for voice in voices.all()] == [
        ("Vicki", "de-DE", "generative"),
        ("Kajal", "en-IN", "generative"),
        ("Ida", "nb-NO", "neural"),
        ("Elin", "sv-SE", "neural"),
        ("Zhiyu", "zh-CN", "generative"),
        ("Hiujin", "zh-HK", "generative"),
    ]
    assert {voice.voice_id: voice.gender for voice in voices.all()}["Kajal"] is None
    standard = PollyVoices("standard", _Polly())
    assert [(voice.voice_id, voice.language) for voice in standard.all()] == [("Zeina", "ar"), ("Hans", "de-DE")]


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("de", ["Vicki"]),
        ("de_de", ["Vicki"]),
        ("de-AT", []),
        ("hi-IN", ["Kajal"]),
        ("en-US", []),
        ("en", ["Kajal"]),
        ("nb", ["Ida"]),
        ("no-NO", ["Ida"]),
        ("zh-CN", ["Zhiyu"]),
        ("zh", ["Zhiyu", "Hiujin"]),
        ("yue-CN", ["Hiujin"]),
    ],
)
def test_a_language_has_its_voices(language: str, found: list[str]) -> None:
    assert _ids(PollyVoices(client=_Polly()), language) == found


def test_arabic_of_a_region_is_spoken_by_a_voice_without_one() -> None:
    polly = _Polly()
    voices = PollyVoices("standard", polly)
    assert _ids(voices, "ar-SA") == ["Zeina"]
    voices.say("مرحبا", voices.all()[0], "ar-SA")
    assert polly.requests[-1]["LanguageCode"] == "arb"


def test_the_list_is_read_once_an_hour() -> None:
    polly, now = _Polly(), [0.0]
    voices = PollyVoices(client=polly, now=lambda: now[0])
    assert voices.all() == voices.all()
    assert len(polly.requests) == 2
    now[0] = KEEP_SECONDS
    voices.all()
    assert len(polly.requests) == 4


def test_a_list_without_an_end_is_cut() -> None:
    polly = _Polly(endless=True)
    PollyVoices(client=polly).all()
    assert len(polly.requests) == 20


def test_a_text_is_spoken_with_the_engine_and_the_language_of_a_call() -> None:
    polly = _Polly()
    voices = PollyVoices(client=polly)
    by_id = {voice.voice_id: voice for voice in voices.all()}
    assert voices.say("Hej", by_id["Elin"], "sv").data == b"sound"
    assert polly.requests[-1] == {
        "Text": "Hej",
        "TextType": "text",
        "OutputFormat": "mp3",
        "Engine": "neural",
        "VoiceId": "Elin",
    }
    voices.say("你好", by_id["Zhiyu"], "zh-CN")
    assert (polly.requests[-1]["Engine"], polly.requests[-1]["LanguageCode"]) == ("generative", "cmn-CN")


def _refusal(code: str, status: int) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "x")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (_refusal("ThrottlingException", 400), "throttled"),
        (_refusal("AccessDeniedException", 403), "refused"),
        (_refusal("ServiceFailureException", 500), "unreachable"),
        (ClientError({"Error": {"Code": "ValidationException"}}, "x"), "refused"),
        (EndpointConnectionError(endpoint_url="https://polly"), "unreachable"),
    ],
)
def test_a_failure_of_polly_has_its_reason(error: Exception, reason: str) -> None:
    voices = PollyVoices(client=_Polly(fails=error))
    with pytest.raises(UnavailableError) as listed:
        voices.all()
    with pytest.raises(UnavailableError) as said:
        voices.say("Hello", RUTH, "en-US")
    assert [raised.value.reason for raised in (listed, said)] == [reason, reason]
    assert [raised.value.operation for raised in (listed, said)] == ["DescribeVoices", "SynthesizeSpeech"]


def test_the_client_gives_up_before_the_request_ends() -> None:
    config = connected("eu-central-1").meta.config  # type: ignore[attr-defined]  # boto3's own
    attempts = config.retries["total_max_attempts"]
    assert attempts * (config.connect_timeout + config.read_timeout) < 29


def test_piper_sends_a_wave_file_of_the_length_of_the_text() -> None:
    voices = PiperVoices()
    lengths = []
    for text in ("Yes.", "Please switch the device off and on again, and tell me whether that helped."):
        with wave.open(io.BytesIO(voices.say(text, voices.all()[0], "en-US").data)) as sound:
            assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
            lengths.append(sound.getnframes() / sound.getframerate())
    assert 0.2 < lengths[0] < 2 < lengths[1]


def test_piper_speaks_english_of_every_region_and_nothing_else() -> None:
    voices = PiperVoices()
    assert [voices.default(language) for language in ("en-US", "en_gb", "en", "de-DE")] == ["joe", "joe", "joe", None]


def test_a_sound_is_made_once_for_each_text_voice_and_language() -> None:
    made = FakeVoices()
    voices = RememberedVoices(made)
    for _ in range(2):
        for asked in (("Hi", RUTH, "en-US"), ("Hi", RUTH, "en-GB"), ("Hi", VICKI, "en-US"), ("Ho", RUTH, "en-US")):
            assert voices.say(*asked).data == asked[0].encode()
    assert len(made.said) == 4


def test_the_sound_that_was_heard_least_recently_is_dropped() -> None:
    made = FakeVoices()
    voices = RememberedVoices(made, most_bytes=10)

    def say(text: str) -> None:
        voices.say(text, RUTH, "en-US")

    for text in ("12345", "abcde", "12345", "fghij", "12345", "abcde"):
        say(text)
    assert [text for text, _, _ in made.said] == ["12345", "abcde", "fghij", "abcde"]
    say("longer than all")
    say("longer than all")
    assert [text for text, _, _ in made.said].count("longer than all") == 2


def test_where_there_are_no_voices_the_remedy_is_said() -> None:
    voices = NoVoices("openai/tts-1", "Set CALLFLOW_TTS.")
    assert (voices.all(), voices.default("en-US")) == ((), None)
    with pytest.raises(NoVoicesError, match="Set CALLFLOW_TTS"):
        voices.say("Hello", Voice("alloy", "Alloy", "en-US"), "en-US")


@pytest.mark.parametrize(
    ("setting", "auth", "engine", "remedy"),
    [
        ("aws", "aws", "polly", None),
        ("aws/neural, local", "aws", "polly", None),
        ("local,aws", "local", "piper", None),
        (None, "local", "piper", None),
        (None, "aws", None, "CALLFLOW_TTS"),
        ("openai/tts-1,aws", "aws", "openai/tts-1", "openai/tts-1 cannot be listed"),
        ("cartesia/sonic-3", "local", "cartesia/sonic-3", "test call"),
    ],
)
def test_the_first_engine_of_the_worker_has_the_voices(
    setting: str | None, auth: Any, engine: str | None, remedy: str | None
) -> None:
    voices = wiring.voices(Settings(auth=auth, text_to_speech=setting))
    assert voices.engine == engine
    assert (voices.missing is None) == (remedy is None)
    assert remedy is None or remedy in str(voices.missing)


def test_without_the_packages_of_piper_the_remedy_names_the_way_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "find_spec", lambda module: None)
    voices = wiring.voices(Settings(auth="local"))
    assert (voices.engine, voices.all()) == ("piper", ())
    assert "make livekit" in str(voices.missing)
