"""Counts the answers that are read right, asked again and taken wrongly, and times a reading in each language."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bench.core.seven_nodes import state_before, turn
from bench.figures import Figure, Grid, Part
from bench.timing import interleaved, ratio
from flow_core.json import Json
from testing.utterances import Utterance, files, utterances

PYTHON = Path(".cache/recognizers/bin/python")
WRITTEN = Path(__file__).parents[2] / "docs" / "understanding.md"
COMPARED = ("boolean", "date", "datetime", "duration", "email", "integer", "money", "number", "phone", "time")
"""Types that recognizers-text has too."""
TIMED = ("boolean", "choice", "date", "integer", "money", "time")
"""Types whose answers are timed."""
MOST_OF_A_TURN = 1.0
"""The limit of the time of a reading, as a ratio to a turn of seven nodes."""
_UNITS = {"Y": 31_536_000, "M": 2_592_000, "W": 604_800, "D": 86_400, "H": 3_600, "m": 60, "S": 1}


def measure() -> Part:
    """Measure, and write docs/understanding.md."""
    answers = {(path.parent.name, path.stem): list(utterances(path)) for path in files()}
    ours = {key: [each.read() for each in said] for key, said in answers.items()}
    theirs = _theirs({key: said for key, said in answers.items() if key[1] in COMPARED})
    rows = [_row(key, said, ours[key], theirs.get(key)) for key, said in answers.items()]
    head = (
        *("language", "type", "answers", "right", "asked again", "taken wrongly"),
        *("recognizers-text: right", "asked again", "taken wrongly"),
    )
    wrong = sum(_counts(said, ours[key])["wrong"] for key, said in answers.items())
    total = sum(map(len, answers.values()))
    part = Part(
        "understanding",
        "How answers are understood",
        figures=(
            Figure(f"answers taken wrongly, of {total:,}", f"{wrong}", "0", wrong == 0),
            *_times(answers),
        ),
        grids=(Grid(head, rows),),
        notes=(
            "An answer is one in tests/flow_core/utterances. About half of them should be refused: a "
            "value that is taken there is taken wrongly. The tests hold Callflow to these sentences, so its row is a "
            "floor and no forecast.",
            "recognizers-text 1.0.2a2 searches a text for values and leaves the rest of it alone, so it takes wrongly "
            "what a caller did not mean. It is counted as asking again where it finds nothing or more than one value.",
            "Duckling was not run: it is a Haskell program without a build for this machine.",
        ),
    )
    body = part.markdown().split("\n\n", 2)[2]
    head_line = "`make bench ARGS=understanding` measures and writes this page."
    WRITTEN.write_text(f"# How answers are understood\n\n{head_line}\n\n{body}")
    return part


def _row(
    key: tuple[str, str], said: Sequence[Utterance], ours: Sequence[Json], theirs: Sequence[Json] | None
) -> list[str]:
    mine = _counts(said, ours)
    row = [*key, str(len(said)), str(mine["right"]), str(mine["asked"]), str(mine["wrong"])]
    if theirs is None:
        return [*row, "-", "-", "-"]
    other = _counts(said, theirs)
    return [*row, str(other["right"]), str(other["asked"]), str(other["wrong"])]


def _counts(said: Sequence[Utterance], values: Sequence[Json]) -> Counter[str]:
    return Counter(_judged(each, value) for each, value in zip(said, values, strict=True))


def _judged(utterance: Utterance, value: Json) -> str:
    if _same(utterance.meant, value):
        return "right"
    return "asked" if value is None else "wrong"


def _same(meant: Json, value: Json) -> bool:
    return meant == value or (isinstance(meant, str) and isinstance(value, float) and _seconds(meant) == value)


def _seconds(duration: str) -> float | None:
    """Return the seconds of an ISO 8601 duration, with a year of 365 days and a month of 30."""
    date, _, time = duration.removeprefix("P").partition("T")
    parts = [*re.findall(r"([0-9.]+)([YMWD])", date), *re.findall(r"([0-9.]+)([HmS])", time.replace("M", "m"))]
    return sum(float(count) * _UNITS[unit] for count, unit in parts) if duration.startswith("P") else None


def _theirs(answers: Mapping[tuple[str, str], Sequence[Utterance]]) -> dict[tuple[str, str], list[Json]]:
    """Read the answers with recognizers-text; nothing if it is not installed."""
    if not PYTHON.exists():
        return {}
    asked = [
        {"said": each.said, "type": value_type, "language": code, "at": each.at}
        for (code, value_type), said in answers.items()
        for each in said
    ]
    done = subprocess.run(
        [PYTHON, "bench/understanding/recognizers.py"],
        input=json.dumps(asked),
        check=True,
        capture_output=True,
        text=True,
        timeout=900,
    )
    values = iter(json.loads(done.stdout))
    return {key: [next(values) for _ in said] for key, said in answers.items()}


def _times(answers: Mapping[tuple[str, str], Sequence[Utterance]]) -> Iterable[Figure]:
    """Time a reading in each language beside a turn of seven nodes."""
    codes = sorted({code for code, _ in answers})
    calls: dict[str, Callable[[], object]] = {
        code: _reader([each for value_type in TIMED for each in answers.get((code, value_type), ())]) for code in codes
    }
    stored = state_before(10)
    timed = interleaved({**calls, "turn": lambda: turn(stored, "turn-10")}, rounds=30, each=20)
    for code in codes:
        to_turn = ratio(timed[code], timed["turn"])
        yield Figure(
            f"a reading to a turn of seven nodes, {code}",
            f"{to_turn:.2f} ({timed[code].median:.0f} to {timed['turn'].median:.0f} µs)",
            f"≤ {MOST_OF_A_TURN:g}",
            to_turn <= MOST_OF_A_TURN,
        )


def _reader(said: Sequence[Utterance]) -> Callable[[], object]:
    """Return a call that reads the next answer each time."""
    position = 0

    def read() -> object:
        nonlocal position
        position = (position + 1) % len(said)
        return said[position].read()

    return read
