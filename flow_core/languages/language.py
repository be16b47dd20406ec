"""The interface of a language for the readers of values: words as data, and functions where its grammar decides.

The rules in types/ know a language through these Protocols only. A module imports them
for its type checker only: at run time they would make the start slower. This module holds no word of any language.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, Protocol

from flow_core.languages.days import DayMeaning, DistanceMeaning, Side, Unit
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Answer, Move, Phrases, PhraseTable
from flow_core.languages.times import DayPart, LengthMeaning, TimeMeaning
from flow_core.languages.utterance import Word


class CorrectionWords(Protocol):
    """Words between or before values that take a value back or rule it out."""

    cues: frozenset[str]
    """Words that take back the value before them: "actually", "sorry"."""
    refusals: frozenset[str]
    """Forms of "no". They take back the value before them too, unless the value is a yes or a no."""
    cue_pairs: frozenset[tuple[str, str]]
    """Pairs of words that take back the value before them: "I mean"."""
    negations: frozenset[str]
    """Words that rule out the value after them: "not", "except"."""
    after_negation: frozenset[str]
    """Words that may stand between a negation and the value: "not on the 5th"."""
    trailing_negations: frozenset[str]
    """Negations that also rule out the value before them: German "Freitag nicht". Without a pause they are unclear."""
    contrasts: frozenset[str]
    """Words after a value that was ruled out: "but" in "not Monday but Tuesday"."""


class ChoiceWords(Protocol):
    """Words that point at one of several choices."""

    same: Mapping[str, str]
    """Word -> the word that it is read as, such as "two" -> "2"."""
    ordinals: Mapping[str, int]
    """Ordinal -> position, counted from 1."""
    last: frozenset[str]
    """Words for the last choice."""
    articles: frozenset[str]
    """Articles before an ordinal: "the" in "the second"."""
    after_ordinal: frozenset[str]
    """Nouns after an ordinal, as `same` reads them: "option" in "the second option"."""
    before_number: frozenset[str]
    """Nouns before a number: "option" in "option two"."""

    def singular(self, word: str) -> str:
        """Return the form under which the plural and the singular of a word are the same choice."""


class EmailWords(Hashable, Protocol):
    """Words with which an e-mail address is spoken."""

    not_locals: frozenset[tuple[str, ...]]
    """Words before "at" that are a clause and no address: "I am" in "I am at"."""
    persons: frozenset[str]
    """Words in `before` that are an address if nothing but its introduction is said before it: "me"."""
    introductions: frozenset[str]
    """Last words of a phrase that introduces an address: "it's", "is"."""
    at: tuple[str, ...]
    """Words for "@". A free-standing "@" is read as the first one."""
    after_at: frozenset[str]
    """Words that may follow the word for "@": "sign" in "at sign"."""
    connectors: Mapping[str, str]
    """Word, or words, without accents -> the character, such as "dot" -> ".", in Spanish "guion bajo" -> "_"."""
    accents: str
    """Letters in words of callers that are a plain letter in an address: "é" in "José". Others make it unclear."""
    dots: frozenset[str]
    """The words for "." after which a domain may end."""
    before: frozenset[str]
    """Words that stand before an address and are not part of it."""
    example_pairs: frozenset[tuple[str, str]]
    """Pairs of words that introduce an example of a letter: "as in" in "M as in Mary"."""
    example_words: frozenset[str]
    """Words that introduce an example after a single letter: "for" in "M for Mary"."""


class NumberWords(Protocol):
    """Words around the numerals of a number."""

    minus: frozenset[str]
    """Words for "-" before a number."""
    plus: frozenset[str]
    """Words for "+" before a phone number."""
    decimal_points: frozenset[str]
    """Words between the whole part and the decimals."""
    collectives: Mapping[tuple[str, ...], int]
    """Phrases that are a number: "half a dozen". A phrase stands before the phrases that it contains."""
    fractions: Mapping[tuple[str, ...], Fraction]
    """Phrases after a number that add a fraction: "and a half"."""
    multipliers: Mapping[str, int]
    """Words after a number that multiply it: "million" in "2.5 million"."""
    parts: Mapping[tuple[str, ...], Fraction]
    """Phrases that are a fraction without a number: "three quarters"."""
    reckoning: frozenset[str]
    """Words between two numbers that make another number of them: "times", "of"."""
    repeats: Mapping[str, int]
    """Words before a digit or letter that repeat it: "double"."""
    zeros: Mapping[str, str]
    """Words after a numeral that append zeros to a phone number: "hundred" -> "00"."""
    range_starts: frozenset[str]
    """Words that announce two numbers: "between"."""
    day_articles: frozenset[str]
    """Articles before a day of the month that is a plain number: French "le quatre"."""


class NumberReader(Protocol):
    """Reads numerals at a place in an utterance. A result's index is that of the first word after the numeral."""

    def below_hundred(self, words: Sequence[Word], index: int) -> tuple[int, int] | None:
        """Read a number from 0 to 99 in words, and the index after it."""

    def cardinal(self, words: Sequence[Word], index: int, *, conjoin: bool = True) -> tuple[int, int] | None:
        """Read a whole number in words or digits, and the index after it.

        Args:
            words: The utterance.
            index: Where the number begins.
            conjoin: Whether "and" may join the parts of the number.
        """

    def digits(self, words: Sequence[Word], index: int) -> tuple[str, int]:
        """Read digits said one by one without a pause, and the index after them. The text may be empty."""

    def digit_at(self, words: Sequence[Word], index: int) -> str | None:
        """Read one digit."""

    def joined(self, first: object, second: object) -> int | None:
        """Return the number that two numbers in words are without a pause: "one fifty", "nineteen eighty four"."""

    def is_ordinal_end(self, words: Sequence[Word], index: int) -> bool:
        """Return whether the word at `index` makes an ordinal of the number before it: "first" in "twenty first"."""

    def is_pronoun(self, words: Sequence[Word], index: int) -> bool:
        """Return whether the number word at `index` is a pronoun there: "one" in "that one"."""


