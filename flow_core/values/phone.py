"""Reads a telephone number as digits, with its leading plus. Never checks that a country uses it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flow_core.json import Json
from flow_core.values.answer import NoMatch
from flow_core.values.spoken import REPEATS, below_hundred, digit_at
from flow_core.values.utterance import Found, Word, corrects, settle, text_at, words_of

FEWEST_DIGITS = 7
MOST_DIGITS = 15
"""E.164."""

_GROUP = re.compile(r"\+?[0-9(][0-9().\-/]*")
_HUNDREDS = {"hundred": "00", "thousand": "000"}


def read_phone(said: str, *, whole: bool) -> Json | NoMatch:
    """The digits of a number of 7 to 15 digits, after "+" if it was said."""
    words = words_of(said)
    return settle(words, _numbers(words), "phone number", whole=whole)


def from_digits(digits: str, *, plus: str = "") -> str | NoMatch:
    """The number if it has as many digits as a phone number can have."""
    if len(digits) < FEWEST_DIGITS:
        return NoMatch(f"a phone number has {FEWEST_DIGITS} digits at least")
    if len(digits) > MOST_DIGITS:
        return NoMatch(f"a phone number has {MOST_DIGITS} digits at most")
    return plus + digits


def _numbers(words: Sequence[Word]) -> list[Found]:
    runs: list[Found] = []
    index = 0
    while index < len(words):
        run = _run(words, index)
        runs.append(run)
        index = max(run.end, index + 1)
    heard = [run for run in runs if run.end > run.start]
    if not any(isinstance(run.value, str) for run in heard):
        return heard
    # "extension 12" and "at 5" are no phone numbers; "no, sorry, 0124" would be half of one.
    return [
        run
        for place, run in enumerate(heard)
        if isinstance(run.value, str) or (place and corrects(words[heard[place - 1].end : run.start]))
    ]


def _run(words: Sequence[Word], start: int) -> Found:
    plus = "+" if text_at(words, start) == "plus" else ""
    index = start + 1 if plus else start
    said: list[str] = []
    while (piece := _piece(words, index)) is not None:
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


def _piece(words: Sequence[Word], index: int) -> tuple[str, int] | None:
    text = text_at(words, index)
    if _GROUP.fullmatch(text):
        digits = "".join(filter(str.isdigit, text))
        return ("+" if text.startswith("+") else "") + digits, index + 1
    times = REPEATS.get(text, 0)
    at = index + 1 if times else index
    digit = digit_at(words, at)
    if digit is not None and (times or text_at(words, at + 1) not in _HUNDREDS):
        return digit * (times or 1), at + 1
    spoken = None if times else below_hundred(words, at)
    if spoken is None:
        return None
    value, end = spoken
    if value and text_at(words, end) in _HUNDREDS:
        return f"{value}{_HUNDREDS[words[end].text]}", end + 1
    return str(value), end
