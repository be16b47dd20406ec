"""The problems of a flow, as responses have them."""

from __future__ import annotations

from flow_core.check import Problem
from functions.api.schemas.responses.problem_details import ProblemItem


def problem_item(problem: Problem) -> ProblemItem:
    """Return a problem as responses have it."""
    shown: ProblemItem = {
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "place": problem.place,
        "text": problem.text,
        "remedy": problem.remedy,
        "field": ".".join(str(part) for part in problem.path),
        "path": list(problem.path),
    }
    if problem.node_id is not None:
        shown["nodeId"] = problem.node_id
    if problem.edge_id is not None:
        shown["edgeId"] = problem.edge_id
    return shown
