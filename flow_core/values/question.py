"""What a caller is asked for, and the circumstances of an answer. It reads no utterance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from flow_core.authored.asked import ValueType
from flow_core.languages import Locale
from flow_core.languages.utterance import words_of
from flow_core.values.answer import Choice
from flow_core.values.memory import Memory

if TYPE_CHECKING:
    from flow_core.languages.language import Language


@dataclass(frozen=True, slots=True)
class Question:
    """What a caller is asked for."""

    value_type: ValueType = "string"
    choices: tuple[Choice, ...] = ()
    """The choices on offer, for the type "choice"."""
    prompt: str = ""
    """The words of the question, without values. An answer may repeat them."""
    many: bool = False
    """Whether the value is a list of one or more."""
    prefer: Literal["past", "future"] | None = None
    """The side of today on which a date or time lies that could lie on both."""
    length: int | None = None
    """The exact number of characters of digits and codes."""
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    """A regular expression that the whole of a code matches."""
    country: str | None = None
    """ISO 3166: the country of a postcode or phone number; None for the region of the language."""
    about: str | None = None
    """YYYY-MM-DD: the day that the call is about, from which "the Tuesday after" is counted. None: there is none."""


@dataclass(frozen=True)
class Reading:
    """The circumstances in which an answer is read."""

    question: Question
    locale: Locale
    at: int
    """The turn's time in milliseconds since the epoch."""
    zone: str = "UTC"
    """IANA. Days and times are those of this zone."""
    whole: bool = False
    """Whether the utterance must be the value and nothing else."""
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)
    """What was found in the answer. The readings of all questions that it may answer have the same one."""

    @property
    def language(self) -> Language:
        """The caller's language."""
        return self.locale.language

    @cached_property
    def now(self) -> datetime:
        """The turn's time in the zone."""
        return datetime.fromtimestamp(self.at / 1000, ZoneInfo(self.zone))

    @property
    def today(self) -> date:
        """The turn's day in the zone."""
        return self.now.date()

    @property
    def echoes(self) -> frozenset[str]:
        """The words of the question that an answer may repeat."""
        return _echoes(self.question.prompt, self.locale)


@lru_cache(maxsize=2048)
def _echoes(prompt: str, locale: Locale) -> frozenset[str]:
    asides, corrections = locale.language.asides, locale.language.corrections
    never = asides.meaningful | asides.question_starts | corrections.cues | corrections.refusals | corrections.negations
    return frozenset(word.text for word in words_of(prompt)) - never
