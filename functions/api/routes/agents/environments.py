"""The environments of a flow: names for the version that agents give to their new sessions."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from flow_core.json import Json
from flow_core.timestamp import iso
from functions.api.flow_to_try import ToTry
from functions.api.http.dependencies import FlowId, Organization, ServicesDep
from functions.api.http.problems import ProblemError, invalid_field, not_found
from functions.api.http.request_body import SmallJson
from functions.api.publishing_gate import Judged, judge_draft
from functions.api.routes.agents.versions import shown_shares, split_of
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.rooms_and_agents import (
    ENVIRONMENT_RULE,
    EnvironmentBody,
    is_environment_name,
)
from functions.api.schemas.responses import agents as responses
from functions.ports.agents import DRAFT, Environment, InEnvironment, Split
from functions.ports.flows import Gate
from functions.services import Services

router = APIRouter(route_class=SmallJson)

MAX_ENVIRONMENTS = 20
"""Environments that a flow may have, without its draft."""
MAX_HAD = 100
"""Versions that an environment remembers."""
_RESERVED = {
    DRAFT: "is always the draft of the flow; save the draft, or choose another name",
    "latest": "is always the latest version of the flow; choose another name",
}
_MAX_NAMED = 100
"""Agents in the `problems` of a 409, at most."""

Name = Annotated[str, Path(alias="name", description="The name of the environment, such as `staging`.")]
"""An unchecked name of the path."""


@router.put("/api/flows/{flowId}/environments/{name}")
def put_environment(
    flow_id: FlowId,
    name: Name,
    body: EnvironmentBody,
    organization: Organization,
    services: ServicesDep,
    audit: AuditDep,
) -> responses.Environment:
    """Give an environment of a flow a version, or a split. A version that it never had must pass the flow's gate."""
    if not is_environment_name(name):
        raise invalid_field("name", ENVIRONMENT_RULE)
    if name in _RESERVED:
        raise invalid_field("name", f"{name} {_RESERVED[name]}")
    if services.flows.summary(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")
    version = _version(body)
    _require_versions(services, organization, flow_id, version)
    wanted = _versions(version)
    before = _find(services, organization, flow_id, name)
    had = () if before is None else before.had
    new = [each for each in wanted if each not in had]
    judged = _judge(services, organization, flow_id, new, audit.by, wait=body.override is None)
    refusals = [] if judged is None else list(judged.refusals)
    if judged is not None and refusals and body.override is None:
        raise _refused(name, judged)
    known = tuple(each for each in had if each not in wanted) + tuple(sorted(wanted))
    environment = Environment(name, version, services.now(), audit.by, known[-MAX_HAD:])
    if not services.environments.put(organization, flow_id, environment, limit=MAX_ENVIRONMENTS):
        raise invalid_field("name", f"the flow has {MAX_ENVIRONMENTS} environments; delete one first")
    detail: dict[str, Json] = {"environment": name, **_shown_version(version)}
    if body.override is not None and refusals:
        detail["override"] = body.override
        detail["refused"] = [each.message for each in refusals]
    audit.record("environment.saved", flow_id, **detail)
    return _shown(environment)


@router.get("/api/flows/{flowId}/environments")
def list_environments(flow_id: FlowId, organization: Organization, services: ServicesDep) -> responses.EnvironmentList:
    """List the environments of a flow. The first is `draft`, which every flow has."""
    if services.flows.summary(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")
    stored = services.environments.all(organization, flow_id)
    return {"environments": [_DRAFT, *(_shown(environment) for environment in stored)]}


@router.get("/api/flows/{flowId}/environments/{name}")
def get_environment(
    flow_id: FlowId, name: Name, organization: Organization, services: ServicesDep
) -> responses.Environment:
    """Read an environment of a flow."""
    if services.flows.summary(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")
    if name == DRAFT:
        return _DRAFT
    return _shown(_existing(services, organization, flow_id, name))


@router.delete("/api/flows/{flowId}/environments/{name}", status_code=204)
def delete_environment(
    flow_id: FlowId, name: Name, organization: Organization, services: ServicesDep, audit: AuditDep
) -> Response:
    """Delete an environment of a flow. One that an agent points to is a 409."""
    if name == DRAFT:
        raise invalid_field("name", f"{name} {_RESERVED[name]}")
    existing = _existing(services, organization, flow_id, name)
    using = _agents_in(services, organization, flow_id, name)
    if using:
        detail = f"The environment is in use by agents, such as {using[0]}. Point them to another version first."
        problems = [{"field": "agentId", "message": f"the agent {each} points to it"} for each in using[:_MAX_NAMED]]
        raise ProblemError(HTTPStatus.CONFLICT, detail, problems)
    audit.record("environment.deleted", flow_id, environment=name, **_shown_version(existing.version))
    services.environments.delete(organization, flow_id, name)
    return Response(status_code=204)


def environments_by_version(services: Services, organization: str, flow_id: str) -> dict[int, list[str]]:
    """Return the names of the environments that give new sessions a version, by version."""
    found: dict[int, list[str]] = {}
    for environment in services.environments.all(organization, flow_id):
        for version in _versions(environment.version):
            found.setdefault(version, []).append(environment.name)
    return found


def _version(body: EnvironmentBody) -> int | Split:
    if body.version is not None and body.split is None:
        return body.version
    if body.split is not None and body.version is None:
        return split_of(body.split)
    raise invalid_field("version", "is required, or split in its place; not both")


def _versions(version: int | Split) -> set[int]:
    """Return the versions that new sessions get."""
    return {version} if isinstance(version, int) else {each.version for each in version.split if each.percent > 0}


def _require_versions(services: Services, organization: str, flow_id: str, version: int | Split) -> None:
    named = [version] if isinstance(version, int) else [share.version for share in version.split]
    for each in named:
        if services.pinned.pin(organization, flow_id, each) is None:
            field = "version" if isinstance(version, int) else "split"
            raise invalid_field(field, f"the flow {flow_id} has no version {each}; publish it first")


def _judge(
    services: Services, organization: str, flow_id: str, new: list[int], by: str, *, wait: bool
) -> Judged | None:
    """Judge the version that an environment never had. None if there is none, or if everything passes."""
    if not new or services.gates.gate(organization, flow_id) == Gate():
        return None
    if len(new) > 1:
        # Each takes as long as a publication, which is nearly all of the time that a request has.
        named = " and ".join(map(str, sorted(new)))
        raise invalid_field("split", f"the environment never had {named}; give it one of them first, then the others")
    pin = services.pinned.pin(organization, flow_id, new[0])
    if pin is None:
        return None
    tried = ToTry(flow_id, services.pinned(organization, flow_id, pin), pin)
    return judge_draft(services, organization, tried, by, wait=wait)


def _refused(name: str, judged: Judged) -> ProblemError:
    first = judged.refusals[0].message
    detail = f"The gate does not let this version into {name}: {first}. Choose another version, or send an override."
    problems = [{"field": each.field, "message": each.message} for each in judged.refusals]
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems, members={"gate": judged.result})


def _find(services: Services, organization: str, flow_id: str, name: str) -> Environment | None:
    stored = services.environments.all(organization, flow_id)
    return next((environment for environment in stored if environment.name == name), None)


def _existing(services: Services, organization: str, flow_id: str, name: str) -> Environment:
    found = _find(services, organization, flow_id, name)
    if found is None:
        raise not_found(f"environment {name[:40]} of the flow {flow_id}")
    return found


def _agents_in(services: Services, organization: str, flow_id: str, name: str) -> list[str]:
    """Return the ids of the agents that point to an environment.

    An agent that is pointed to it after this check is missing here. Its calls are then a 404.
    """
    using: list[str] = []
    cursor: str | None = None
    while True:
        agents, cursor = services.agents.agents(organization, cursor=cursor, limit=100)
        using += [
            agent.agent_id for agent in agents if agent.flow_id == flow_id and agent.flow_version == InEnvironment(name)
        ]
        if cursor is None:
            return using


_DRAFT: responses.Environment = {"name": DRAFT, "version": "draft"}


def _shown(environment: Environment) -> responses.Environment:
    shown: responses.Environment = {"name": environment.name}
    if isinstance(environment.version, int):
        shown["version"] = environment.version
    else:
        shown["split"] = shown_shares(environment.version)
    shown["at"] = iso(environment.at)
    shown["by"] = environment.by
    shown["had"] = list(environment.had)
    return shown


def _shown_version(version: int | Split) -> dict[str, Json]:
    if isinstance(version, int):
        return {"version": version}
    return {"split": [{"version": share.version, "percent": share.percent} for share in version.split]}
