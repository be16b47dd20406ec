"""The choice between the values found in an utterance. The type of the value is not known here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from flow_core.json import Json
from flow_core.values.answer import NoMatch
from flow_core.values.utterance import Word

if TYPE_CHECKING:
    from flow_core.values.language import CorrectionWords


@dataclass(frozen=True, slots=True)
class Found:
    """A value that stands in the words from `start` up to, and without, `end`."""

    value: Json | NoMatch
    """NoMatch if the words look like a value and are none."""
    start: int
    end: int


def corrects(words: Sequence[Word], corrections: CorrectionWords, *, refusals: bool = True) -> bool:
    """Return whether words between two values take the first value back.

    Args:
        words: The words between the two values.
        corrections: The language's words.
        refusals: Whether a "no" takes the first value back.
    """
    texts = [word.text for word in words]
    if not corrections.cues.isdisjoint(texts) or (refusals and not corrections.refusals.isdisjoint(texts)):
        return True
    return any(pair in corrections.cue_pairs for pair in pairwise(texts))


def settle(
    words: Sequence[Word],
    found: Sequence[Found],
    noun: str,
    corrections: CorrectionWords,
    *,
    whole: bool,
    refusals: bool = True,
) -> Json | NoMatch:
    """Return the one value that the caller meant.

    Args:
        words: The utterance.
        found: The values in it, in the order of the words and without overlap.
        noun: The author's name for the value, used in a NoMatch.
        corrections: The language's words.
        whole: Whether the utterance must be the value and nothing else.
        refusals: Whether a "no" takes back the value before it.
    """
    if not found:
        return NoMatch(f"no {noun} was heard")
    if whole:
        covers = found[0].start == 0 and found[0].end == len(words)
        return found[0].value if covers else NoMatch(f"more was said than one {noun}")
    remaining: list[Json | NoMatch] = []
    end = 0
    for one in found:
        if remaining and corrects(words[end : one.start], corrections, refusals=refusals):
            remaining.clear()
        if not _negated(words, one.start, end, corrections):
            remaining.append(one.value)
        end = one.end
    if not remaining:
        return NoMatch(f"the only {noun} heard was ruled out")
    if any(value != remaining[0] for value in remaining):
        return NoMatch(f"more than one {noun} was heard")
    return remaining[0]


def _negated(words: Sequence[Word], start: int, floor: int, corrections: CorrectionWords) -> bool:
    index = start - 1
    while index >= floor and not words[index].paused and words[index].text in corrections.after_negation:
        index -= 1
    return index >= floor and not words[index].paused and words[index].text in corrections.negations
