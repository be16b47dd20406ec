"""`toLocaleDateString` and its kin write what Node writes, or throw with the remedy."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from flow_core.evaluate import Threw, Value
from functions.adapters.javascript.engine import JavaScript
from testing.node import node_executable

TAGS = ("en-US", "en-GB", "es-ES", "es-MX", "fr-FR", "de-DE", "it-IT", "pt-BR", "pt-PT", "nl-NL")
_ANY: Mapping[str, object] = {}
DAYS: tuple[Mapping[str, object], ...] = (
    _ANY,
    {"weekday": "long", "day": "numeric", "month": "long"},
    {"weekday": "long", "year": "numeric", "month": "long", "day": "numeric"},
    {"weekday": "short", "month": "short", "day": "numeric"},
    {"month": "long", "day": "numeric"},
    {"month": "short", "day": "2-digit", "year": "numeric"},
    {"year": "numeric", "month": "2-digit", "day": "2-digit"},
    {"weekday": "long"},
    {"weekday": "short"},
    {"month": "long"},
    {"month": "long", "year": "numeric"},
    {"year": "numeric"},
    {"day": "numeric", "month": "numeric"},
    {"day": "2-digit", "month": "2-digit", "year": "2-digit"},
    {"dateStyle": "full"},
    {"dateStyle": "long"},
    {"dateStyle": "medium"},
    {"dateStyle": "short"},
)
CLOCKS: tuple[Mapping[str, object], ...] = (
    _ANY,
    {"hour": "numeric", "minute": "2-digit"},
    {"hour": "2-digit", "minute": "2-digit"},
    {"hour": "numeric", "minute": "2-digit", "hour12": True},
    {"hour": "numeric", "minute": "2-digit", "hour12": False},
    {"timeStyle": "short"},
    {"timeStyle": "medium"},
)
MOMENTS: tuple[Mapping[str, object], ...] = (
    _ANY,
    {"dateStyle": "full", "timeStyle": "short"},
    {"dateStyle": "short", "timeStyle": "short"},
    {"weekday": "long", "month": "long", "day": "numeric", "hour": "numeric", "minute": "2-digit"},
)
NUMBERS: tuple[Mapping[str, object], ...] = (
    _ANY,
    {"style": "currency", "currency": "USD"},
    {"style": "currency", "currency": "EUR", "minimumFractionDigits": 0},
    {"style": "currency", "currency": "JPY"},
    {"style": "currency", "currency": "SEK"},
    {"style": "percent"},
    {"minimumFractionDigits": 2, "maximumFractionDigits": 2},
    {"maximumFractionDigits": 0, "useGrouping": False},
)


def _expressions() -> Iterator[str]:
    for tag in TAGS:
        for day, (name, options) in product(
            ("2026-12-04T19:05:09Z", "2026-09-04T07:05:09Z", "2027-01-01T00:00:00Z"),
            [("toLocaleDateString", each) for each in DAYS]
            + [("toLocaleTimeString", each) for each in CLOCKS]
            + [("toLocaleString", each) for each in MOMENTS],
        ):
            yield f"new Date('{day}').{name}('{tag}', {json.dumps(options)})"
        for value, options in product(("1234567.891", "1234.5", "12", "-0.005", "1.005", "0", "1e15"), NUMBERS):
            yield f"({value}).toLocaleString('{tag}', {json.dumps(options)})"
    yield "new Date(0).toLocaleDateString() + new Date(0).toLocaleTimeString() + (1234.5).toLocaleString()"
    yield "new Intl.NumberFormat('en-GB', {style: 'currency', currency: 'GBP'}).format(12.5)"
    yield "new Intl.DateTimeFormat('es', {month: 'long', day: 'numeric'}).format(0)"
    yield "new Date(NaN).toLocaleDateString('de')"
    yield "new Date(0).toLocaleDateString(['fr', 'en'])"
    yield "new Date(0).toLocaleDateString('en-AU', {weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC'})"
    yield "[1234.5, new Date(0)].toLocaleString()"


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


def test_dates_and_numbers_are_written_as_node_writes_them(javascript: JavaScript) -> None:
    expressions = list(_expressions())
    program = "console.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0, 'utf8')).map((each) => eval(each))))"
    command = [node_executable(), "-e", program]
    done = subprocess.run(
        command, input=json.dumps(expressions), capture_output=True, text=True, check=True, env={"TZ": "UTC"}
    )
    ours = [javascript(each, {}, 0, 0) for each in expressions]
    differ = {
        each: (mine, nodes)
        for each, mine, nodes in zip(expressions, ours, json.loads(done.stdout), strict=True)
        if not isinstance(mine, Value) or mine.value != nodes
    }
    assert differ == {}


@pytest.mark.parametrize(
    "expression",
    [
        "new Date(0).toLocaleDateString('ja-JP')",
        "new Date(0).toLocaleDateString('deutsch')",
        "new Date(0).toLocaleTimeString('en-US', {timeZone: 'America/New_York'})",
        "new Date(0).toLocaleTimeString('en-US', {timeStyle: 'full'})",
        "new Date(0).toLocaleTimeString('en-US', {minute: 'numeric'})",
        "new Date(0).toLocaleDateString('en-US', {era: 'long'})",
        "new Date(0).toLocaleDateString('en-US', {calendar: 'islamic'})",
        "(12).toLocaleString('en-US', {style: 'unit', unit: 'liter'})",
        "(12).toLocaleString('en-US', {notation: 'compact'})",
        "(1e300).toLocaleString('en-US')",
    ],
)
def test_what_the_engine_cannot_write_throws_with_the_remedy(javascript: JavaScript, expression: str) -> None:
    evaluated = javascript(expression, {}, 0, 0)
    assert isinstance(evaluated, Threw)
    assert "use a filter" in evaluated.error


@pytest.mark.parametrize(
    "expression",
    [
        "new Date(0).toLocaleDateString('en', {month: 'longest'})",
        "new Date(0).toLocaleDateString('en', {dateStyle: 'full', month: 'long'})",
        "(12).toLocaleString('en', {style: 'currency'})",
        "(12).toLocaleString('en', {minimumFractionDigits: 30})",
    ],
)
def test_what_node_refuses_throws(javascript: JavaScript, expression: str) -> None:
    assert isinstance(javascript(expression, {}, 0, 0), Threw)


def test_an_expression_without_such_a_method_has_a_plain_context(javascript: JavaScript) -> None:
    assert javascript("typeof Date.prototype.toISOString", {}, 0, 0) == Value("function", truthy=True)
    assert javascript("typeof globalThis['Int' + 'l']", {}, 0, 0) == Value("undefined", truthy=True)
