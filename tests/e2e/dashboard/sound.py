"""A file for a browser's microphone: words that Piper speaks, with silence between them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from tests.e2e.speech import spoken
from tests.e2e.voice_caller import RATE, as_wav


def write(path: Path, *parts: float | str) -> Path:
    """Numbers are seconds of silence; 48 kHz, 16 bits, mono."""
    # Elsewhere: a browser that is open has this thread's event loop.
    with ThreadPoolExecutor(1) as aside:
        sounds = [
            aside.submit(spoken, part).result() if isinstance(part, str) else np.zeros(int(RATE * part), np.int16)
            for part in parts
        ]
    path.write_bytes(as_wav(np.concatenate(sounds)))
    return path
