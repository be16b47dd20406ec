"""Flows: drafts, versions, and what is wrong with them."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import JsonValue

from flow_core.check import Checked, Problem, check
from flow_core.flow import Flow
from flow_core.timestamp import iso
from functions.api.answers import flows as answers
from functions.api.answers.problems import ProblemItem
from functions.api.answers.shown_as import ShownAs
from functions.api.body import LargeJson
from functions.api.dependencies import Cursor, FlowId, Given, Limit, NewFlowId, Organization
from functions.api.names import check_name
from functions.api.problems import ProblemError, not_found, unfit
from functions.ports.flows import FlowSummary
from functions.services import Services

router = APIRouter(route_class=LargeJson)

Written = Annotated[dict[str, JsonValue], ShownAs(Flow)]
"""Any JSON object: what is wrong with it as a flow is told by `check`."""
_VERSION = re.compile(r"[1-9][0-9]{0,8}\Z")


@router.put("/api/flows/{flowId}")
def save_flow(flow_id: NewFlowId, body: Written, organization: Organization, services: Given) -> answers.SavedFlow:
    check_name("flowId", flow_id)
    checked = _checked(services, body)
    warnings = len(checked.warnings)
    revision = services.flows.save_draft(organization, flow_id, _name(checked), body, services.now(), warnings)
    return {"flowId": flow_id, "revision": revision, "problems": [_problem(item) for item in checked.problems]}


@router.post("/api/flows/{flowId}/check")
def check_flow(flow_id: FlowId, body: Written, organization: Organization, services: Given) -> answers.CheckedFlow:
    """Every problem of a definition, however broken. Saves nothing, and the flow need not be there."""
    checked = check(body, services.inspect, services.schema_problem)
    return {"problems": [_problem(item) for item in checked.problems]}


@router.post("/api/flows/{flowId}/publish", status_code=201)
def publish_flow(flow_id: FlowId, organization: Organization, services: Given) -> answers.PublishedFlow:
    draft = services.flows.draft(organization, flow_id)
    if draft is None:
        raise not_found(f"flow {flow_id}")
    checked = _checked(services, draft.written)
    version = services.flows.publish(organization, draft, _name(checked), services.now())
    return {"flowId": flow_id, "version": version}


@router.get("/api/flows")
def list_flows(
    organization: Organization, services: Given, cursor: Cursor = None, limit: Limit = 50
) -> answers.FlowList:
    page = services.flows.page(organization, cursor=cursor, limit=limit)
    return {"flows": [_summary(flow) for flow in page.flows], "cursor": page.cursor}


@router.get("/api/flows/{flowId}")
def get_flow(
    flow_id: FlowId, organization: Organization, services: Given, version: str | None = None
) -> answers.FlowRead:
    """Without `version`, the latest; the draft where nothing is published yet."""
    summary = services.flows.summary(organization, flow_id)
    if summary is None:
        raise not_found(f"flow {flow_id}")
    asked = version or ("latest" if summary.published else "draft")
    if asked == "draft":
        definition = services.flows.draft(organization, flow_id)
    elif asked == "latest":
        published = summary.published
        definition = None if published is None else services.flows.definition(organization, flow_id, published)
    elif _VERSION.match(asked):
        definition = services.flows.version(organization, flow_id, int(asked))
    else:
        raise unfit("version", "must be a version's number, latest or draft")
    if definition is None:
        raise not_found(f"{asked} version of the flow {flow_id}")
    pin = definition.pin
    return {**_summary(summary), "version": pin.label, "revision": pin.revision, "definition": definition.written}


def _checked(services: Services, written: JsonValue) -> Checked:
    """422 with every problem if one of them is an error."""
    checked = check(written, services.inspect, services.schema_problem)
    if checked.errors:
        count = len(checked.errors)
        first = checked.errors[0]
        detail = f"The flow has {count} error{'s' if count > 1 else ''}. The first: {first.message} {first.remedy}"
        problems = [_problem(item) for item in checked.problems]
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems)
    return checked


def _name(checked: Checked) -> str:
    return checked.flow.name if checked.flow is not None else ""


def _problem(problem: Problem) -> ProblemItem:
    shown: ProblemItem = {
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "remedy": problem.remedy,
        "field": ".".join(str(part) for part in problem.path),
        "path": list(problem.path),
    }
    if problem.node_id is not None:
        shown["nodeId"] = problem.node_id
    if problem.edge_id is not None:
        shown["edgeId"] = problem.edge_id
    return shown


def _summary(flow: FlowSummary) -> answers.FlowSummary:
    return {
        "flowId": flow.flow_id,
        "name": flow.name,
        "draftRevision": flow.revision,
        "latestVersion": flow.published.version if flow.published else None,
        "publishedRevision": flow.published.revision if flow.published else None,
        "updatedAt": iso(flow.updated_at),
        "warnings": flow.warnings,
    }
