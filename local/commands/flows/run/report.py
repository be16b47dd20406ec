"""The results of tests as lines for the terminal and for the log of a CI job. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from local.commands.flows.counted import counted
from local.commands.flows.run.results import Covered, FlowOutcome, TestOutcome


def lines_of(outcome: FlowOutcome, *, missed: bool) -> Iterator[str]:
    """Yield the lines of a flow.

    Args:
        outcome: The results of its tests.
        missed: Whether to list the nodes and the exits that no test reaches.
    """
    yield f"{outcome.flow_id}: {counted(len(outcome.tests), 'test')}"
    yield from (f"  ERROR  {problem}" for problem in outcome.problems)
    for test in outcome.tests:
        yield from _lines_of_test(test)
    yield from (f"  {note}" for note in outcome.notes)
    if outcome.covered is not None and outcome.tests:
        yield f"  reached: {_part(outcome.covered.nodes, 'nodes')}, {_part(outcome.covered.exits, 'exits')}"
        yield from _missed(outcome.covered) if missed else ()


def total_of(outcomes: Sequence[FlowOutcome]) -> str:
    """Return the last line."""
    tests = [test for outcome in outcomes for test in outcome.tests]
    passed, failed = (sum(fits) for fits in ((t.passed for t in tests), (bool(t.failures) for t in tests)))
    skipped = sum(test.skipped is not None for test in tests)
    problems = sum(len(outcome.problems) for outcome in outcomes)
    parts = [f"{passed} passed", f"{failed} failed"]
    parts += [f"{skipped} skipped"] if skipped else []
    parts += [counted(problems, "error")] if problems else []
    return ", ".join(parts)


def _lines_of_test(test: TestOutcome) -> Iterator[str]:
    if test.skipped is not None:
        yield f"  skip   {test.test_id}: {test.skipped}"
        return
    yield f"  {'ok  ' if test.passed else 'FAIL'}   {test.test_id}: {test.name} ({test.millis:.0f} ms)"
    yield from (f"           {failure.text}" for failure in test.failures)
    if test.failures and test.way:
        yield f"           nodes of the turn: {' → '.join(test.way)}"
    if test.failures and test.session_id is not None:
        yield f"           session: {test.session_id}"


def _missed(covered: Covered) -> Iterator[str]:
    yield from (f"  missed: {name}" for name in covered.missed)


def _part(reached: Mapping[str, int], what: str) -> str:
    return f"{sum(count > 0 for count in reached.values())} of {len(reached)} {what}"
