"""Polly speaks over one client, whose connection is open before a text needs it. The SDK is a fake."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterator

import pytest
from livekit import rtc
from livekit.agents import APIConnectionError, APIConnectOptions, tts

from agent_worker.speech.amazon import polly_client
from agent_worker.speech.amazon.polly import Polly, polly
from agent_worker.speech.amazon.polly_client import CONFIGS, OPEN_SECONDS, SESSIONS, SharedClient, shared_client
from agent_worker.speech.failure import cause
from testing.fakes import aws_speech
from testing.fakes.aws_speech import AMAZON, AccessDeniedException, Amazon

pytestmark = pytest.mark.anyio

ONCE = APIConnectOptions(max_retry=0)


@pytest.fixture(autouse=True)
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Amazon]:
    """An SDK that answers, and an account of which nothing was asked."""
    for module in (SESSIONS, CONFIGS):
        monkeypatch.setitem(sys.modules, module, aws_speech)
    AMAZON.reset()
    yield AMAZON
    AMAZON.reset()


def ruth() -> Polly:
    return polly(voice=None, language=None, engine="", region="us-east-1")


async def sound_of(voice: Polly, text: str) -> rtc.AudioFrame:
    async with voice.synthesize(text, conn_options=ONCE) as spoken:
        return await spoken.collect()


async def opened(voice: Polly) -> None:
    voice.prewarm()
    assert voice._opening is not None
    await voice._opening


async def test_the_whole_sound_of_a_text_is_heard_also_where_a_part_ends_within_a_sample(amazon: Amazon) -> None:
    sound = await sound_of(ruth(), "Hello.")
    assert (sound.sample_rate, sound.num_channels) == (16_000, 1)
    assert sound.data.tobytes() == b"\x00\x10" * 1600 + b"\x00\xf0" * 1600
    assert amazon.parameters == {
        "Text": "Hello.",
        "TextType": "text",
        "OutputFormat": "pcm",
        "SampleRate": "16000",
        "Engine": "generative",
        "VoiceId": "Ruth",
    }


async def test_a_voice_with_a_name_is_told_the_language_only_with_its_region(amazon: Amazon) -> None:
    await sound_of(polly(voice="Aditi", language="hi-IN", engine="standard", region="us-east-1"), "Namaste.")
    assert (amazon.parameters["VoiceId"], amazon.parameters["LanguageCode"]) == ("Aditi", "hi-IN")
    await sound_of(polly(voice="Aditi", language="hi", engine="standard", region="us-east-1"), "Namaste.")
    assert "LanguageCode" not in amazon.parameters


async def test_all_voices_of_a_call_share_one_client(amazon: Amazon) -> None:
    live, ahead = ruth(), ruth()
    await asyncio.gather(sound_of(live, "One."), sound_of(ahead, "Two."), sound_of(live, "Three."))
    await ahead.aclose()
    await sound_of(live, "Four.")
    assert amazon.clients == 1
    await shared_client("us-east-1").aclose()
    assert amazon.clients == 0


async def test_a_connection_is_opened_ahead_once_and_again_when_it_may_be_closed(amazon: Amazon) -> None:
    now = 100.0
    shared = SharedClient("us-east-1", lambda: now)
    await shared.open()
    await shared.open()
    assert amazon.voices_listed == 1
    now += OPEN_SECONDS
    await shared.open()
    assert amazon.voices_listed == 2
    now += OPEN_SECONDS - 1
    shared.answered()
    now += 2
    await shared.open()
    assert amazon.voices_listed == 2, "a text has used the connection"


async def test_two_demands_for_a_connection_are_one_request(amazon: Amazon) -> None:
    voice = ruth()
    voice.prewarm()
    await opened(voice)
    assert amazon.voices_listed == 1


async def test_a_text_that_is_cut_off_costs_its_connection_and_another_one_is_opened(amazon: Amazon) -> None:
    voice = ruth()
    await opened(voice)
    begun = asyncio.Event()

    async def hangs() -> None:
        begun.set()
        await asyncio.Event().wait()

    amazon.sound_waits = hangs
    speaking = asyncio.create_task(sound_of(voice, "A long sentence."))
    await begun.wait()
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking
    assert voice._opening is not None
    await voice._opening
    assert amazon.voices_listed == 2


async def test_a_role_without_the_right_to_list_voices_opens_a_connection_all_the_same(
    amazon: Amazon, caplog: pytest.LogCaptureFixture
) -> None:
    amazon.listing_fails = AccessDeniedException()
    voice = ruth()
    await opened(voice)
    await opened(voice)
    assert amazon.voices_listed == 1
    assert caplog.records == []


async def test_a_connection_that_cannot_be_opened_is_a_warning_and_the_text_is_tried(
    amazon: Amazon, caplog: pytest.LogCaptureFixture
) -> None:
    amazon.listing_fails = OSError("my card is 4111 1111")
    voice = ruth()
    await opened(voice)
    [warning] = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert "OSError" in warning.getMessage()
    assert "4111" not in caplog.text
    assert (await sound_of(voice, "Hello.")).samples_per_channel == 3200


async def test_an_error_of_polly_names_its_cause(amazon: Amazon) -> None:
    amazon.speaks = False
    voice = ruth()
    failed: list[tts.TTSError] = []
    voice.on("error", failed.append)
    with pytest.raises(APIConnectionError):
        await sound_of(voice, "Hello.")
    assert [(cause(each.error), each.recoverable) for each in failed] == [("ThrottlingException", False)]


async def test_after_the_call_no_client_is_created(amazon: Amazon, caplog: pytest.LogCaptureFixture) -> None:
    shared = SharedClient("us-east-1", lambda: 0.0)
    await shared.open()
    await shared.aclose()
    await shared.open()
    with pytest.raises(polly_client.ClosedError):
        await shared.get()
    assert amazon.clients == 0
    assert caplog.records == []


async def test_a_process_reads_what_polly_needs_before_it_has_a_call(amazon: Amazon) -> None:
    polly_client.load("us-east-1")
    assert amazon.clients == 0, "it is created, and closed"


def test_a_process_that_cannot_load_the_client_starts_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(region: str) -> None:
        raise OSError("disk")

    monkeypatch.setattr(polly_client, "_new_client", fails)
    polly_client.load("us-east-1")
    assert "OSError" in caplog.text
