"""Checks a document with the published flows that it calls, without a store."""

from __future__ import annotations

from flow_core.check import Checked, Problem, check
from flow_core.flow import RULES
from flow_core.json import Json
from flow_core.subflows.published import Called, Missing, Published, frozen, look_up
from testing.flows import Document
from tests.flow_core.check.checking import schema_problem
from tests.flow_core.check.meaning.reading import inspect


def store_of(flows: dict[str, Document]) -> dict[str, Published]:
    """Publish flows, each with those before it, as version 1."""
    published: dict[str, Published] = {}
    for flow_id, document in flows.items():
        whole = frozen(document, called_in(document, published))
        assert whole.missing is None, whole.missing
        published[flow_id] = Published(1, whole.document, RULES, whole.subflows)
    return published


def called_in(
    document: Json, store: dict[str, Published], *, flow_id: str | None = "outer", publishing: bool = True
) -> Called:
    missing = Missing("there is no such flow.", "Name a flow that exists.")
    return look_up(document, lambda called, _: store.get(called, missing), flow_id=flow_id, publishing=publishing)


def checked(document: Document, *, publishing: bool = True, **flows: Document) -> Checked:
    called = called_in(document, store_of(flows), publishing=publishing)
    return check(document, inspect, schema_problem, called)


def _problems(document: Document, flows: dict[str, Document]) -> tuple[Problem, ...]:
    return check(document, inspect, schema_problem, called_in(document, store_of(flows))).problems


def codes(document: Document, **flows: Document) -> list[str]:
    return [problem.code for problem in _problems(document, flows)]


def the_problem(document: Document, **flows: Document) -> Problem:
    problems = _problems(document, flows)
    assert len(problems) == 1, [problem.message for problem in problems]
    return problems[0]