class MoneyWords(Protocol):
    """Words with which an amount of money is said."""

    units: PhraseTable[tuple[str, ...]]
    """Name or sign of a currency -> its codes (ISO 4217). The first is meant where the region has none of them."""
    parts: PhraseTable[tuple[str, ...]]
    """Name of the hundredth of a currency, such as "cent" -> the codes of the currencies that have it."""
    articles: frozenset[str]
    """Words for one unit: "a" in "a dollar fifty"."""
    joints: frozenset[str]
    """Words between the units and the hundredths: "and"."""
    halves: Mapping[tuple[str, ...], Fraction]
    """Phrases after a unit that add a fraction of it: "and a half" in "two dollars and a half"."""
    multipliers: Mapping[str, int]
    """Words after a number that multiply an amount: "grand"."""
    decimal_mark: str
    """The mark before decimals in digits: "." or ",". The other one stands between thousands."""


class SpellingWords(Protocol):
    """Words with which letters and digits are spelled."""

    letters: PhraseTable[str]
    """Name of a letter as it is transcribed -> the letter in upper case: "zed"."""
    doubtful_letters: PhraseTable[str]
    """The same, for names that are other words too: "you". They count only between two other letters or digits."""
    zeros: Mapping[str, str]
    """Name of the digit zero that is the name of a letter too -> the letter in upper case: "oh" -> "O"."""
    alphabet: Mapping[str, str]
    """Word of a spelling alphabet -> its letter in upper case: "bravo"."""
    examples: Phrases
    """Phrases between a letter and a word that begins with it: "as in"."""
    cases: Phrases
    """Phrases before a letter that say its size: "capital"."""
    within: Phrases
    """Phrases that may stand between the parts of one spelled value: "um", "and then"."""
    separators: PhraseTable[str]
    """Name of a mark between letters or digits -> the mark: "dash" -> "-"."""
    suffixes: frozenset[str]
    """Letters after digits with which they are no code: "pm" in "5pm"."""


