"""What callers say, with the value that is meant: the files of tests/flow_core/utterances as questions and answers.

A file is tests/flow_core/utterances/LANGUAGE/TYPE.yaml: a list of answers, or a mapping of `question` (fields that
every answer shares) and `answers`. An answer has `said`, `value` (null: no match) and, where they matter, `prompt`,
`prefer`, `length`, `minLength`, `maxLength`, `pattern`, `country`, `many`, `choices`, `region`, `zone` and `at` (RFC
3339).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import yaml

from flow_core.authored.asked import ValueType
from flow_core.json import Json
from flow_core.languages import Locale, locale_of
from flow_core.values import Choice, NoMatch, Question, read

FOLDER = Path(__file__).parent.parent / "tests" / "flow_core" / "utterances"
AT = "2024-05-06T10:00:00Z"
"""The time of an answer that names none: a Monday."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """An answer of a caller, and the value that is meant."""

    said: str
    meant: Json
    """None: the question should be asked again."""
    question: Question
    locale: Locale
    at: int
    """Milliseconds since the epoch."""
    zone: str

    def read(self) -> Json:
        """Return the value that Callflow reads; None for no match."""
        value = read(self.said, self.question, self.locale, at=self.at, zone=self.zone)
        return None if isinstance(value, NoMatch) else value


def files() -> list[Path]:
    """Return all files, in the order of language and type."""
    return sorted(FOLDER.glob("*/*.yaml"))


def utterances(path: Path) -> Iterator[Utterance]:
    """Read the answers of a file."""
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    shared, answers = (written["question"], written["answers"]) if isinstance(written, dict) else ({}, written)
    for answer in answers:
        yield _utterance({**shared, **answer}, path.parent.name, cast("ValueType", path.stem))


def _utterance(answer: Mapping[str, Any], code: str, value_type: ValueType) -> Utterance:
    fields = dict(answer)
    said, meant = fields.pop("said"), fields.pop("value")
    at = datetime.fromisoformat(str(fields.pop("at", AT)))
    zone, region = fields.pop("zone", "UTC"), fields.pop("region", None)
    question = Question(
        value_type,
        tuple(_choice(choice) for choice in fields.pop("choices", ())),
        fields.pop("prompt", ""),
        many=fields.pop("many", False),
        prefer=fields.pop("prefer", None),
        length=fields.pop("length", None),
        min_length=fields.pop("minLength", None),
        max_length=fields.pop("maxLength", None),
        pattern=fields.pop("pattern", None),
        country=fields.pop("country", None),
    )
    if fields:
        raise ValueError(f"{said!r} has unknown fields: {', '.join(fields)}")
    locale = locale_of(f"{code}-{region}" if region else code)
    return Utterance(str(said), meant, question, locale, round(at.timestamp() * 1000), zone)


def _choice(written: str | Mapping[str, Any]) -> Choice:
    return Choice(written) if isinstance(written, str) else Choice(written["value"], tuple(written["synonyms"]))
