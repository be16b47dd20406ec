"""A fast, approximate transcription by Whisper of speech that has not ended."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]  # published without types
from faster_whisper.tokenizer import Tokenizer  # type: ignore[import-untyped]  # published without types
from numpy.typing import NDArray

from agent_worker.speech.thresholds import MAX_NO_SPEECH, MIN_LOGPROB

MAX_SECONDS = 10
"""Seconds of speech that are transcribed, the latest. They take a sixth of a second on two cores."""
_SILENT_FEATURES = 200
"""Silence after the speech, in features: a hundred a second. Without it Whisper repeats the last words."""
_TOKENS_A_SECOND, _EXTRA_TOKENS = 6, 4
_REPETITION = re.compile(r"\b(\w[^.?!]{7,}?)\W+\1\b.*", re.IGNORECASE | re.DOTALL)


def transcribe_interim(model: WhisperModel, samples: NDArray[np.float32], rate: int) -> str:
    """Transcribe the latest seconds of speech.

    `WhisperModel.transcribe` always processes thirty seconds, which would take a third of a second.

    Args:
        model: The loaded model.
        samples: Mono samples of shape (samples,), between -1 and 1.
        rate: Samples a second.

    Returns:
        The text, after "…" if earlier speech is left out. Empty if nobody speaks.
    """
    latest = samples[-MAX_SECONDS * rate :]
    tokenizer = Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language="en")
    features: Any = model.feature_extractor(latest, padding=0)
    max_tokens = _EXTRA_TOKENS + _TOKENS_A_SECOND * latest.size // rate
    [result] = model.model.generate(
        model.encode(np.pad(features, [(0, 0), (0, _SILENT_FEATURES)])),
        [model.get_prompt(tokenizer, [], without_timestamps=True)],
        beam_size=1,
        # CTranslate2 generates at most half of `max_length`.
        max_length=2 * max_tokens,
        no_repeat_ngram_size=5,
        return_scores=True,
        return_no_speech_prob=True,
    )
    if result.scores[0] < MIN_LOGPROB or result.no_speech_prob > MAX_NO_SPEECH:
        return ""
    text = _REPETITION.sub(r"\1", str(tokenizer.decode(result.sequences_ids[0])).strip())
    return f"… {text}" if text and latest.size < samples.size else text