class NameWords(Protocol):
    """Words in and around the name of a person."""

    articles: frozenset[str]
    """Articles, after which no name of a person stands: "the" in "I'm the plumber"."""
    particles: frozenset[str]
    """Words of a surname that are written with a small letter after a first name: "van"."""
    prefixes: tuple[str, ...]
    """Beginnings of a surname after which a capital follows: "mc" in "McDonald"."""
    elided: frozenset[str]
    """Words of one letter that an apostrophe joins to the next word: "o" in "O'Neil"."""
    given: Phrases
    """Phrases before a first name alone: "first name"."""
    family: Phrases
    """Phrases before a surname alone: "last name"."""
    wishes: Phrases
    """Phrases with which a caller asks for somebody: "can I have"."""
    others: frozenset[str]
    """Usual words that are no part of a name."""
    forenames: frozenset[str]
    """Usual words that are a name only before another name: "will"."""
    surnames: frozenset[str]
    """Usual words that are a name only after another name: "young"."""


class DateWords(Protocol):
    """Days as they are named. `days`, `before_day` and `after_day` are patterns with the slots that each one lists.

    The date of today is not known here.
    """

    months: PhraseTable[int]
    """Names of the months -> 1 to 12."""
    weekdays: PhraseTable[int]
    """Names of the days of the week -> 0 for Monday to 6 for Sunday."""
    ordinals: PhraseTable[int]
    """Ordinals -> 1 to 31: "first", "1st"."""
    units: PhraseTable[Unit]
    """Units of time, in each of their forms."""
    counts: PhraseTable[int]
    """Words that count and are no numerals: "a", "a couple of"."""
    abbreviations: re.Pattern[str]
    """Words after which a full stop is no pause: "Feb.", in German also "5."."""
    introductions: frozenset[str]
    """Words before a day: "on"."""
    articles: frozenset[str]
    """Words before a day of the week that is next to another day: "the"."""
    days: Patterns[DayMeaning]
    """Days.

    Slots: {month}, {weekday}, {day} (an ordinal or a cardinal), {nth} (an ordinal), {digit nth} ("5th"), {nth month}
    (an ordinal that is a month), {year}, {full year} (not of two digits), {count} and {unit}, {first} and {second} (the
    numbers of a date in digits). The meanings are in days.py.
    """
    before_day: Patterns[DistanceMeaning]
    """Distances from the day after them: "two weeks after", "three weeks", with {count} and {unit}."""
    near_day: Patterns[Side]
    """What stands between a day of the week and a day that it is next to: "after" in "the Monday after Christmas"."""
    after_day: Patterns[DistanceMeaning]
    """Distances from the day before them: "week" in "tomorrow week", with {count} and {unit}."""
    month_first: frozenset[str]
    """ISO 3166: the regions in which a date in digits begins with the month."""
    sunday_first: frozenset[str]
    """ISO 3166: the regions in which the week begins on Sunday. There, "next week" is unclear on a Sunday."""
    date_parts: Mapping[str, Literal["d", "m", "y"]]
    """The parts of a date as a question names them. "Day, month and year" is an order."""
    past_questions: Phrases
    """Phrases of a question that asks for a day in the past: "date of birth"."""


