"""A quick look of Whisper's at words that are still being said, rougher than the one at their end."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]
from faster_whisper.tokenizer import Tokenizer  # type: ignore[import-untyped]
from numpy.typing import NDArray

MOST_SECONDS = 10
"""Of what was said, the last: a sixth of a second's work for two cores."""
_SILENCE_AFTER = 200
"""Features, a hundred a second. Without any, it says the last words over and over."""
_TOKENS_A_SECOND, _TOKENS_MORE = 6, 4
_LEAST_LOGPROB, _MOST_NO_SPEECH = -1.0, 0.7
"""As in local_stt."""
_OVER_AND_OVER = re.compile(r"\b(\w[^.?!]{7,}?)\W+\1\b.*", re.IGNORECASE | re.DOTALL)


def glimpse(model: WhisperModel, samples: NDArray[np.float32], rate: int) -> str:
    """The words so far, after "…" where there were more; empty for none.

    Whisper's own looks are at thirty seconds, however few were spoken: a third of a second for nothing.
    """
    last = samples[-MOST_SECONDS * rate :]
    tokenizer = Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language="en")
    features: Any = model.feature_extractor(last, padding=0)
    most = _TOKENS_MORE + _TOKENS_A_SECOND * last.size // rate
    [heard] = model.model.generate(
        model.encode(np.pad(features, [(0, 0), (0, _SILENCE_AFTER)])),
        [model.get_prompt(tokenizer, [], without_timestamps=True)],
        beam_size=1,
        # CTranslate2 takes half of it for the most that is said.
        max_length=2 * most,
        no_repeat_ngram_size=5,
        return_scores=True,
        return_no_speech_prob=True,
    )
    if heard.scores[0] < _LEAST_LOGPROB or heard.no_speech_prob > _MOST_NO_SPEECH:
        return ""
    text = _OVER_AND_OVER.sub(r"\1", str(tokenizer.decode(heard.sequences_ids[0])).strip())
    return f"… {text}" if text and last.size < samples.size else text
