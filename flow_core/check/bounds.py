"""Limits for the size of a document and for the list of its problems. They keep a check fast and its result small.

No problem of the flow itself is found here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from flow_core.check.problem import THE_FLOW, Path, Problem, in_order
from flow_core.json import Json, has_more_values_than

MAX_VALUES = 100_000
"""Values of a document: objects, lists, texts, numbers and others. The largest flow has about half as many."""
MAX_REPORTED = 200
"""Problems in the result of a check."""
MAX_REPORTED_BYTES = 150_000
"""Approximate bytes of all problems in the result of a check."""
_MAX_MESSAGE_CHARACTERS = 400
"""Characters of a problem's message."""
_MAX_PATH_CHARACTERS = 200
"""Characters of all names in a problem's path."""


def size_problem(document: Json) -> Problem | None:
    """Return the problem of a document that is too large to check; None for any other document."""
    if has_more_values_than(MAX_VALUES, document):
        text = f"it holds more than {MAX_VALUES:,} values, counting every object, list, text and number."
        return THE_FLOW.error("too-large", text, "Make it smaller, or make several flows of it.")
    return None


@dataclass(slots=True)
class FoundProblems:
    """The problems found so far: the first errors, the first warnings, and the number of the others."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    left_out: int = 0
    """Problems that were found and are not stored."""
    without_errors: bool = True

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems, up to the limit for their severity."""
        for problem in problems:
            stored = self.errors if problem.severity == "error" else self.warnings
            if problem.severity == "error":
                self.without_errors = False
            if len(stored) < MAX_REPORTED:
                stored.append(problem)
            else:
                self.left_out += 1

    def reported(self, document: Json) -> tuple[Problem, ...]:
        """Return the problems: errors first, then in the order of the document.

        The last problem gives the number of problems that are left out, if there are any.
        """
        reported: list[Problem] = []
        size = 0
        ordered = in_order(document, (*self.errors, *self.warnings))
        for problem in ordered[:MAX_REPORTED]:
            short = _shortened(problem)
            size += _approximate_bytes(short)
            if size > MAX_REPORTED_BYTES:
                break
            reported.append(short)
        missing = self.left_out + len(ordered) - len(reported)
        if missing:
            text = f"it has at least {missing} more problems than are listed here."
            problem_of = THE_FLOW.warning if self.without_errors else THE_FLOW.error
            reported.append(problem_of("more-problems", text, "Solve some of those above first, then check again."))
        return tuple(reported)


def _shortened(problem: Problem) -> Problem:
    text, path = problem.text, problem.path
    excess = len(problem.message) - _MAX_MESSAGE_CHARACTERS
    if excess > 0:
        text = f"{text[:-excess]}…"
    if sum(len(str(name)) for name in path) > _MAX_PATH_CHARACTERS:
        path = _beginning(path)
    return replace(problem, text=text, path=path)


def _beginning(path: Path) -> Path:
    """Return the beginning of a path that is too long. It leads to a value around the problem."""
    segments, length = 0, 0
    while (length := length + len(str(path[segments]))) <= _MAX_PATH_CHARACTERS:
        segments += 1
    return path[:segments]


def _approximate_bytes(problem: Problem) -> int:
    """Return the approximate bytes of a problem in an HTTP response, which has the path and the texts twice."""
    names = (*map(str, problem.path), *map(str, problem.path), problem.node_id or "", problem.edge_id or "")
    return (
        sum(len(text.encode()) for text in (problem.message, problem.place, problem.text, problem.remedy, *names)) + 150
    )
