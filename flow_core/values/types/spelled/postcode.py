"""Finds a postal code and writes it as its country does."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages.utterance import Word
from flow_core.values.postal import written
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.spelled.runs import runs_of, spelled
from flow_core.values.understand import Found


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    country = reading.question.country or reading.locale.region
    runs = [run for run in runs_of(words, reading, letters=True, loose=True) if not run.plain]
    found = spelled(runs, words, reading, lambda text: written(text, country), POSTCODE.noun)
    return [one for one in found if isinstance(one.value, str)] or found


POSTCODE = Finder("postcode", _find)
"""A code of the country of the question, else of the region of the language."""
