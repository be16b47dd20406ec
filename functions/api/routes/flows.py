"""Flows: drafts, versions and checks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import JsonValue

from flow_core.check import Checked, check, read_flow
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.subflows.published import Called
from flow_core.timestamp import iso
from functions.api.answering_models import shown_models
from functions.api.flow_to_try import ToTry
from functions.api.http.dependencies import Cursor, FlowId, Limit, NewFlowId, Organization, ServicesDep
from functions.api.http.ids import require_new_id
from functions.api.http.problems import ProblemError, invalid_field, not_found
from functions.api.http.request_body import LargeJson
from functions.api.problem_items import problem_item
from functions.api.publishing_gate import Judged, judge_draft
from functions.api.routes.agents.environments import environments_by_version
from functions.api.routes.audit import AuditDep
from functions.api.schemas.documented_as import DocumentedAs
from functions.api.schemas.requests.rooms_and_agents import PublishBody
from functions.api.schemas.responses import flows as responses
from functions.ports.flows import Definition as StoredDefinition
from functions.ports.flows import FlowSummary, ModelName, VersionSettings, VersionSummary
from functions.services import Services
from functions.turn.called_flows import UncallableFlowError, called_by, freeze
from functions.turn.flow_versions import exists_or_did
from functions.turn.frozen.settings import with_settings
from functions.turn.mcp_tools import UnlistedToolsError

router = APIRouter(route_class=LargeJson)

Version = Annotated[
    str | None,
    Query(
        description="The number of a version, `latest` or `draft`. The default is the latest version, or the draft if "
        "nothing is published."
    ),
]
"""The version to read."""
Definition = Annotated[dict[str, JsonValue], DocumentedAs(Flow)]
"""A definition as its author wrote it: any JSON object. `check` finds its problems."""
_VERSION = re.compile(r"[1-9][0-9]{0,8}\Z")
_MAX_NAMED = 5
"""Agents in the `detail` of a 409, at most."""
_MAX_LISTED = 100
"""Agents in the `problems` of a 409, at most."""


@router.put("/api/flows/{flowId}")
def save_flow(
    flow_id: NewFlowId, body: Definition, organization: Organization, services: ServicesDep, audit: AuditDep
) -> responses.SavedFlow:
    """Save the draft of a flow, and create the flow if it is new. A definition with errors is a 422."""
    require_new_id("flowId", flow_id)
    checked = checked_draft(services, organization, flow_id, body)
    existing = services.flows.summary(organization, flow_id)
    saved = _saved(services, organization, flow_id, body, checked)
    if existing is None or existing.revision != saved["revision"]:
        audit.record("flow.saved", flow_id, revision=saved["revision"])
    return saved


@router.post("/api/flows/{flowId}/check")
def check_flow(
    flow_id: FlowId, body: Definition, organization: Organization, services: ServicesDep
) -> responses.CheckedFlow:
    """Find all problems of a definition. Nothing is saved, and the flow need not exist."""
    called = called_by(services.flows, organization, body, flow_id=flow_id)
    checked = check(body, services.inspect(organization), services.schema_problem, called)
    return {"problems": [problem_item(item) for item in checked.problems]}


@router.post("/api/flows/{flowId}/publish", status_code=201)
def publish_flow(
    flow_id: FlowId, organization: Organization, services: ServicesDep, audit: AuditDep, body: PublishBody | None = None
) -> responses.PublishedFlow:
    """Publish the draft as the next version, with the flows that it calls and the tools that MCP servers list now."""
    draft = services.flows.draft(organization, flow_id)
    if draft is None:
        raise not_found(f"flow {flow_id}")
    called = called_by(services.flows, organization, draft.written, flow_id=flow_id, publishing=True)
    checked = _without_errors(services, organization, draft.written, called)
    whole = _with_listed_tools(services, organization, draft)
    if whole is not draft:
        draft, checked = whole, _without_errors(services, organization, whole.written, called)
    try:
        frozen = freeze(draft, called)
    except UncallableFlowError as error:
        problems = [{"field": "nodes", "message": str(error)}]
        reason = f"The flow cannot be published: {error}"
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, reason, problems) from error
    frozen = with_settings(frozen, services.deployed)
    asked = body or PublishBody()
    note = asked.note
    judged = _judged(services, organization, frozen, audit.by, wait=asked.override is None)
    if judged.refusals and asked.override is None:
        raise judged.problem()
    override = asked.override if judged.refusals else None
    published = services.flows.publish(
        organization, frozen, _name(checked), services.now(), by=audit.by, note=note, override=override
    )
    if published is None:
        raise not_found(f"flow {flow_id}")
    if published.new:
        detail: dict[str, Json] = {} if note is None else {"note": note}
        if override is not None:
            detail["override"] = override
            detail["refused"] = [each.message for each in judged.refusals]
        audit.record("flow.published", flow_id, version=published.version, **detail)
    return {"flowId": flow_id, "version": published.version}


@router.delete("/api/flows/{flowId}", status_code=204)
def delete_flow(flow_id: FlowId, organization: Organization, services: ServicesDep, audit: AuditDep) -> Response:
    """Delete the draft of a flow and its tests. Its versions and sessions stay, and open sessions continue."""
    summary = services.flows.summary(organization, flow_id)
    if summary is None:
        raise not_found(f"flow {flow_id}")
    using = _agents_using(services, organization, flow_id)
    if using:
        more = len(using) - _MAX_NAMED
        names = ", ".join(using[:_MAX_NAMED]) + (f" and {more} more" if more > 0 else "")
        agents = "agents" if len(using) > 1 else "agent"
        detail = f"The flow is in use by the {agents} {names}. Point them to another flow first."
        problems = [{"field": "agentId", "message": f"the agent {name} uses this flow"} for name in using[:_MAX_LISTED]]
        raise ProblemError(HTTPStatus.CONFLICT, detail, problems)
    latest = summary.published.version if summary.published else None
    audit.record("flow.deleted", flow_id, name=summary.name, latestVersion=latest)
    if not services.flows.delete(organization, flow_id, services.now()):
        raise not_found(f"flow {flow_id}")
    services.flow_tests.delete_all(organization, flow_id)
    return Response(status_code=204)


@router.get("/api/flows")
def list_flows(
    organization: Organization, services: ServicesDep, cursor: Cursor = None, limit: Limit = 50
) -> responses.FlowList:
    """List the flows of the organization."""
    page = services.flows.page(organization, cursor=cursor, limit=limit)
    return {"flows": [_summary(flow) for flow in page.flows], "cursor": page.cursor}


@router.get("/api/flows/{flowId}")
def get_flow(
    flow_id: FlowId, organization: Organization, services: ServicesDep, version: Version = None
) -> responses.FlowRead:
    """Read a flow with one definition. Of a deleted flow, only a numbered version can be read."""
    summary = services.flows.summary(organization, flow_id)
    deleted = services.flows.deleted(organization, flow_id) if summary is None else None
    if summary is None and (deleted is None or version in (None, "latest", "draft")):
        raise not_found(f"flow {flow_id}")
    published = None if summary is None else summary.published
    wanted = version or ("latest" if published else "draft")
    if wanted == "draft":
        definition = services.flows.draft(organization, flow_id)
    elif wanted == "latest":
        definition = None if published is None else services.flows.definition(organization, flow_id, published)
    elif _VERSION.match(wanted):
        definition = services.flows.version(organization, flow_id, int(wanted))
    else:
        raise invalid_field("version", "must be the number of a version, latest or draft")
    existing = summary or deleted
    if definition is None or existing is None:
        raise not_found(f"{wanted} version of the flow {flow_id}")
    pin = definition.pin
    shown = _summary(existing)
    if deleted is not None:
        shown["deletedAt"] = iso(deleted.updated_at)
    return {**shown, "version": pin.label, "revision": pin.revision, "definition": definition.written}


@router.get("/api/flows/{flowId}/versions")
def list_versions(
    flow_id: FlowId, organization: Organization, services: ServicesDep, cursor: Cursor = None, limit: Limit = 50
) -> responses.FlowVersions:
    """List the versions of a flow, newest first. The versions of a deleted flow are listed too."""
    if not exists_or_did(services.flows, organization, flow_id):
        raise not_found(f"flow {flow_id}")
    page = services.flows.versions(organization, flow_id, cursor=cursor, limit=limit)
    counted = services.sessions.count_by_version(organization, flow_id).sessions if page.versions else {}
    named = environments_by_version(services, organization, flow_id)
    answered = services.model_names.of_flow(organization, flow_id)
    return {
        "versions": [
            _version(each, counted.get(each.version, 0), named.get(each.version, []), answered)
            for each in page.versions
        ],
        "cursor": page.cursor,
    }


@router.post("/api/flows/{flowId}/versions/{version}/restore")
def restore_version(
    flow_id: FlowId, version: str, organization: Organization, services: ServicesDep, audit: AuditDep
) -> responses.SavedFlow:
    """Make a version the draft; nothing is published. A version with errors is a 422, as for a save."""
    definition = None
    if _VERSION.match(version):
        definition = services.flows.version(organization, flow_id, int(version))
    if definition is None:
        raise not_found(f"version {version[:20]} of the flow {flow_id}")
    existing = services.flows.summary(organization, flow_id)
    checked = checked_draft(services, organization, flow_id, definition.written)
    saved = _saved(services, organization, flow_id, definition.written, checked)
    if existing is None or existing.revision != saved["revision"]:
        audit.record("flow.restored", flow_id, version=definition.pin.version, revision=saved["revision"])
    return saved


def _saved(
    services: Services, organization: str, flow_id: str, definition: Json, checked: Checked
) -> responses.SavedFlow:
    warnings = len(checked.warnings)
    revision = services.flows.save_draft(organization, flow_id, _name(checked), definition, services.now(), warnings)
    return {"flowId": flow_id, "revision": revision, "problems": [problem_item(item) for item in checked.problems]}


def _agents_using(services: Services, organization: str, flow_id: str) -> list[str]:
    """Return the ids of the agents that point to a flow.

    An agent that is pointed to the flow after this check is missing here. Its calls are then a 404.
    """
    using: list[str] = []
    cursor: str | None = None
    while True:
        agents, cursor = services.agents.agents(organization, cursor=cursor, limit=100)
        using += [agent.agent_id for agent in agents if agent.flow_id == flow_id]
        if cursor is None:
            return using


def checked_draft(services: Services, organization: str, flow_id: str, definition: JsonValue) -> Checked:
    """Check a draft. Raise `ProblemError` (422) with every problem if one of them is an error."""
    called = called_by(services.flows, organization, definition, flow_id=flow_id)
    return _without_errors(services, organization, definition, called)


def _with_listed_tools(services: Services, organization: str, draft: StoredDefinition) -> StoredDefinition:
    """Complete a draft with the tools of its MCP servers. Raise `ProblemError` (422) if a server does not list them."""
    try:
        return services.list_tools(organization, draft)
    except UnlistedToolsError as error:
        detail = f"The flow cannot be published: {error}"
        problems = [problem_item(item) for item in error.problems]
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems) from error


def _judged(services: Services, organization: str, frozen: StoredDefinition, by: str, *, wait: bool) -> Judged:
    flow = read_flow(frozen.written, frozen.rules, frozen.subflows)[0]
    assert flow is not None  # noqa: S101 - it was checked
    return judge_draft(services, organization, ToTry(frozen.flow_id, flow, frozen.pin, frozen), by, wait=wait)


def _without_errors(services: Services, organization: str, definition: JsonValue, called: Called) -> Checked:
    checked = check(definition, services.inspect(organization), services.schema_problem, called)
    if checked.errors:
        count = len(checked.errors)
        first = checked.errors[0]
        detail = f"The flow has {count} error{'s' if count > 1 else ''}. The first: {first.message} {first.remedy}"
        problems = [problem_item(item) for item in checked.problems]
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems)
    return checked


def _name(checked: Checked) -> str:
    return checked.flow.name if checked.flow is not None else ""


def _summary(flow: FlowSummary) -> responses.FlowSummary:
    return {
        "flowId": flow.flow_id,
        "name": flow.name,
        "draftRevision": flow.revision,
        "latestVersion": flow.published.version if flow.published else None,
        "publishedRevision": flow.published.revision if flow.published else None,
        "updatedAt": iso(flow.updated_at),
        "warnings": flow.warnings,
    }


def _version(
    version: VersionSummary, sessions: int, environments: list[str], answered: Sequence[ModelName]
) -> responses.FlowVersion:
    shown: responses.FlowVersion = {
        "version": version.version,
        "at": None if version.at is None else iso(version.at),
        "by": version.by,
        "sessions": sessions,
    }
    if version.note is not None:
        shown["note"] = version.note
    if version.override is not None:
        shown["override"] = version.override
    if version.settings is not None:
        shown["settings"] = _settings(version.settings)
    if environments:
        shown["environments"] = environments
    if models := shown_models(answered, version.version):
        shown["models"] = models
    return shown


def _settings(settings: VersionSettings) -> responses.VersionSettings:
    shown: responses.VersionSettings = {
        "hash": settings.hash,
        "model": settings.model,
        "models": list(settings.models),
        "speechToText": settings.speech_to_text,
        "textToSpeech": settings.text_to_speech,
        "language": settings.language,
        "timeZone": settings.time_zone,
        "tools": settings.tools,
    }
    return shown
