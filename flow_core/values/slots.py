"""Reads the values of several questions from one answer: "a table for four this Friday".

Every word must be understood, as in understand.py, by one of the questions. A value that could belong to two questions
belongs to the one whose words stand beside it, else to the one that was just asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from flow_core.json import Json
from flow_core.languages import Locale
from flow_core.languages.utterance import Word
from flow_core.values.answer import NoMatch
from flow_core.values.gaps import around, beside, gap_between, understood
from flow_core.values.memory import Memory
from flow_core.values.question import Question, Reading
from flow_core.values.types import finder_of
from flow_core.values.types.text import read_text
from flow_core.values.understand import TOO_LONG, Found, answer_words

_NEAR = 4
"""Words beside a value in which the words of its question are searched."""
_ONLY_IF_ASKED: frozenset[str] = frozenset({"string", "boolean"})
"""Types whose values have no mark of their own: any word can be one. They are read for the question that was asked."""
_COUNTS: frozenset[str] = frozenset({"integer", "number"})
_ONLY_IF_NAMED: frozenset[str] = frozenset({"name", "code", "digits"})
"""Types that are read for another question only if its words stand before the value: "my name is James"."""


_MOST_AGAIN = 3
"""Values of an answer that are read again without the words before them. The limit keeps the time short."""


class _Candidate(NamedTuple):
    """A value and the slot that it may belong to."""

    slot: str
    found: Found
    rank: tuple[int, int, int, int]
    """Higher is better: marks of the slot beside the value, words, whether the slot was asked, the order of slots."""


class _Counts(NamedTuple):
    """The candidates that are numbers."""

    by_end: Mapping[int, Sequence[_Candidate]]
    """The index after their words -> the candidates."""
    starts: Set[tuple[str, int]]
    """The slot and the first index of each."""


def read_slots(
    said: str,
    slots: Mapping[str, Question],
    locale: Locale,
    *,
    at: int,
    zone: str = "UTC",
    asked: str | None = None,
    prompt: str = "",
) -> Mapping[str, Json] | NoMatch:
    """Read the values of one or more slots in an utterance. No utterance raises an error.

    Args:
        said: The caller's words.
        slots: Slot -> its question, in the author's order.
        locale: The caller's language and region.
        at: The turn's time in milliseconds since the epoch.
        zone: IANA. Days and times are those of this zone.
        asked: The slot whose question is open; None if all were asked at once.
        prompt: The words of the form's own question. An answer may repeat them.

    Returns:
        Slot -> value, for one slot at least; NoMatch if no value was heard, or if words are not understood.
    """
    if asked is not None and slots[asked].value_type == "string":
        text = read_text(said)
        return text if isinstance(text, NoMatch) else {asked: text}
    words = answer_words(said)
    if words is None:
        return TOO_LONG
    memory = Memory()
    readings = {
        slot: Reading(replace(question, prompt=f"{prompt} {question.prompt}"), locale, at, zone, memory=memory)
        for slot, question in slots.items()
        if question.value_type not in _ONLY_IF_ASKED or slot == asked
    }
    candidates = _candidates(words, readings, asked)
    chosen = _choose(candidates)
    if all(one.found.aside for one in chosen):
        return NoMatch("no value was heard")
    counts = _counts(candidates, readings)
    if any(_shares_number(words, one, counts, readings) for one in chosen):
        return NoMatch("a number may belong to one value or to the next")
    return _settle(words, chosen, readings)


def _candidates(words: Sequence[Word], readings: Mapping[str, Reading], asked: str | None) -> list[_Candidate]:
    candidates: list[_Candidate] = []
    mark_at = _marks_of(words, readings)
    for place, (slot, reading) in enumerate(readings.items()):
        for found in finder_of(reading.question.value_type).find(words, reading):
            marks = _marks(words, found, slot, mark_at)
            if reading.question.value_type in _ONLY_IF_NAMED and slot != asked and not marks:
                continue
            if slot != asked and (_is_position(words, found, reading) or _is_count(words, found, reading, readings)):
                continue
            candidates.append(_Candidate(slot, found, (marks, found.end - found.start, slot == asked, -place)))
    times = [each.found for each in candidates if readings[each.slot].question.value_type == "time"]
    return [_before_time(words, each, times, readings[each.slot]) for each in candidates]


def _before_time(words: Sequence[Word], one: _Candidate, times: Sequence[Found], reading: Reading) -> _Candidate:
    """Leave to a time the part of the day that a date ends in: "tomorrow" in "tomorrow evening at eight"."""
    if reading.question.value_type != "date":
        return one
    start = one.found.start
    for end in (time.start for time in times if start < time.start < one.found.end < time.end):
        shorter = finder_of("date").find(words[start:end], reading)
        if [(each.start, each.end) for each in shorter] == [(0, end - start)]:
            return one._replace(found=replace(one.found, end=end))
    return one


def _counts(candidates: Sequence[_Candidate], readings: Mapping[str, Reading]) -> _Counts:
    numbers = [one for one in candidates if readings[one.slot].question.value_type in _COUNTS]
    by_end: dict[int, list[_Candidate]] = {}
    for one in numbers:
        by_end.setdefault(one.found.end, []).append(one)
    return _Counts(by_end, {(one.slot, one.found.start) for one in numbers})


def _marks(words: Sequence[Word], found: Found, slot: str, mark_at: Callable[[int], str | None]) -> int:
    """Return the number of words beside a value that only its own question understands."""
    near = [*range(max(0, found.start - _NEAR), found.start), *range(found.end, min(len(words), found.end + _NEAR))]
    return [mark_at(index) for index in near].count(slot)


def _marks_of(words: Sequence[Word], readings: Mapping[str, Reading]) -> Callable[[int], str | None]:
    """Return what tells for an index the slot whose question alone understands the word; None for none or several."""
    questions = [(slot, reading.echoes, around(reading)) for slot, reading in readings.items()]
    tables = dict.fromkeys(table for _, _, table in questions)

    @cache
    def mark_at(index: int) -> str | None:
        text = words[index].text
        begun = {table for table in tables if table.end_at(words, index) is not None}
        slots = [slot for slot, echoes, table in questions if table in begun or text in echoes]
        return slots[0] if len(slots) == 1 else None

    return mark_at


def _is_position(words: Sequence[Word], found: Found, reading: Reading) -> bool:
    """Return whether a value is a choice that was named by its position alone: "two"."""
    alone = found.end - found.start == 1
    return (
        reading.question.value_type == "choice"
        and alone
        and reading.language.choices.same.get(words[found.start].text, words[found.start].text).isdigit()
    )


def _is_count(words: Sequence[Word], found: Found, reading: Reading, readings: Mapping[str, Reading]) -> bool:
    """Return whether a time is a number alone, which may be another slot's: "five" in "for three and for five"."""
    counts = any(each.question.value_type in _COUNTS for each in readings.values())
    if reading.question.value_type != "time" or not counts:
        return False
    introduced = found.start and words[found.start - 1].text in reading.language.times.introductions
    number = reading.language.numbers.cardinal(words, found.start)
    return not introduced and number is not None and number[1] == found.end


