"""`GET /api/flows/{flowId}/report`: how the ended sessions of a flow went."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query, Response

from functions.api.http.dependencies import FlowId, Organization, ServicesDep
from functions.api.http.problems import invalid_field, not_found
from functions.api.http.raw_json import json_response
from functions.api.http.request_body import SmallJson
from functions.api.reports.chosen import (
    CSV_RESPONSE,
    SECONDS,
    AcceptHeader,
    AgentQuery,
    ChannelQuery,
    FormatQuery,
    From,
    NumberQuery,
    To,
    chosen,
    wants_csv,
    zone_of,
)
from functions.api.reports.period import period
from functions.api.reports.responses import FlowReport
from functions.api.reports.rows import Rows, exported
from functions.api.reports.shown import shown_report
from functions.deadline import Deadline
from functions.report.days import AddDays

_VERSION = re.compile(r"(draft|latest|[1-9][0-9]{0,8})\Z", re.ASCII)

router = APIRouter(route_class=SmallJson)


@router.get("/api/flows/{flowId}/report", response_model=FlowReport, responses={200: CSV_RESPONSE})
def report_flow(
    flow_id: FlowId,
    organization: Organization,
    services: ServicesDep,
    begins: From = None,
    ends: To = None,
    version: Annotated[
        str | None, Query(max_length=20, description="Only this version: a number, `latest` or `draft`.")
    ] = None,
    channel: ChannelQuery = None,
    agent_id: AgentQuery = None,
    called_number: NumberQuery = None,
    wanted: FormatQuery = None,
    rows: Annotated[Rows, Query(description="What a row of the export is about.")] = "sessions",
    accept: AcceptHeader = None,
) -> Response:
    """Report how the ended sessions of a flow went, and what they did at each node."""
    summary = services.flows.summary(organization, flow_id)
    if summary is None and services.flows.deleted(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")
    if version is not None and _VERSION.match(version) is None:
        raise invalid_field("version", "must be a version's number, latest or draft")
    asked = period(begins, ends, services.now(), zone_of(services, organization))
    if version == "latest":
        published = None if summary is None else summary.published
        version = "0" if published is None else str(published.version)
    which = chosen(channel, agent_id, called_number, version)
    add_days = AddDays(services.counts, services.now)
    counted = add_days(organization, flow_id, asked.begin, asked.end, Deadline.after(SECONDS), asked.zone)
    if wants_csv(wanted, accept):
        return exported(rows, {flow_id: counted}, which, complete=True, name=f"report-{flow_id}")
    return json_response(shown_report(flow_id, asked, counted, which))
