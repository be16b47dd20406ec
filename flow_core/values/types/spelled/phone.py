"""Finds a telephone number as digits, with its leading plus. It does not check that a country uses the number."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages.utterance import Word
from flow_core.values.answer import NoMatch
from flow_core.values.question import Question, Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.spelled.lengths import misfit
from flow_core.values.types.spelled.runs import runs_of, spelled
from flow_core.values.understand import Found

MIN_DIGITS = 7
"""Digits of the shortest phone number that is read."""
MAX_DIGITS = 15
"""Digits of the longest phone number, by E.164."""

_CARD_LENGTHS = (14, 15)
"""Digits of a card number that is as short as a phone number."""
_CARD_STARTS = ("30", "34", "36", "37", "38")
"""The first digits of such a card (ISO/IEC 7812)."""


def from_digits(digits: str, question: Question, *, plus: str = "") -> str | NoMatch:
    """Return the number if a phone number can have these digits."""
    if len(digits) < MIN_DIGITS:
        return NoMatch(f"a phone number has {MIN_DIGITS} digits at least")
    if len(digits) > MAX_DIGITS:
        return NoMatch(f"a phone number has {MAX_DIGITS} digits at most")
    if not plus and _is_card(digits):
        return NoMatch("the digits are those of a payment card")
    return misfit(digits, question, "digits") or plus + digits


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    runs = runs_of(words, reading, plus=True)
    found = spelled(runs, words, reading, lambda text: _accepted(text, reading.question), PHONE.noun)
    # "extension 12" and "at 5" are not phone numbers. They stay words that are not understood.
    return [one for one in found if isinstance(one.value, str)] or found


def _accepted(text: str, question: Question) -> str | None:
    digits = "".join(filter(str.isdigit, text))
    half = digits[: len(digits) // 2]
    if len(digits) > MAX_DIGITS and digits == half * 2:
        digits = half
    value = from_digits(digits, question, plus="+" if text.startswith("+") else "")
    return value if isinstance(value, str) else None


def _is_card(digits: str) -> bool:
    """Return whether the digits have the length, the beginning and the check digit of a payment card."""
    if len(digits) not in _CARD_LENGTHS or not digits.startswith(_CARD_STARTS):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


PHONE = Finder("phone number", _find)
"""A number of 7 to 15 digits, after "+" if it was said."""
