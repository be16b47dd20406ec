"""Dates and numbers that an expression writes for people: as Node writes them, in the languages of flows."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator

import pytest

from flow_core.evaluate import Threw, Value
from functions.adapters.javascript.engine import JavaScript
from testing.node import node_executable

AT = 1_715_000_000_123

LOCALES = ("en-US", "en-GB", "es-ES", "fr-FR", "de-DE", "it-IT", "pt-BR", "nl-NL")
DATES = (
    "undefined",
    "{weekday: 'long', day: 'numeric', month: 'long', year: 'numeric'}",
    "{weekday: 'long', day: 'numeric', month: 'long'}",
    "{day: 'numeric', month: 'long'}",
    "{month: 'long', year: 'numeric'}",
    "{month: 'short', day: 'numeric', year: 'numeric'}",
    "{weekday: 'short', month: 'short', day: 'numeric'}",
    "{weekday: 'long'}",
    "{month: 'long'}",
    "{year: 'numeric'}",
    "{dateStyle: 'full'}",
    "{dateStyle: 'long'}",
    "{dateStyle: 'medium'}",
    "{day: '2-digit', month: '2-digit', year: 'numeric'}",
    "{day: 'numeric', month: 'numeric'}",
)
TIMES = (
    "undefined",
    "{hour: 'numeric', minute: '2-digit'}",
    "{hour: '2-digit', minute: '2-digit', timeZone: 'UTC'}",
    "{timeStyle: 'short'}",
    "{hour: 'numeric', minute: '2-digit', hour12: false}",
)
NUMBERS = (
    "undefined",
    "{style: 'currency', currency: 'EUR'}",
    "{style: 'currency', currency: 'USD'}",
    "{minimumFractionDigits: 2}",
    "{style: 'percent'}",
    "{maximumFractionDigits: 0}",
)
EXPRESSIONS = [
    *(
        f"new Date('{moment}').{method}('{locale}', {options})"
        for locale in LOCALES
        for moment in ("2026-12-04T19:30:05Z", "2024-03-09T08:05:00Z")
        for method, every in (("toLocaleDateString", DATES), ("toLocaleTimeString", TIMES))
        for options in every
    ),
    *(f"new Date('2026-12-04T19:30:05Z').toLocaleString('{locale}')" for locale in LOCALES),
    *(
        f"({number}).toLocaleString('{locale}', {options})"
        for locale in LOCALES
        for number in ("1234567.891", "1234.5", "0.256", "-42")
        for options in NUMBERS
    ),
    "new Date('2026-12-04').toLocaleDateString()",
    "new Date(NaN).toLocaleDateString('en-GB')",
    "(1234.5).toLocaleString()",
    "[1234.5, new Date(0)].toLocaleString()",
]


@pytest.fixture(scope="module")
def evaluate() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


def test_a_date_or_a_number_is_written_as_node_writes_it(evaluate: JavaScript) -> None:
    program = "console.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0)).map(eval)))"
    node = subprocess.run(
        [node_executable(), "-e", program],
        input=json.dumps(EXPRESSIONS),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"TZ": "UTC", "LANG": "C.UTF-8"},
    )
    ours = [evaluate(expression, {}, AT, 1) for expression in EXPRESSIONS]
    theirs = json.loads(node.stdout)
    wrong = [
        f"{expression}: {mine}, Node {other!r}"
        for expression, mine, other in zip(EXPRESSIONS, ours, theirs, strict=True)
        if not isinstance(mine, Value) or mine.value != other
    ]
    assert not wrong


@pytest.mark.parametrize(
    "expression",
    [
        "new Date(0).toLocaleDateString('ja-JP')",
        "new Date(0).toLocaleDateString('en-US', {timeZone: 'America/New_York'})",
        "new Date(0).toLocaleDateString('en-US', {calendar: 'islamic'})",
        "new Date(0).toLocaleTimeString('fr-FR', {hour: 'numeric', hour12: true})",
        "(5).toLocaleString('en-US', {notation: 'compact'})",
        "(1e21).toLocaleString('en-US')",
    ],
)
def test_what_is_not_known_is_an_error_and_no_other_text(expression: str, evaluate: JavaScript) -> None:
    threw = evaluate(expression, {}, AT, 1)
    assert isinstance(threw, Threw)
    assert "is not known here" in threw.error


def test_an_expression_without_such_a_method_has_a_plain_context(evaluate: JavaScript) -> None:
    assert evaluate("typeof Date.prototype.toISOString", {}, AT, 1) == Value("function", truthy=True)
