"""A question to a model that judges a call: numbered lines about it, and an answer to each with a text beside it.

What the lines ask, and what an answer means, is decided elsewhere. Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flow_core.effects import AskModel, PromptMessage
from flow_core.json import Json
from functions.deadline import Deadline
from functions.ports.model import Model, Silent

SECONDS = 15.0
"""Seconds for a judgement."""
MAX_SHOWN = 2000
"""Characters of an utterance that a model reads, at most."""
_TOKENS_A_LINE = 120


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """One line of a sheet."""

    text: str
    answer: dict[str, Json]
    """The JSON schema of its answer."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a judge is told and asked."""

    role: str
    title: str
    """The words before the lines."""
    lines: tuple[JudgeLine, ...]
    form: str
    """How it answers: line N has the fields `answerN` and the one of `beside`."""
    beside: str
    """The name of the text beside an answer, without its number."""


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What the judge wrote for a line."""

    answer: Json
    """It fits the schema of the line; None if the judge left it out."""
    beside: str
    """The text beside it, on one line; empty if there is none."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the judge wrote."""

    lines: tuple[LineAnswer, ...]
    """An answer for each line, in order."""
    model: str
    """The provider's name of the model; empty if it told none."""
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class NotJudged:
    """The call could not be judged."""

    error: str
    may_pass: bool = False
    """Whether the provider could not be reached, or throttled: the same question may be answered later."""


def ask_judge(model: Model, name: str | None, sheet: Sheet, transcript: str, deadline: Deadline) -> Answers | NotJudged:
    """Ask a model the lines of a sheet.

    Args:
        model: The models.
        name: The model that judges, as `provider/name`; None for the default one.
        sheet: The lines.
        transcript: The call as the judge reads it. It is data: only `sheet` instructs the model.
        deadline: The answer is there by then.

    Returns:
        What the judge wrote; or why there is nothing.
    """
    outcome = model.ask(_question(name, sheet, transcript), deadline=deadline.within(SECONDS))
    if isinstance(outcome, Silent):
        return NotJudged(outcome.error, outcome.cause is not None)
    given = outcome.extracted
    lines = tuple(
        LineAnswer(given.get(f"answer{number}"), _text(given.get(f"{sheet.beside}{number}")))
        for number in range(1, len(sheet.lines) + 1)
    )
    return Answers(lines, outcome.model, outcome.input_tokens, outcome.output_tokens)


def tokens_for(lines: Sequence[object]) -> int:
    """Return the longest reply of a judge to these lines, in tokens."""
    return 100 + _TOKENS_A_LINE * len(lines)


def shown(text: str) -> str:
    """Return an utterance as a model reads it: on one line, and not endless."""
    return " ".join(text.split())[:MAX_SHOWN]


def _text(value: Json) -> str:
    return shown(value) if isinstance(value, str) else ""


def _question(name: str | None, sheet: Sheet, transcript: str) -> AskModel:
    numbered = "\n".join(f"{number}. {shown(line.text)}" for number, line in enumerate(sheet.lines, 1))
    extract: dict[str, dict[str, Json]] = {}
    for number, line in enumerate(sheet.lines, 1):
        extract[f"answer{number}"] = line.answer
        extract[f"{sheet.beside}{number}"] = {"type": "string"}
    return AskModel(
        id="judge",
        node_id="judge",
        instructions=f"{sheet.role}\n\n{sheet.title}\n{numbered}\n\n{sheet.form}",
        messages=(PromptMessage("user", transcript),),
        model=name,
        temperature=0,
        max_tokens=tokens_for(sheet.lines),
        extract=extract,
        speak=False,
        timeout_seconds=SECONDS,
        in_call=False,
    )
