"""Whisper transcribes the speech of Piper, alone and in a session."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from livekit import rtc
from livekit.agents import Agent, AgentSession, inference, llm
from livekit.agents.stt import SpeechEventType, StreamAdapter
from livekit.agents.voice.io import AudioInput, AudioOutput, AudioOutputCapabilities

from agent_worker.speech.local_stt import LocalSTT
from agent_worker.speech.local_tts import LocalTTS

pytestmark = pytest.mark.anyio

PHRASES = {
    "My computer won't start.": ("computer", "start"),
    "Where is my order?": ("where", "order"),
    "Yes, that helped, thank you.": ("yes", "helped"),
    "I was charged twice on my last bill.": ("charged", "bill"),
    "Can I talk to a colleague, please?": ("talk", "colleague"),
}
FRAME_SECONDS = 0.02


@pytest.mark.parametrize(("phrase", "words"), PHRASES.items(), ids=list(PHRASES))
async def test_whisper_transcribes_the_speech_of_piper(
    phrase: str, words: tuple[str, ...], local_tts: LocalTTS, local_stt: LocalSTT
) -> None:
    event = await local_stt.recognize(await local_tts.synthesize(phrase).collect())
    assert event.type == SpeechEventType.FINAL_TRANSCRIPT
    assert event.alternatives[0].confidence > 0.5
    text = event.alternatives[0].text.lower()
    assert not [word for word in words if word not in text], text


async def test_a_stream_of_frames_is_cut_into_utterances(local_tts: LocalTTS, local_stt: LocalSTT) -> None:
    stream = StreamAdapter(stt=local_stt, vad=inference.VAD(model="silero")).stream()
    for phrase in ("My computer won't start.", "Where is my order?"):
        for frame in framed(await local_tts.synthesize(phrase).collect(), silence=1.0):
            stream.push_frame(frame)
    stream.end_input()
    first, second = [event.alternatives[0].text.lower() async for event in stream if event.alternatives]
    assert "computer" in first
    assert "order" in second


async def test_a_session_transcribes_a_caller_and_answers(local_tts: LocalTTS, local_stt: LocalSTT) -> None:
    microphone = Microphone(framed(await local_tts.synthesize("My computer won't start.").collect(), silence=0.5))
    loudspeaker = Loudspeaker()
    session: AgentSession[None] = AgentSession(
        stt=local_stt, tts=local_tts, vad=inference.VAD(model="silero"), turn_handling={"turn_detection": "vad"}
    )
    session.input.audio = microphone
    session.output.audio = loudspeaker
    answering = Answering()
    await session.start(answering)
    await asyncio.wait_for(loudspeaker.finished.wait(), 20)
    await session.aclose()
    assert len(answering.heard) == 1
    assert "computer" in answering.heard[0].lower()
    said = await local_stt.recognize(loudspeaker.frames)
    assert "colleague" in said.alternatives[0].text.lower()


class Answering(Agent):
    def __init__(self) -> None:
        super().__init__(instructions="")
        self.heard: list[str] = []

    async def on_user_turn_completed(self, turn_ctx: llm.ChatContext, new_message: llm.ChatMessage) -> None:
        self.heard.append(new_message.text_content or "")
        self.session.say("One moment, please. I'm putting you through to a colleague.")


class Microphone(AudioInput):
    """Speaks the frames in real time, and is silent afterwards."""

    def __init__(self, frames: list[rtc.AudioFrame]) -> None:
        super().__init__(label="microphone")
        self._frames = frames
        self._rest = iter(frames)
        self._silence = rtc.AudioFrame(bytes(len(bytes(frames[0].data))), frames[0].sample_rate, 1, len(frames[0].data))

    async def __anext__(self) -> rtc.AudioFrame:
        await asyncio.sleep(FRAME_SECONDS)
        return next(self._rest, self._silence)


class Loudspeaker(AudioOutput):
    """Plays each segment at once."""

    def __init__(self) -> None:
        super().__init__(label="loudspeaker", capabilities=AudioOutputCapabilities(pause=False))
        self.frames: list[rtc.AudioFrame] = []
        self.finished = asyncio.Event()

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        await super().capture_frame(frame)
        self.frames.append(frame)

    def flush(self) -> None:
        super().flush()
        if self.frames:
            self.on_playback_finished(playback_position=sum(frame.duration for frame in self.frames), interrupted=False)
            self.finished.set()

    def clear_buffer(self) -> None:
        pass


def framed(audio: rtc.AudioFrame, silence: float) -> list[rtc.AudioFrame]:
    """Cut audio into frames of FRAME_SECONDS, with seconds of silence before and after it."""
    quiet = np.zeros(int(silence * audio.sample_rate), np.int16)
    pcm = np.concatenate([quiet, np.asarray(audio.data, dtype=np.int16), quiet])
    size = int(audio.sample_rate * FRAME_SECONDS)
    return [
        rtc.AudioFrame(pcm[at : at + size].tobytes(), audio.sample_rate, 1, size)
        for at in range(0, len(pcm) - size + 1, size)
    ]
