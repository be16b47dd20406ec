"""A voice plays what is kept, lets its engine speak the rest, and keeps nothing that a caller said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from livekit.agents import APIConnectionError, APIConnectOptions, tts

from agent_worker.speech.kept.ahead import MAX_FAILURES, make_ahead
from agent_worker.speech.kept.fixed_texts import FixedTexts
from agent_worker.speech.kept.kept_tts import KeptTTS, Voice
from agent_worker.speech.kept.sound import Sound
from agent_worker.speech.kept.sounds import Bounds, DiskSounds, LayeredSounds, MemorySounds
from agent_worker.speech.local_stt import LocalSTT
from agent_worker.speech.local_tts import LocalTTS

pytestmark = pytest.mark.anyio

ONCE = APIConnectOptions(max_retry=0, timeout=5, retry_interval=0.01)
VOICE = Voice("aws", "Ruth", "en-US", ("eu-west-1",))


class Engine(tts.TTS[Any]):
    """Speaks each text as a sound of its own length: 20 ms a character.

    `fails` has the texts that it cannot speak. `gate` holds it back until it is set.
    """

    def __init__(self, rate: int = 16_000) -> None:
        super().__init__(capabilities=tts.TTSCapabilities(streaming=False), sample_rate=rate, num_channels=1)
        self.spoken: list[str] = []
        self.fails: set[str] = set()
        self.begun, self.gate = asyncio.Event(), asyncio.Event()
        self.gate.set()

    def synthesize(self, text: str, *, conn_options: APIConnectOptions = ONCE) -> tts.ChunkedStream:
        return _Stream(tts=self, input_text=text, conn_options=conn_options)


class _Stream(tts.ChunkedStream):
    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        engine = self._tts
        assert isinstance(engine, Engine)
        engine.spoken.append(self.input_text)
        engine.begun.set()
        await engine.gate.wait()
        if self.input_text in engine.fails:
            raise APIConnectionError
        output_emitter.initialize(
            request_id="engine", sample_rate=engine.sample_rate, num_channels=1, mime_type="audio/pcm"
        )
        output_emitter.push(length(self.input_text, engine.sample_rate))
        output_emitter.flush()


def length(text: str, rate: int = 16_000) -> bytes:
    return bytes(2 * len(text) * rate // 50)


def sounds_in(folder: Path) -> LayeredSounds:
    return LayeredSounds(MemorySounds(Bounds(10_000_000)), DiskSounds(folder, Bounds(10_000_000)))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., tuple[KeptTTS, Engine]]:
    def built(voice: Voice = VOICE, *texts: str, keeps_live: bool = True) -> tuple[KeptTTS, Engine]:
        engine = Engine()
        kept = KeptTTS(engine, voice, sounds_in(tmp_path), keeps_live=keeps_live)
        kept.fixed = FixedTexts(texts)
        return kept, engine

    return built


async def spoken(voice: tts.TTS[Any], text: str) -> int:
    """Speak a text, and return the samples."""
    async with voice.synthesize(text, conn_options=ONCE) as stream:
        return (await stream.collect()).samples_per_channel


Build = Callable[..., tuple[KeptTTS, Engine]]


async def test_a_fixed_text_is_spoken_once_and_then_played(build: Build) -> None:
    kept, engine = build(VOICE, "What is your name?")
    first, again = await spoken(kept, "What is your name?"), await spoken(kept, "What is your name?")
    assert first == again >= len(length("What is your name?")) // 2
    assert engine.spoken == ["What is your name?"]


async def test_another_process_plays_what_this_one_kept(build: Build) -> None:
    await spoken(build(VOICE, "What is your name?")[0], "What is your name?")
    other, engine = build(VOICE, "What is your name?")
    await spoken(other, "What is your name?")
    assert engine.spoken == []


@pytest.mark.parametrize(
    "other",
    [
        Voice("aws/neural", "Ruth", "en-US", ("eu-west-1",)),
        Voice("aws", "Amy", "en-US", ("eu-west-1",)),
        Voice("aws", None, "en-US", ("eu-west-1",)),
        Voice("aws", "Ruth", "en-GB", ("eu-west-1",)),
        Voice("aws", "Ruth", "en-US", ("us-east-1",)),
    ],
)
async def test_another_voice_engine_language_or_setting_does_not_play_it(build: Build, other: Voice) -> None:
    await spoken(build(VOICE, "What is your name?")[0], "What is your name?")
    kept, engine = build(other, "What is your name?")
    await spoken(kept, "What is your name?")
    assert engine.spoken == ["What is your name?"]


async def test_nothing_is_kept_of_a_text_with_a_callers_values(build: Build, tmp_path: Path) -> None:
    kept, engine = build(VOICE, "What is your name?")
    for _ in range(2):
        await spoken(kept, "Thank you, Ann. What is your name?")
    assert engine.spoken == ["Thank you, Ann.", "What is your name?", "Thank you, Ann."]
    assert len(files(tmp_path)) == 1
    assert not any(b"name" in data or "name" in name for name, data in files(tmp_path).items())


async def test_a_speech_that_is_cut_off_is_not_kept(build: Build, tmp_path: Path) -> None:
    kept, engine = build(VOICE, "What is your name?")
    engine.gate.clear()
    async with kept.synthesize("What is your name?", conn_options=ONCE) as stream:
        reading = asyncio.create_task(anext(stream))
        await engine.begun.wait()
        reading.cancel()
    assert files(tmp_path) == {}
    engine.gate.set()
    await asyncio.wait_for(kept.quiet(), 1)


async def test_several_engines_keep_only_what_the_first_one_made_ahead(build: Build, tmp_path: Path) -> None:
    kept, engine = build(VOICE, "What is your name?", keeps_live=False)
    await spoken(kept, "What is your name?")
    assert files(tmp_path) == {}
    first = Engine()
    assert await make_ahead(kept, first) == 1
    await spoken(kept, "What is your name?")
    assert (engine.spoken, first.spoken) == (["What is your name?"], ["What is your name?"])


async def test_a_failure_of_the_engine_is_one_of_the_voice_and_is_reported_once(build: Build) -> None:
    kept, engine = build(VOICE, "What is your name?")
    engine.fails.add("Thank you, Ann.")
    reported: list[tts.TTSError] = []
    kept.on("error", reported.append)
    with pytest.raises(APIConnectionError):
        await spoken(kept, "What is your name? Thank you, Ann.")
    assert [error.recoverable for error in reported] == [False]


async def test_the_engines_figures_are_those_of_the_voice(build: Build) -> None:
    kept, _ = build(VOICE, "What is your name?")
    figures: list[Any] = []
    kept.on("metrics_collected", figures.append)
    await spoken(kept, "Thank you, Ann.")
    assert [each.characters_count for each in figures] == [len("Thank you, Ann.")]
    await kept.aclose()


async def test_sounds_are_made_ahead_once_by_all_processes(build: Build) -> None:
    texts = ("What is your name?", "What is your account number?")
    kept, live = build(VOICE, *texts)
    engine, other = Engine(), Engine()
    assert await make_ahead(kept, engine) == 2
    assert await make_ahead(build(VOICE, *texts)[0], other) == 0
    assert (engine.spoken, other.spoken) == (list(texts), [])
    await spoken(kept, "What is your account number?")
    assert live.spoken == []


async def test_a_sound_that_another_process_makes_is_left_to_it(build: Build) -> None:
    kept, _ = build(VOICE, "What is your name?")
    assert build(VOICE, "What is your name?")[0].claim("What is your name?")
    assert await make_ahead(kept, Engine()) == 0


async def test_a_sound_made_ahead_has_the_samples_of_the_voice(build: Build) -> None:
    kept, _ = build(VOICE, "What is your name?")
    await make_ahead(kept, Engine(rate=48_000))
    sound = await kept.kept("What is your name?")
    assert sound is not None
    assert sound.sample_rate == 16_000
    assert abs(len(sound.pcm) - len(length("What is your name?"))) < 400


async def test_making_ahead_stops_for_the_caller(build: Build) -> None:
    kept, live = build(VOICE, "What is your name?")
    engine = Engine()
    engine.gate.clear()
    making = asyncio.create_task(make_ahead(kept, engine))
    await engine.begun.wait()
    live.gate.clear()
    speaking = asyncio.create_task(spoken(kept, "Thank you, Ann."))
    await live.begun.wait()
    engine.gate.set()
    await asyncio.sleep(0.05)
    assert not making.done(), "it waits until the caller has the sound"
    live.gate.set()
    await speaking
    assert await asyncio.wait_for(making, 5) == 1
    assert engine.spoken == ["What is your name?"] * 2


async def test_making_ahead_ends_after_failures_in_a_row_and_claims_nothing_any_more(build: Build) -> None:
    texts = [f"This is the text number {number}." for number in range(10)]
    kept, _ = build(VOICE, *texts)
    engine = Engine()
    engine.fails.update(texts[1:])
    assert await make_ahead(kept, engine) == 1
    assert len(engine.spoken) == 1 + MAX_FAILURES
    assert kept.claim(texts[1])


async def test_the_local_voice_sounds_the_same_when_it_is_played(
    local_tts: LocalTTS, local_stt: LocalSTT, tmp_path: Path
) -> None:
    kept = KeptTTS(local_tts, Voice("local", None, None), sounds_in(tmp_path), keeps_live=True)
    kept.fixed = FixedTexts(["The office opens at nine."])
    await spoken(kept, "The office opens at nine.")
    sound = await kept.kept("The office opens at nine.")
    assert isinstance(sound, Sound)
    event = await local_stt.recognize(list(sound.frames()))
    assert "opens at nine" in event.alternatives[0].text.lower().replace("9", "nine")
