"""Compares what a turn led to with what its author expects. Pure: it runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flow_core.json import Json, Variables
from functions.flow_tests.authored import Expected
from functions.flow_tests.wording import has_wording

MAX_SHOWN = 2000
"""Characters of a text in a failure, at most."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is not as expected."""

    turn: int
    """The number of the turn in the test, from 1."""
    field: str
    """`node`, `says`, `notSays`, `variables.<name>`, `action`, `status`; or the place of an answer in `mocks`."""
    expected: Json
    actual: Json


@dataclass(frozen=True, slots=True)
class After:
    """What a turn led to."""

    node_id: str | None
    words: str
    """The words of the turn, and of the requests with which it went on."""
    variables: Variables
    action: Mapping[str, Json]
    """The action as the HTTP API sends it."""
    status: str


def failures(turn: int, expected: Expected, after: After) -> Iterator[Failure]:
    """Yield each field that is not as expected, in the order of the fields of `Expected`."""
    if expected.node is not None and expected.node != after.node_id:
        yield Failure(turn, "node", expected.node, after.node_id)
    words = after.words[:MAX_SHOWN]
    if expected.says is not None and not has_wording(after.words, expected.says):
        yield Failure(turn, "says", expected.says, words)
    if expected.not_says is not None and has_wording(after.words, expected.not_says):
        yield Failure(turn, "notSays", expected.not_says, words)
    for name, value in expected.variables.items():
        if not same(value, after.variables.get(name)):
            yield Failure(turn, f"variables.{name}", value, after.variables.get(name))
    if expected.action is not None and not _is_action(expected.action, after.action):
        yield Failure(turn, "action", expected.action, dict(after.action))
    if expected.status is not None and expected.status != after.status:
        yield Failure(turn, "status", expected.status, after.status)


def same(one: Json, other: Json) -> bool:
    """Compare as JSON. 1 and 1.0 are the same number, but true is no number, as it is in Python."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    return one == other


def _is_action(expected: Json, actual: Mapping[str, Json]) -> bool:
    if isinstance(expected, dict):
        return all(name in actual and same(value, actual[name]) for name, value in expected.items())
    return expected == actual["type"]