class DateReader(Protocol):
    """Reads what patterns cannot say."""

    def years_at(self, words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
        """Read a year at an index: each one that it can be, and the index after it.

        A year of two digits is below 100 ("eighty four", "oh five"). A number below ten in one word is no year.
        """


class TimeWords(Protocol):
    """Times of day and lengths of time."""

    times: Patterns[TimeMeaning]
    """Times.

    Slots: {hour}, {minutes}, {fives} (5, 10, 20 or 25), {minute} (two digits: "thirty", "oh five"), {zero hour} ("oh
    nine"), {clock} ("19:30", "7pm", "1930"), {part}, {part after} and {part too} (parts of the day). The meanings are
    in times.py.
    """
    hours: PhraseTable[int]
    """Words for an hour that are no numerals. In many languages there are none."""
    parts: PhraseTable[DayPart]
    """Parts of the day: "pm", "in the evening"."""
    part_questions: PhraseTable[DayPart]
    """Phrases of a question that asks for a time in one part of the day: "dinner"."""
    clock_marks: frozenset[str]
    """Letters in a time of digits that stand for the hours: "h" in "19h30"."""
    introductions: frozenset[str]
    """Words before a time, and between a day and a time: "at"."""
    now: Phrases
    """Words for this moment."""
    lengths: Patterns[LengthMeaning]
    """Lengths of time, with {quantity}, {unit}, {minute} and {length} ("1h30"). The meanings are in times.py."""
    no_length_after: frozenset[str]
    """Asides that make a time of day of the hours after them: "à" in French "à deux heures"."""
    no_length_before: frozenset[str]
    """Words after a length that make another thing of it: Spanish "dos horas tarde" is two hours late."""
    joints: frozenset[str]
    """Words between the parts of a length: "and" in "an hour and ten minutes"."""
    lead_in: PhraseTable[Side]
    """Words before a length that say on which side of now it ends: "in", in Spanish also "hace"."""
    lead_out: PhraseTable[Side]
    """Words after a length that say on which side of now it ends: "ago", "from now"."""


class AsideWords(Protocol):
    """Words that change no answer, and words that always do."""

    anywhere: Phrases
    """Politeness, fillers and thinking aloud, in an answer of any type: "please", "um", "let me see"."""
    around: Mapping[str, Phrases]
    """Type of value -> phrases that stand around such a value: "of us" in "four of us"."""
    meaningful: frozenset[str]
    """Words that are never understood for the reason alone that the question has them: "not", "what", "or"."""
    question_starts: frozenset[str]
    """Words that make a question of the clause that they begin: "what", "is", "how"."""
    copulas: frozenset[str]
    """Verbs, with their accents, that begin an answer and, before a question mark, a question: Italian "è venerdì?"."""
    conjunctions: frozenset[str]
    """Words between several values: "and"."""


class SaidWords(Protocol):
    """What a flow says of its own accord, where its author writes no words."""

    apology: str
    """The flow's last words after a failure. The caller must not hear silence."""
    take_your_time: str
    """The answer to a caller who asks for time."""
    here: str
    """The answer to a caller who asks whether anybody is there. The open question follows."""
    what_to_change: str
    """The question after a caller has said that what was read back is wrong."""


class Language(Hashable, Protocol):
    """A language that callers speak."""

    code: str
    """BCP 47, such as "en"."""
    region: str
    """ISO 3166: the region of a tag that names none, such as "US"."""
    asides: AsideWords
    """Words that change no answer."""
    moves: PhraseTable[Move]
    """Whole utterances, without their asides, that neither answer nor ask for anything of the flow."""
    declines: Phrases
    """Whole utterances, without their asides, of a caller who has no such value: "I don't have one"."""
    corrections: CorrectionWords
    """Words that take a value back or rule it out."""
    yes_no: PhraseTable[Answer]
    """Phrases that answer a yes-or-no question."""
    negates: Phrases
    """Phrases that make a no of the yes after them: "don't think" in "I don't think that's right"."""
    choices: ChoiceWords
    """Words that point at a choice."""
    emails: EmailWords
    """Words of a spoken e-mail address."""
    number_words: NumberWords
    """Words around numerals."""
    numbers: NumberReader
    """Reads numerals."""
    money: MoneyWords
    """Words of an amount of money."""
    spelling: SpellingWords
    """Words of spelled letters and digits."""
    names: NameWords
    """Words in and around a person's name."""
    date_words: DateWords
    """Words around dates."""
    dates: DateReader
    """Reads years."""
    times: TimeWords
    """Times of day and lengths of time."""
    said: SaidWords
    """What a flow says of its own accord."""
