"""Reports as their responses have them, from counters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from flow_core.timestamp import iso
from functions.api.reports.chosen import Chosen
from functions.api.reports.parts import (
    added_by,
    part_counters,
    score_counters,
    shown_days,
    shown_errors,
    shown_models,
    shown_nodes,
    shown_part,
    shown_parts,
    shown_scores,
    shown_tokens,
    summed,
)
from functions.api.reports.period import Period
from functions.api.reports.responses import FlowError, FlowPart, FlowReport, OrganizationReport
from functions.ports.reporting.counts import Counters
from functions.report.counters import add, number
from functions.report.days import Counted
from functions.report.session_counts import Group

_OF_A_FLOW = ("nodes", "errors", "scores")
"""Counters whose names mean something in one flow only."""
_ABANDONED_AT = 10
"""Nodes of a flow in the report of its organization, at most."""
_ERRORS_OF_FLOW = 20
"""Failures of a flow in the report of its organization, at most."""
_ERRORS = 100
"""Failures in the report of an organization, at most."""


def shown_report(flow_id: str, period: Period, counted: Counted, chosen: Chosen) -> FlowReport:
    """Show the report of a flow.

    Args:
        flow_id: The flow.
        period: Its time.
        counted: The counters, by day.
        chosen: The sessions that count.

    Returns:
        The report.
    """
    by_day: defaultdict[int, Counters] = defaultdict(dict)
    by_group: defaultdict[Group, Counters] = defaultdict(dict)
    for day, group, counters in chosen.of(counted):
        add(by_day[day], part_counters(counters) | score_counters(counters))
        add(by_group[group], counters)
    total = summed(by_group.values())
    by_version = added_by(lambda group: group.version, by_group)
    versions = sorted(by_version, key=newest_first)
    part = shown_part(total)
    return {
        "flowId": flow_id,
        "from": iso(period.begin),
        "to": iso(period.end),
        "timeZone": period.zone_name,
        "complete": counted.complete,
        "sessions": part["sessions"],
        "byStatus": part["byStatus"],
        "byOutcome": part["byOutcome"],
        "containment": part["containment"],
        "byVersion": {name: shown_part(by_version[name]) for name in versions},
        "byChannel": shown_parts(added_by(lambda group: group.channel, by_group)),
        "byAgent": shown_parts(added_by(lambda group: group.agent_id, by_group)),
        "byNumber": shown_parts(added_by(lambda group: group.number, by_group)),
        "byDay": shown_days(by_day),
        "turns": part["turns"],
        "durationSeconds": part["durationSeconds"],
        "turnMillis": part["turnMillis"],
        "firstWordMillis": part["firstWordMillis"],
        "nodes": shown_nodes(total),
        "errors": shown_errors(total),
        "models": shown_models(total),
        "tokens": shown_tokens(total),
        "scores": shown_scores({name: by_version[name] for name in versions}, by_day),
        "cutSessions": number(total, "cut"),
    }


def shown_organization(
    period: Period, counted: Mapping[str, Counted], chosen: Chosen, *, complete: bool
) -> OrganizationReport:
    """Show the report of an organization.

    Args:
        period: Its time.
        counted: The counters of each flow, by day.
        chosen: The sessions that count.
        complete: Whether all flows were read.

    Returns:
        The report.
    """
    total: Counters = {}
    by_day: defaultdict[int, Counters] = defaultdict(dict)
    by_group: defaultdict[Group, Counters] = defaultdict(dict)
    by_flow: dict[str, FlowPart] = {}
    errors: list[FlowError] = []
    for flow_id, of_flow in sorted(counted.items()):
        counters_of_flow: Counters = {}
        for day, group, counters in chosen.of(of_flow):
            part = part_counters(counters)
            add(by_day[day], part)
            add(by_group[group], part)
            add(counters_of_flow, counters)
        if not counters_of_flow:
            continue
        by_flow[flow_id] = _flow_part(counters_of_flow)
        errors += [{**error, "flowId": flow_id} for error in shown_errors(counters_of_flow)]
        add(total, {name: value for name, value in counters_of_flow.items() if name not in _OF_A_FLOW})
    part_of_all = shown_part(total)
    return {
        "from": iso(period.begin),
        "to": iso(period.end),
        "timeZone": period.zone_name,
        "complete": complete and all(of_flow.complete for of_flow in counted.values()),
        "sessions": part_of_all["sessions"],
        "byStatus": part_of_all["byStatus"],
        "byOutcome": part_of_all["byOutcome"],
        "containment": part_of_all["containment"],
        "byDay": shown_days(by_day),
        "byFlow": by_flow,
        "byAgent": shown_parts(added_by(lambda group: group.agent_id, by_group)),
        "byNumber": shown_parts(added_by(lambda group: group.number, by_group)),
        "byChannel": shown_parts(added_by(lambda group: group.channel, by_group)),
        "turns": part_of_all["turns"],
        "durationSeconds": part_of_all["durationSeconds"],
        "turnMillis": part_of_all["turnMillis"],
        "firstWordMillis": part_of_all["firstWordMillis"],
        "errors": sorted(errors, key=lambda error: (-error["count"], error["flowId"], error["nodeId"]))[:_ERRORS],
        "models": shown_models(total),
        "tokens": shown_tokens(total),
    }


def _flow_part(counters: Counters) -> FlowPart:
    abandoned = [node for node in shown_nodes(counters) if node["abandonedHere"] > 0]
    abandoned.sort(key=lambda node: (-node["abandonedHere"], node["nodeId"]))
    return {
        **shown_part(counters),
        "abandonedAt": [
            {"nodeId": node["nodeId"], "count": node["abandonedHere"]} for node in abandoned[:_ABANDONED_AT]
        ],
        "errors": shown_errors(counters)[:_ERRORS_OF_FLOW],
    }


def newest_first(version: str) -> int:
    """Return the sort key of a version. The draft comes last."""
    return 1 if version == "draft" else -int(version)
