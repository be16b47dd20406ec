"""How much of a document is read, and how many of its problems are told: a check stays quick, and its answer small,
whatever it is given. What is a problem is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from flow_core.check.problem import THE_FLOW, Path, Problem, in_order
from flow_core.json import Json

MOST_VALUES = 100_000
"""Objects, lists, texts, numbers, … of a document together. The largest flow has about half as many."""
MOST_TOLD = 200
MOST_TOLD_BYTES = 150_000
_LONGEST_TEXT = 400
_LONGEST_PATH = 200
"""Characters of a problem's message, and of all names in its path."""


def size_problem(written: Json) -> Problem | None:
    """The one problem of a document that is too large for its problems to be looked for."""
    left, seen = [written], 0
    while left:
        value = left.pop()
        seen += 1
        if isinstance(value, dict):
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)
        if seen + len(left) > MOST_VALUES:
            wrong = f"it holds more than {MOST_VALUES:,} values, counting every object, list, text and number."
            return THE_FLOW.error("too-large", wrong, "Make it smaller, or make several flows of it.")
    return None


@dataclass(slots=True)
class Found:
    """The problems that were found: of errors and of warnings the first, and how many more there were."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    left_out: int = 0
    without_errors: bool = True

    def add(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            kept = self.errors if problem.severity == "error" else self.warnings
            if problem.severity == "error":
                self.without_errors = False
            if len(kept) < MOST_TOLD:
                kept.append(problem)
            else:
                self.left_out += 1

    def told(self, document: Json) -> tuple[Problem, ...]:
        """Errors first, then as they stand in the document; the last one may tell how many more there are."""
        told: list[Problem] = []
        size = 0
        ordered = in_order(document, (*self.errors, *self.warnings))
        for problem in ordered[:MOST_TOLD]:
            short = _shortened(problem)
            size += _bytes(short)
            if size > MOST_TOLD_BYTES:
                break
            told.append(short)
        missing = self.left_out + len(ordered) - len(told)
        if missing:
            wrong = f"it has more problems than are told here, at least {missing}."
            tell = THE_FLOW.warning if self.without_errors else THE_FLOW.error
            told.append(tell("more-problems", wrong, "Solve some of those above first, then check again."))
        return tuple(told)


def _shortened(problem: Problem) -> Problem:
    message, path = problem.message, problem.path
    if len(message) > _LONGEST_TEXT:
        message = f"{message[:_LONGEST_TEXT]}…"
    if sum(len(str(name)) for name in path) > _LONGEST_PATH:
        path = _beginning(path)
    return replace(problem, message=message, path=path)


def _beginning(path: Path) -> Path:
    """As much of a path that is too long as leads to what the problem lies in."""
    kept, length = 0, 0
    while (length := length + len(str(path[kept]))) <= _LONGEST_PATH:
        kept += 1
    return path[:kept]


def _bytes(problem: Problem) -> int:
    """About what it takes in an answer, where its path stands twice."""
    names = (*map(str, problem.path), *map(str, problem.path), problem.node_id or "", problem.edge_id or "")
    return sum(len(text.encode()) for text in (problem.message, problem.remedy, *names)) + 150