def _shares_number(words: Sequence[Word], one: _Candidate, counts: _Counts, readings: Mapping[str, Reading]) -> bool:
    """Return whether a value ends in a number that may be another's: "seven thirty four people"."""
    start, end = one.found.start, one.found.end
    reading = readings[one.slot]
    if reading.question.value_type in _COUNTS:
        first = reading.language.numbers.below_hundred(words, start)
        times = any(each.question.value_type in ("time", "datetime") for each in readings.values())
        rest = None if first is None else reading.language.numbers.below_hundred(words, first[1])
        return times and rest is not None and rest[1] == end
    for each in counts.by_end.get(end, ()):
        if not start < each.found.start:
            continue
        after = around(readings[each.slot]).end_at(words, end)
        if after is None or words[end - 1].paused or understood(words, end, len(words), beside([reading])) is not None:
            continue
        if not any((each.slot, place) in counts.starts for place in range(end, after + 1)):
            return True
    return False


def _choose(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the candidates that remain if the best of those that overlap wins, in the order of the words."""
    taken: set[int] = set()
    chosen: list[_Candidate] = []
    for one in sorted(candidates, key=_by_length_and_rank):
        place = range(one.found.start, one.found.end)
        if taken.isdisjoint(place):
            taken.update(place)
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.found.start)


def _by_length_and_rank(one: _Candidate) -> tuple[bool, int, tuple[int, ...]]:
    length = one.found.end - one.found.start
    # Words that hold no value are understood only where they are no value of another slot.
    return one.found.aside or isinstance(one.found.value, NoMatch), -length, tuple(-each for each in one.rank)


def _settle(
    words: Sequence[Word], chosen: Sequence[_Candidate], readings: Mapping[str, Reading]
) -> Mapping[str, Json] | NoMatch:
    around_them = beside(readings.values())
    kept: dict[str, list[Json]] = {}
    never: dict[str, list[Json | NoMatch]] = {}
    end, before, ruled_out = 0, "", False
    read_again = 0
    for slot, each, _ in chosen:
        found = each
        if before not in ("", slot) and isinstance(each.value, NoMatch):
            found, read_again = _after_another_slot(words, each, readings[slot]), read_again + 1
            if read_again > _MOST_AGAIN:
                return each.value
        gap = gap_between(words, end, found.start, around_them)
        if gap.leftover is not None:
            return NoMatch(f"not understood: {gap.leftover!a}")
        paused = any(word.paused for word in words[max(end - 1, 0) : found.start])
        if ruled_out and slot != before and not (paused or gap.contrasts or gap.corrects):
            # "not on Friday at seven" may want another day or another time.
            return NoMatch("unclear which values are ruled out")
        before, end, ruled_out = slot, found.end, False
        if found.aside:
            continue
        values = kept.setdefault(slot, [])
        if gap.negates:
            kept[slot] = [value for value in values if value != found.value]
            never.setdefault(slot, []).append(found.value)
            ruled_out = not kept[slot]
            continue
        if found.value in never.get(slot, ()):
            return NoMatch("a value was ruled out, and said again")
        if isinstance(found.value, NoMatch):
            return found.value
        if gap.corrects and values:
            values.pop()
        if found.value not in values:
            values.append(found.value)
    tail = gap_between(words, end, len(words), around_them)
    if tail.leftover is not None or tail.negates or tail.corrects or tail.contrasts:
        return NoMatch(f"not understood: {tail.leftover or 'a value was taken back'!a}")
    return _values(kept, readings)


def _after_another_slot(words: Sequence[Word], found: Found, reading: Reading) -> Found:
    """Read a value again without the words before it, which are another slot's: "four" in "at seven for four"."""
    rest = finder_of(reading.question.value_type).find(words[found.start :], reading)
    again = [one for one in rest if (one.start, one.end) == (0, found.end - found.start)]
    return replace(found, value=again[0].value) if again else found


def _values(kept: Mapping[str, Sequence[Json]], readings: Mapping[str, Reading]) -> Mapping[str, Json] | NoMatch:
    values: dict[str, Json] = {}
    for slot, heard in kept.items():
        if heard and readings[slot].question.many:
            values[slot] = list(heard)
        elif len(heard) > 1:
            return NoMatch(f"more than one value was heard for {slot}")
        elif heard:
            values[slot] = heard[0]
    return values or NoMatch("every value was ruled out")
