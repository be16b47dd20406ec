"""A report as its response has it, from counters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from flow_core.timestamp import iso
from functions.api.reports.period import Period
from functions.api.reports.responses import FlowReport, ReportError, ReportNode, ReportPart, Spread
from functions.ports.reporting.counts import DAY, Counters
from functions.report.buckets import median, quantile
from functions.report.counters import add, groups, number, numbers
from functions.report.days import Counted

_DIGITS = 3
"""Decimal places of a number."""


def shown_report(
    flow_id: str, period: Period, counted: Counted, version: str | None, channel: str | None
) -> FlowReport:
    """Show a report.

    Args:
        flow_id: The flow.
        period: Its time.
        counted: The counters, by day.
        version: Only sessions of this version, or None for all.
        channel: Only sessions of this channel, or None for all.

    Returns:
        The report.
    """
    total: Counters = {}
    by_version: defaultdict[str, Counters] = defaultdict(dict)
    by_channel: defaultdict[str, Counters] = defaultdict(dict)
    by_day: defaultdict[int, Counters] = defaultdict(dict)
    for day, counters in counted.days.items():
        for group, of_group in counters.items():
            of_version, of_channel = group.split(" ")
            if isinstance(of_group, int) or version not in (None, of_version) or channel not in (None, of_channel):
                continue
            for into in (total, by_version[of_version], by_channel[of_channel], by_day[day]):
                add(into, of_group)
    part = _part(total)
    return {
        "flowId": flow_id,
        "from": iso(period.begin),
        "to": iso(period.end),
        "complete": counted.complete,
        "sessions": part["sessions"],
        "byStatus": part["byStatus"],
        "byOutcome": part["byOutcome"],
        "byVersion": {name: _part(by_version[name]) for name in sorted(by_version, key=_newest_first)},
        "byChannel": {name: _part(by_channel[name]) for name in sorted(by_channel)},
        "byDay": {_date(day): _part(by_day[day]) for day in sorted(by_day)},
        "turns": part["turns"],
        "durationSeconds": part["durationSeconds"],
        "turnMillis": part["turnMillis"],
        "nodes": _nodes(groups(total, "nodes")),
        "errors": _errors(groups(total, "errors")),
        "tokens": {"input": _in(total, "tokens", "input"), "output": _in(total, "tokens", "output")},
        "cutSessions": number(total, "cut"),
    }


def _part(counters: Counters) -> ReportPart:
    return {
        "sessions": number(counters, "sessions"),
        "byStatus": _largest_first(numbers(counters, "status")),
        "byOutcome": _largest_first(numbers(counters, "outcome")),
        "turns": _spread(numbers(counters, "turns"), 1),
        "durationSeconds": _spread(numbers(counters, "duration"), 1000),
        "turnMillis": _spread(numbers(counters, "millis"), 1),
    }


def _spread(buckets: Mapping[str, int], divisor: int) -> Spread:
    middle, high = median(buckets), quantile(buckets, 0.95)
    return {
        "median": None if middle is None else round(middle / divisor, _DIGITS),
        "p95": None if high is None else round(high / divisor, _DIGITS),
    }


def _nodes(nodes: Mapping[str, Counters]) -> list[ReportNode]:
    shown: list[ReportNode] = [
        {
            "nodeId": node_id,
            "entered": number(counters, "entered"),
            "exits": _largest_first(numbers(counters, "exits")),
            "abandonedHere": number(counters, "abandoned"),
            "endedHere": number(counters, "ended"),
            "noMatch": number(counters, "noMatch"),
            "noInput": number(counters, "noInput"),
        }
        for node_id, counters in nodes.items()
    ]
    return sorted(shown, key=lambda node: (-node["entered"], node["nodeId"]))


def _errors(kinds: Mapping[str, Counters]) -> list[ReportError]:
    names: tuple[Literal["tool", "model"], ...] = ("tool", "model")
    shown: list[ReportError] = [
        {"kind": kind, "nodeId": node_id, "error": error, "count": count}
        for kind in names
        for node_id in kinds.get(kind, {})
        for error, count in numbers(kinds[kind], node_id).items()
    ]
    return sorted(shown, key=lambda error: (-error["count"], error["nodeId"], error["error"]))


def _in(counters: Counters, group: str, name: str) -> int:
    return numbers(counters, group).get(name, 0)


def _largest_first(counted: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _newest_first(version: str) -> int:
    """The draft comes last."""
    return 1 if version == "draft" else -int(version)


def _date(day: int) -> str:
    return datetime.fromtimestamp(day * DAY / 1000, UTC).date().isoformat()
