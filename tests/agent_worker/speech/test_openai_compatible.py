"""A server with OpenAI's audio API on loopback, which records its requests."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np
import pytest
from aiohttp import web
from livekit import rtc

from agent_worker.speech.build import Speech, build_speech, register_plugins
from agent_worker.speech.settings import speech_from_environment

pytestmark = pytest.mark.anyio


@dataclass
class Server:
    """Transcribes all audio to "My computer won't start.", and speaks one second of silence at 24 kHz."""

    heard: list[dict[str, str]] = field(default_factory=list)
    spoken: list[dict[str, object]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    async def transcriptions(self, request: web.Request) -> web.Response:
        self.keys.append(request.headers.get("authorization"))
        form = await request.post()
        self.heard.append({name: value for name, value in form.items() if isinstance(value, str)})
        upload = form["file"]
        assert isinstance(upload, web.FileField)
        with wave.open(upload.file, "rb") as sound:
            self.heard[-1]["seconds"] = str(sound.getnframes() / sound.getframerate())
        return web.json_response({"text": "My computer won't start."})

    async def speech(self, request: web.Request) -> web.Response:
        self.keys.append(request.headers.get("authorization"))
        self.spoken.append(json.loads(await request.text()))
        sound = io.BytesIO()
        with wave.open(sound, "wb") as written:
            written.setnchannels(1)
            written.setsampwidth(2)
            written.setframerate(24_000)
            written.writeframes(bytes(48_000))
        return web.Response(body=sound.getvalue(), content_type="audio/wav")


async def against(server: Server, talk: Callable[[Speech], Awaitable[None]], **environment: str) -> None:
    app = web.Application()
    app.router.add_post("/v1/audio/transcriptions", server.transcriptions)
    app.router.add_post("/v1/audio/speech", server.speech)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    settings = speech_from_environment(
        {
            "CALLFLOW_STT": "openai/whisper-large",
            "CALLFLOW_TTS": "openai/kokoro",
            "CALLFLOW_SPEECH_BASE_URL": f"http://127.0.0.1:{port}/v1",
            **environment,
        }
    )
    register_plugins(settings)
    speech = build_speech(settings, voice="bella", language="de-DE")
    try:
        await talk(speech)
    finally:
        await speech.tts.aclose()
        await runner.cleanup()


async def test_an_utterance_is_sent_with_model_and_language(frame: Callable[..., rtc.AudioFrame]) -> None:
    server = Server()

    async def talk(speech: Speech) -> None:
        event = await speech.stt.recognize(frame(np.zeros(16_000), 16_000))
        assert event.alternatives[0].text == "My computer won't start."

    await against(server, talk, CALLFLOW_SPEECH_API_KEY="sk-own")
    assert server.heard == [{"model": "whisper-large", "language": "de", "response_format": "json", "seconds": "1.0"}]
    assert server.keys == ["Bearer sk-own"]


async def test_a_sentence_is_sent_with_model_and_voice() -> None:
    server = Server()

    async def talk(speech: Speech) -> None:
        audio = await speech.tts.synthesize("Goodbye!").collect()
        assert audio.duration == pytest.approx(1.0, abs=0.05)

    await against(server, talk)
    asked = server.spoken[0]
    assert (asked["model"], asked["voice"], asked["input"]) == ("kokoro", "bella", "Goodbye!")
