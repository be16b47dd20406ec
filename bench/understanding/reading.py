"""The time of reading an answer in each language: usual answers, hostile ones, and the first one of a process."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Sequence

from bench.figures import Grid, Part
from bench.timing import microseconds
from flow_core.languages import LANGUAGE_CODES
from flow_core.values import read
from flow_core.values.understand import MAX_CHARACTERS, MAX_WORDS
from testing.utterances import Utterance, files, utterances

REPEATS = 3
"""Times that each answer is read. The shortest counts, because other work of the machine only adds to it."""
HOSTILE = ("a", "1 ", "5/6 ", "7 30 ", "a-", "double ", "de ", "٣ ", "界")
"""Units of hostile answers, with which 4,000 characters are filled."""
CHARACTERS = 4_000
_FIRST = """
import time
from flow_core.values import Question, locale_of, read
began = time.perf_counter()
read("{said}", Question("datetime"), locale_of("{code}"), at=0)
print((time.perf_counter() - began) * 1e3)
"""


def measure() -> Part:
    answers = {
        code: [each for path in files() if path.parent.name == code for each in utterances(path)]
        for code in LANGUAGE_CODES
    }
    rows = [_row(code, said) for code, said in answers.items()]
    head = ("language", "answers", "median, µs", "longest, µs", "longest hostile, ms", "first moment of a process, ms")
    return Part(
        "reading",
        "Reading an answer",
        grids=(Grid(head, rows),),
        notes=(
            f"The answers are those in tests/flow_core/utterances, of all types. Each is read {REPEATS} times, and the "
            "shortest time counts.",
            f"Hostile answers: {CHARACTERS:,} characters, and the first {MAX_WORDS} words of them, of each of "
            f"{len(HOSTILE)} units and of the words of the language, for each type. An answer above {MAX_CHARACTERS} "
            f"characters or {MAX_WORDS} words is not searched.",
            "The first moment of a process loads the language, the readers of days and times, and their patterns.",
            "tests/flow_core/values/test_work.py counts the calls of a reading, and measures no time.",
        ),
    )


def _row(code: str, said: Sequence[Utterance]) -> tuple[str, ...]:
    times = [_shortest(each, each.said) for each in said]
    questions = {each.question.value_type: each for each in said}
    words = sorted({word for each in said for word in each.said.lower().split()})[::100]
    texts = [(unit * CHARACTERS)[:CHARACTERS] for unit in (*HOSTILE, *(f"{word} " for word in words))]
    texts += [" ".join(text.split()[:MAX_WORDS])[:MAX_CHARACTERS] for text in texts]
    hostile = max(_shortest(each, text) for each in questions.values() for text in texts)
    return (
        *(code, f"{len(said):,}", f"{statistics.median(times):,.0f}", f"{max(times):,.0f}"),
        *(f"{hostile / 1e3:.1f}", f"{_first(code, questions['datetime'].said):.0f}"),
    )


def _shortest(each: Utterance, said: str) -> float:
    def call() -> object:
        return read(said, each.question, each.locale, at=each.at, zone=each.zone)

    return min(microseconds(call) for _ in range(REPEATS))


def _first(code: str, said: str) -> float:
    """Return the milliseconds of the first reading in a new process."""
    program = _FIRST.format(said=said, code=code)
    return min(float(subprocess.check_output([sys.executable, "-c", program])) for _ in range(REPEATS))
