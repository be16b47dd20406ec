"""Audio frames, and the local models, which are loaded once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from livekit import rtc
from numpy.typing import NDArray

from agent_worker.speech.local_stt import LocalSTT, loaded_whisper
from agent_worker.speech.local_tts import LocalTTS
from voices.piper import loaded_piper

Frame = Callable[[NDArray[np.float64], int], rtc.AudioFrame]


@pytest.fixture(scope="session")
def local_stt() -> LocalSTT:
    return LocalSTT(loaded_whisper())


@pytest.fixture(scope="session")
def local_tts() -> LocalTTS:
    return LocalTTS(loaded_piper())


@pytest.fixture(scope="session")
def frame() -> Frame:
    """A function that builds a frame.

    Its arguments are samples of shape (samples,) or (samples, channels) between -1 and 1, and the samples a second.
    """

    def build(samples: NDArray[np.float64], rate: int) -> rtc.AudioFrame:
        pcm = (np.clip(samples, -1, 1) * 32_767).astype(np.int16)
        channels = 1 if pcm.ndim == 1 else pcm.shape[1]
        return rtc.AudioFrame(pcm.tobytes(), rate, channels, len(pcm))

    return build
