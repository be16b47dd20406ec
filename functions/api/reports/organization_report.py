"""`GET /api/report`: how the ended sessions of all flows of an organization went."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from functions.api.http.dependencies import Organization, ServicesDep
from functions.api.http.ids import ID_RULE, is_valid_id
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
from functions.api.reports.responses import OrganizationReport
from functions.api.reports.rows import Rows, exported
from functions.api.reports.shown import shown_organization
from functions.deadline import Deadline
from functions.ports.flows import Flows
from functions.report.days import AddDays
from functions.report.flows import AddFlows
from functions.turn.flow_versions import exists_or_did

_PAGE = 100
"""Flows of a page of the list."""

router = APIRouter(route_class=SmallJson)


@router.get("/api/report", response_model=OrganizationReport, responses={200: CSV_RESPONSE})
def report_organization(
    organization: Organization,
    services: ServicesDep,
    begins: From = None,
    ends: To = None,
    flow_id: Annotated[
        str | None, Query(alias="flowId", max_length=200, description="Only this flow, which may be deleted.")
    ] = None,
    channel: ChannelQuery = None,
    agent_id: AgentQuery = None,
    called_number: NumberQuery = None,
    wanted: FormatQuery = None,
    rows: Annotated[Rows, Query(description="What a row of the export is about.")] = "sessions",
    accept: AcceptHeader = None,
) -> Response:
    """Report how the ended sessions of the organization went, by flow, agent, number, channel and day."""
    asked = period(begins, ends, services.now(), zone_of(services, organization))
    which = chosen(channel, agent_id, called_number)
    deadline = Deadline.after(SECONDS)
    if flow_id is None:
        flow_ids, complete = _flow_ids(services.flows, organization, deadline)
    elif not is_valid_id(flow_id):
        raise invalid_field("flowId", ID_RULE)
    elif not exists_or_did(services.flows, organization, flow_id):
        raise not_found(f"flow {flow_id}")
    else:
        flow_ids, complete = [flow_id], True
    add_flows = AddFlows(AddDays(services.counts, services.now))
    counted = add_flows(organization, flow_ids, asked.begin, asked.end, deadline, asked.zone)
    if wants_csv(wanted, accept):
        return exported(rows, counted, which, complete=complete, name="report")
    return json_response(shown_organization(asked, counted, which, complete=complete))


def _flow_ids(flows: Flows, organization_id: str, deadline: Deadline) -> tuple[list[str], bool]:
    """Return the flows of an organization, and whether these are all."""
    found: list[str] = []
    cursor: str | None = None
    while not deadline.expired():
        page = flows.page(organization_id, cursor=cursor, limit=_PAGE)
        found += [flow.flow_id for flow in page.flows]
        cursor = page.cursor
        if cursor is None:
            return found, True
    return found, False
