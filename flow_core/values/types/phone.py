"""Finds a telephone number as digits, with its leading plus. It does not check that a country uses the number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flow_core.languages.utterance import Word, text_at
from flow_core.values.answer import NoMatch
from flow_core.values.gaps import corrects
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import Language

MIN_DIGITS = 7
"""Digits of the shortest phone number that is read."""
MAX_DIGITS = 15
"""Digits of the longest phone number, by E.164."""

_GROUP = re.compile(r"\+?[0-9(][0-9().\-/]*")


def from_digits(digits: str, *, plus: str = "") -> str | NoMatch:
    """Return the number if a phone number can have that many digits."""
    if len(digits) < MIN_DIGITS:
        return NoMatch(f"a phone number has {MIN_DIGITS} digits at least")
    if len(digits) > MAX_DIGITS:
        return NoMatch(f"a phone number has {MAX_DIGITS} digits at most")
    return plus + digits


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    language = reading.language
    runs: list[Found] = []
    index = 0
    while index < len(words):
        run = _run(words, index, language)
        runs.append(run)
        index = max(run.end, index + 1)
    heard = [run for run in runs if run.end > run.start]
    if not any(isinstance(run.value, str) for run in heard):
        return heard
    # "extension 12" and "at 5" are not phone numbers, and the "0124" of "no, sorry, 0124" is only a part of one.
    return [
        run
        for place, run in enumerate(heard)
        if isinstance(run.value, str)
        or (place and corrects(words[heard[place - 1].end : run.start], language.corrections))
    ]


def _run(words: Sequence[Word], start: int, language: Language) -> Found:
    plus = "+" if text_at(words, start) in language.number_words.plus else ""
    index = start + 1 if plus else start
    said: list[str] = []
    while (piece := _piece(words, index, language)) is not None:
        text, after = piece
        if text.startswith("+"):
            if said or plus:
                break
            plus = "+"
        said.append(text.removeprefix("+"))
        index = after
    if not said:
        return Found(None, start, start)
    return Found(from_digits("".join(said), plus=plus), start, index)


def _piece(words: Sequence[Word], index: int, language: Language) -> tuple[str, int] | None:
    """Read some digits of a number, and the index after them."""
    numbers, zeros = language.numbers, language.number_words.zeros
    text = text_at(words, index)
    if _GROUP.fullmatch(text):
        digits = "".join(filter(str.isdigit, text))
        return ("+" if text.startswith("+") else "") + digits, index + 1
    times = language.number_words.repeats.get(text, 0)
    at = index + 1 if times else index
    digit = numbers.digit_at(words, at)
    if digit is not None and (times or text_at(words, at + 1) not in zeros):
        return digit * (times or 1), at + 1
    spoken = None if times else numbers.below_hundred(words, at)
    if spoken is None:
        return None
    value, end = spoken
    if value and text_at(words, end) in zeros:
        return f"{value}{zeros[words[end].text]}", end + 1
    return str(value), end


PHONE = Finder("phone number", _find)
"""A number of 7 to 15 digits, after "+" if it was said."""
