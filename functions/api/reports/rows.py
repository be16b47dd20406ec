"""A report as rows, one for each combination of its dimensions: what its CSV export has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from itertools import islice
from typing import Literal, TypeAlias

from fastapi import Response

from functions.api.http.problems import ProblemError
from functions.api.reports.chosen import Chosen
from functions.api.reports.csv_text import Cell, csv_text
from functions.api.reports.parts import shown_errors, shown_nodes, shown_part, shown_scores, shown_tokens
from functions.ports.reporting.counts import Counters
from functions.report.counters import number, numbers
from functions.report.days import Counted
from functions.report.session_counts import Group
from functions.report.zone_days import date_of

Rows: TypeAlias = Literal["sessions", "outcomes", "nodes", "errors", "scores"]
"""What a row of an export is about."""
MAX_ROWS = 20_000
"""Rows of an export, at most: a response of a function has 6 MB."""
_KEYS = ("date", "flowId", "version", "channel", "agentId", "calledNumber")
_STATUSES = ("completed", "transferred", "abandoned", "failed")
_COLUMNS: Mapping[Rows, tuple[str, ...]] = {
    "sessions": (
        "sessions",
        *_STATUSES,
        "containment",
        "turnsMedian",
        "turnsP95",
        "durationSecondsMedian",
        "durationSecondsP95",
        "turnMillisMedian",
        "turnMillisP95",
        "firstWordMillisMedian",
        "firstWordMillisP95",
        "toolErrors",
        "modelErrors",
        "inputTokens",
        "outputTokens",
    ),
    "outcomes": ("outcome", "sessions"),
    "nodes": ("nodeId", "entered", "abandonedHere", "endedHere", "noMatch", "noInput", "exit", "left"),
    "errors": ("kind", "nodeId", "error", "count"),
    "scores": ("questionId", "scale", "calls", "average"),
}


def exported(kind: Rows, counted: Mapping[str, Counted], chosen: Chosen, *, complete: bool, name: str) -> Response:
    """Make the CSV export of a report.

    Args:
        kind: What a row is about.
        counted: The counters of each flow, by day.
        chosen: The sessions that count.
        complete: Whether all flows were read.
        name: The beginning of the name of the file.

    Returns:
        The response.

    Raises:
        ProblemError: Instead of a file that lacks rows: 503 if not all sessions could be counted in time, 422 if there
            are more than MAX_ROWS rows.
    """
    if not (complete and all(of_flow.complete for of_flow in counted.values())):
        detail = "Not all sessions were counted in time. Send the same request again: it continues."
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "1"})
    rows = list(islice(_rows(kind, counted, chosen), MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        message = f"the export has more than {MAX_ROWS} rows; send a shorter time or more filters"
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"from: {message}", [{"field": "from", "message": message}])
    return Response(
        csv_text((*_KEYS, *_COLUMNS[kind]), rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{kind}.csv"'},
    )


def _rows(kind: Rows, counted: Mapping[str, Counted], chosen: Chosen) -> Iterator[tuple[Cell, ...]]:
    for flow_id in sorted(counted):
        found = sorted(chosen.of(counted[flow_id]), key=lambda each: (each[0], _order(each[1])))
        for day, group, counters in found:
            keys = (date_of(day), flow_id, group.version, group.channel, group.agent_id or None, group.number or None)
            for cells in _cells(kind, counters):
                yield (*keys, *cells)


def _order(group: Group) -> tuple[str, str, str, str]:
    return (group.version, group.channel, group.agent_id, group.number)


def _cells(kind: Rows, counters: Counters) -> Iterator[tuple[Cell, ...]]:
    match kind:
        case "sessions":
            yield _session_cells(counters)
        case "outcomes":
            yield from sorted(numbers(counters, "outcome").items())
        case "nodes":
            for node in shown_nodes(counters):
                of_node = (
                    node["nodeId"],
                    node["entered"],
                    node["abandonedHere"],
                    node["endedHere"],
                    node["noMatch"],
                    node["noInput"],
                )
                # A node without an exit has a row too.
                for exit_name, left in node["exits"].items() or [(None, None)]:
                    yield (*of_node, exit_name, left)
        case "errors":
            for error in shown_errors(counters):
                yield (error["kind"], error["nodeId"], error["error"], error["count"])
        case "scores":
            for score in shown_scores({"": counters}, {}):
                yield (score["questionId"], score["scale"], score["calls"], score["average"])


def _session_cells(counters: Counters) -> tuple[Cell, ...]:
    part, tokens, errors = shown_part(counters), shown_tokens(counters), shown_errors(counters)
    spreads = (part["turns"], part["durationSeconds"], part["turnMillis"], part["firstWordMillis"])
    return (
        number(counters, "sessions"),
        *(part["byStatus"].get(status, 0) for status in _STATUSES),
        part["containment"],
        *(value for spread in spreads for value in (spread["median"], spread["p95"])),
        *(sum(error["count"] for error in errors if error["kind"] == kind) for kind in ("tool", "model")),
        tokens["input"],
        tokens["output"],
    )
