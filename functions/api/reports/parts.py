"""The parts of reports, from counters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeVar

from flow_core.authored.judging import Scale
from functions.api.reports.responses import (
    Average,
    ModelUse,
    ReportError,
    ReportNode,
    ReportPart,
    ReportScore,
    Spread,
    Tokens,
)
from functions.ports.reporting.counts import Counters
from functions.report.buckets import median, quantile
from functions.report.counters import add, groups, number, numbers
from functions.report.session_counts import Group
from functions.report.zone_days import date_of

_SCALES: tuple[Scale, ...] = ("1to5", "yesNo")
_DIGITS = 3
"""Decimal places of a number."""
_PART = ("sessions", "status", "outcome", "turns", "duration", "millis", "firstWord")
"""The counters that a `ReportPart` shows."""
Key = TypeVar("Key", int, str)


def part_counters(counters: Counters) -> Counters:
    """Return those counters that a `ReportPart` shows. To add the others takes most of the time."""
    return {name: counters[name] for name in _PART if name in counters}


def added_by(key: Callable[[Group], Key], by_group: Mapping[Group, Counters]) -> dict[Key, Counters]:
    """Add the counters of groups with the same key. A group with an empty key is left out."""
    added: defaultdict[Key, Counters] = defaultdict(dict)
    for group, counters in by_group.items():
        if key(group) != "":
            add(added[key(group)], part_counters(counters) | score_counters(counters))
    return added


def shown_parts(parts: Mapping[str, Counters]) -> dict[str, ReportPart]:
    """Show parts in the order of their names."""
    return {name: shown_part(parts[name]) for name in sorted(parts)}


def shown_days(days: Mapping[int, Counters]) -> dict[str, ReportPart]:
    """Show the parts of dates."""
    return {date_of(day): shown_part(days[day]) for day in sorted(days)}


def shown_part(counters: Counters) -> ReportPart:
    """Show the numbers of some sessions."""
    sessions, statuses = number(counters, "sessions"), numbers(counters, "status")
    contained = sessions - statuses.get("transferred", 0)
    return {
        "sessions": sessions,
        "byStatus": _largest_first(statuses),
        "byOutcome": _largest_first(numbers(counters, "outcome")),
        "containment": round(contained / sessions, _DIGITS) if sessions else None,
        "turns": _spread(numbers(counters, "turns"), 1),
        "durationSeconds": _spread(numbers(counters, "duration"), 1000),
        "turnMillis": _spread(numbers(counters, "millis"), 1),
        "firstWordMillis": _spread(numbers(counters, "firstWord"), 1),
    }


def shown_nodes(counters: Counters) -> list[ReportNode]:
    """Show what calls did at each node, those entered most first."""
    shown: list[ReportNode] = [
        {
            "nodeId": node_id,
            "entered": number(node, "entered"),
            "exits": _largest_first(numbers(node, "exits")),
            "abandonedHere": number(node, "abandoned"),
            "endedHere": number(node, "ended"),
            "noMatch": number(node, "noMatch"),
            "noInput": number(node, "noInput"),
        }
        for node_id, node in groups(counters, "nodes").items()
    ]
    return sorted(shown, key=lambda node: (-node["entered"], node["nodeId"]))


def shown_errors(counters: Counters) -> list[ReportError]:
    """Show the failures of tools and models, the most frequent first."""
    kinds = groups(counters, "errors")
    names: tuple[Literal["tool", "model"], ...] = ("tool", "model")
    shown: list[ReportError] = [
        {"kind": kind, "nodeId": node_id, "error": error, "count": count}
        for kind in names
        for node_id in kinds.get(kind, {})
        for error, count in numbers(kinds[kind], node_id).items()
    ]
    return sorted(shown, key=lambda error: (-error["count"], error["nodeId"], error["error"]))


def shown_models(counters: Counters) -> list[ModelUse]:
    """Show the questions to each model, the one that was asked most first."""
    shown: list[ModelUse] = [
        {
            "model": model or None,
            "asked": number(use, "asked"),
            "errors": _largest_first(numbers(use, "errors")),
            "inputTokens": number(use, "input"),
            "outputTokens": number(use, "output"),
        }
        for model, use in groups(counters, "models").items()
    ]
    return sorted(shown, key=lambda use: (-use["asked"], use["model"] or ""))


def shown_tokens(counters: Counters) -> Tokens:
    """Show the tokens of all questions to models."""
    tokens = numbers(counters, "tokens")
    return {"input": tokens.get("input", 0), "output": tokens.get("output", 0)}


def score_counters(counters: Counters) -> Counters:
    """Return those counters that scores are shown from."""
    return {"scores": counters["scores"]} if "scores" in counters else {}


def shown_scores(by_version: Mapping[str, Counters], by_day: Mapping[int, Counters]) -> list[ReportScore]:
    """Show the scores of each question, in the order of the questions' ids.

    Args:
        by_version: The counters of each version, those shown first first.
        by_day: The counters of each date.

    Returns:
        The scores. A question whose scale was changed is there once for each scale.
    """
    total = groups(summed(by_version.values()), "scores")
    days = {date_of(day): counters for day, counters in sorted(by_day.items())}
    return [
        {
            "questionId": question_id,
            "scale": scale,
            **_average(numbers(total[scale], question_id)),
            "byVersion": _averages(by_version, scale, question_id),
            "byDay": _averages(days, scale, question_id),
        }
        for scale in _SCALES
        for question_id in sorted(total.get(scale, {}))
    ]


def _averages(parts: Mapping[str, Counters], scale: Scale, question_id: str) -> dict[str, Average]:
    found = {name: numbers(groups(counters, "scores").get(scale, {}), question_id) for name, counters in parts.items()}
    return {name: _average(scores) for name, scores in found.items() if scores}


def _average(scores: Mapping[str, int]) -> Average:
    calls = sum(scores.values())
    return {"calls": calls, "average": round(sum(int(value) * n for value, n in scores.items()) / calls, _DIGITS)}


def summed(each: Iterable[Counters]) -> Counters:
    """Add counters."""
    total: Counters = {}
    for counters in each:
        add(total, counters)
    return total


def _spread(buckets: Mapping[str, int], divisor: int) -> Spread:
    middle, high = median(buckets), quantile(buckets, 0.95)
    return {
        "median": None if middle is None else round(middle / divisor, _DIGITS),
        "p95": None if high is None else round(high / divisor, _DIGITS),
    }


def _largest_first(counted: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
