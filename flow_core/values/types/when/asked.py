"""What a question says about the day or time that it asks for: the side of today, order of digits, part of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flow_core.languages import Locale
from flow_core.languages.days import Order, Side
from flow_core.languages.times import DayPart
from flow_core.languages.utterance import words_of
from flow_core.values.question import Reading
from flow_core.values.types.when.slots import phrase_in


@dataclass(frozen=True, slots=True)
class Asked:
    """The day of the question, and how it turns a day that could be several."""

    today: date
    side: Side | None
    """The side of today that is meant. None: a day ahead, and a year that may be past."""
    order: Order
    sunday_first: bool = False
    """Whether the week begins on Sunday for many people there."""
    about: date | None = None
    """The day that the call is about, from which "the Tuesday after" is counted."""


def asked_of(reading: Reading) -> Asked:
    """Return what the question of a reading says."""
    question, locale = reading.question, reading.locale
    past = question.prefer is None and _asks_for_the_past(question.prompt, locale)
    sunday_first = locale.region in locale.language.date_words.sunday_first
    about = None if question.about is None else date.fromisoformat(question.about)
    side: Side | None = "past" if past else question.prefer
    order = order_of(question.prompt, locale)
    return Asked(reading.today, side, order, sunday_first, about)


@lru_cache(maxsize=2048)
def order_of(prompt: str, locale: Locale) -> Order:
    """Return the order of day, month and year in digits: the question's ("day, month and year"), else the region's."""
    parts = locale.language.date_words.date_parts
    named = "".join(parts.get(word.text, "") for word in words_of(prompt))
    orders: tuple[Order, ...] = ("dmy", "mdy", "ymd")
    said: list[Order] = [order for order in orders if order in named]
    if len(said) == 1:
        return said[0]
    return "mdy" if locale.region in locale.language.date_words.month_first else "dmy"


@lru_cache(maxsize=2048)
def part_of(prompt: str, locale: Locale) -> DayPart | None:
    """Return the part of the day that a question asks about; None if it names none or several."""
    words = words_of(prompt)
    parts = set(phrase_in(words, locale.language.times.part_questions, 0, len(words)))
    return parts.pop() if len(parts) == 1 else None


@lru_cache(maxsize=2048)
def _asks_for_the_past(prompt: str, locale: Locale) -> bool:
    words = words_of(prompt)
    return any(locale.language.date_words.past_questions.at(words, index) for index in range(len(words)))
