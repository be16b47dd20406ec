"""How often the worker cuts a caller off in a pause, and how long it waits at the end: by silence and by meaning.

The pauses are put into Piper's speech. The model judges them as livekit-agents asks it to: 0.2 s after the last sound.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import numpy as np
from livekit import local_inference, rtc
from livekit.agents.inference.eot.languages import LOCAL_LANGUAGES
from numpy.typing import NDArray

from agent_worker.call.patience import EndDelays, end_delays
from bench.figures import Figure, Grid, Part, times_at_most
from voices.piper import loaded_piper

RATE = 16_000
SILENCE_SECONDS = 0.2
"""Seconds of silence before the model is asked."""
PAUSES = (0.6, 0.9, 1.4)
"""Seconds of a pause within an utterance."""
FEWER = 0.5
"""The limit of the callers who are cut off with meaning, as a ratio to those with silence."""
_LOUD = 300
SAID: tuple[tuple[str, str, str], ...] = (
    ("string", "I would like to book a table for", "four people on Friday."),
    ("string", "My computer does not", "start any more."),
    ("string", "I want to speak to a", "person, please."),
    ("string", "Well, I think that", "I need a new card."),
    ("string", "I lost my keys, and", "now I can't get in."),
    ("string", "My name is", "Anna Miller."),
    ("boolean", "Yes, but", "only on Monday."),
    ("date", "Tomorrow at", "half past nine."),
    ("date", "On Friday the", "third of March."),
    ("money", "It was about two hundred", "and fifty dollars."),
    ("digits", "It is four seven", "one one nine."),
    ("digits", "Zero three zero", "five five five, one two."),
    ("code", "The order number is A B", "seven two three."),
    ("email", "My e-mail address is anna at", "example dot com."),
    ("email", "It is j dot miller", "at home dot org."),
)
"""The type that is asked for, words before a pause, and words after it."""


def measure() -> Part:
    judge = _Judge()
    judged = [(kind, judge.is_whole(half), judge.is_whole(f"{half} {rest}")) for kind, half, rest in SAID]
    rows = []
    cut: dict[str, int] = {}
    waits: dict[str, float] = {}
    for name in ("silence, the same for each question", "silence, by question", "meaning, by question"):
        cut_off = {pause: sum(_delay(name, kind, half) <= pause for kind, half, _ in judged) for pause in PAUSES}
        ends = sorted(_delay(name, kind, whole) for kind, _, whole in judged)
        cut[name], waits[name] = sum(cut_off.values()), sum(ends) / len(ends)
        rows.append([name, *(f"{cut_off[pause]} of {len(judged)}" for pause in PAUSES), _seconds(ends)])
    _, by_question, by_meaning = cut
    return Part(
        "turn-end",
        "The end of an utterance",
        figures=(
            times_at_most("callers cut off, by meaning to by silence", cut[by_meaning], cut[by_question], FEWER, ""),
            Figure(
                "the wait at the end, by meaning to by silence: mean", f"{waits[by_meaning] / waits[by_question]:.2f}"
            ),
            Figure("halves that the model takes for whole", f"{sum(half for _, half, _ in judged)} of {len(judged)}"),
            Figure(
                "whole utterances that it takes for halves", f"{sum(not end for _, _, end in judged)} of {len(judged)}"
            ),
        ),
        grids=(
            Grid(
                (
                    "an utterance ends by",
                    *(f"cut off in {pause} s" for pause in PAUSES),
                    "the wait at the end: median, mean",
                ),
                rows,
            ),
        ),
        notes=(
            f"{len(SAID)} utterances of Piper with a pause before their end. A caller is cut off if the worker waits "
            "no longer than the pause lasts. The wait does not include speech to text.",
            "The first row is the worker without patience by question: 0.5 s.",
        ),
    )


def _delay(name: str, kind: str, whole: bool) -> float:
    if name.startswith("meaning"):
        return _after(end_delays((kind,), "meaning"), whole)
    return end_delays((kind,) if name.endswith("by question") else (), "silence").after_whole


def _after(patience: EndDelays, whole: bool) -> float:
    return patience.after_whole if whole else patience.after_half


def _seconds(ends: list[float]) -> str:
    return f"{ends[len(ends) // 2]:.1f} s, {sum(ends) / len(ends):.2f} s"


class _Judge:
    def __init__(self) -> None:
        self._model = local_inference.EOT()

    def is_whole(self, text: str) -> bool:
        sound = np.concatenate([_trimmed(_spoken(text)), np.zeros(int(RATE * SILENCE_SECONDS), np.int16)])
        return float(self._model.predict(sound[-local_inference.EOT_MAX_SAMPLES :])) >= LOCAL_LANGUAGES["en"]


def _spoken(text: str) -> NDArray[np.int16]:
    piper = loaded_piper()

    async def speak() -> bytes:
        return b"".join([pcm async for pcm in piper.sentences(text)])

    resampler = rtc.AudioResampler(piper.sample_rate, RATE, quality=rtc.AudioResamplerQuality.HIGH)
    return _joined([*resampler.push(bytearray(asyncio.run(speak()))), *resampler.flush()])


def _joined(frames: Iterable[rtc.AudioFrame]) -> NDArray[np.int16]:
    return np.concatenate([np.frombuffer(frame.data, np.int16) for frame in frames])


def _trimmed(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _LOUD)
    return samples[loud[0] : loud[-1] + 1]
