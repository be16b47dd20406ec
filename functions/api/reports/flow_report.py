"""`GET /api/flows/{flowId}/report`: how the ended sessions of a flow went."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query

from flow_core.state import Channel
from functions.api.http.dependencies import FlowId, Organization, ServicesDep
from functions.api.http.problems import invalid_field, not_found
from functions.api.http.request_body import SmallJson
from functions.api.reports.period import period
from functions.api.reports.responses import FlowReport
from functions.api.reports.shown import shown_report
from functions.deadline import Deadline
from functions.report.days import AddDays

SECONDS = 10.0
"""Seconds that a request adds counters. API Gateway waits for 29."""
_VERSION = re.compile(r"(draft|latest|[1-9][0-9]{0,8})\Z", re.ASCII)

router = APIRouter(route_class=SmallJson)


@router.get("/api/flows/{flowId}/report")
def report_flow(
    flow_id: FlowId,
    organization: Organization,
    services: ServicesDep,
    begins: Annotated[
        str | None, Query(alias="from", max_length=40, description="A date or a time (RFC 3339). 30 days before `to`.")
    ] = None,
    ends: Annotated[
        str | None,
        Query(alias="to", max_length=40, description="A date, which is included, or a time, which is not. Now."),
    ] = None,
    version: Annotated[
        str | None, Query(max_length=20, description="Only this version: a number, `latest` or `draft`.")
    ] = None,
    channel: Annotated[Channel | None, Query(description="Only this channel.")] = None,
) -> FlowReport:
    """Report how the ended sessions of a flow went, by version, channel and day, and at each node."""
    summary = services.flows.summary(organization, flow_id)
    if summary is None and services.flows.deleted(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")
    if version is not None and _VERSION.match(version) is None:
        raise invalid_field("version", "must be a version's number, latest or draft")
    asked = period(begins, ends, services.now())
    if version == "latest":
        published = None if summary is None else summary.published
        version = "0" if published is None else str(published.version)
    add_days = AddDays(services.counts, services.now)
    counted = add_days(organization, flow_id, asked.begin, asked.end, Deadline.after(SECONDS))
    return shown_report(flow_id, asked, counted, version, channel)
