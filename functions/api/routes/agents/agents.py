"""Agents: the flow and the voice for the phone numbers that point to them."""

from __future__ import annotations

from fastapi import APIRouter, Response

from flow_core.json import Json
from functions.api.http.dependencies import AgentId, Cursor, Limit, NewAgentId, Organization, ServicesDep
from functions.api.http.ids import require_new_id
from functions.api.http.problems import not_found
from functions.api.http.request_body import SmallJson
from functions.api.routes.agents.versions import shown_version, version_of
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.rooms_and_agents import AgentBody
from functions.api.schemas.responses import agents as responses
from functions.ports.agents import Agent

router = APIRouter(route_class=SmallJson)


@router.put("/api/agents/{agentId}")
def put_agent(
    agent_id: NewAgentId, body: AgentBody, organization: Organization, services: ServicesDep, audit: AuditDep
) -> responses.Agent:
    """Create or replace an agent."""
    require_new_id("agentId", agent_id)
    version = version_of(body.flow_version)
    agent = Agent(agent_id, body.name, body.flow_id, version, body.voice, body.language, body.time_zone)
    services.agents.put_agent(organization, agent)
    shown = _agent(agent)
    audited: Json = shown["flowVersion"]  # type: ignore[assignment]  # it is JSON
    audit.record("agent.saved", agent_id, name=agent.name, flowId=agent.flow_id, flowVersion=audited)
    return shown


@router.get("/api/agents/{agentId}")
def get_agent(agent_id: AgentId, organization: Organization, services: ServicesDep) -> responses.Agent:
    """Read an agent."""
    agent = services.agents.agent(organization, agent_id)
    if agent is None:
        raise not_found(f"agent {agent_id}")
    return _agent(agent)


@router.delete("/api/agents/{agentId}", status_code=204)
def delete_agent(agent_id: AgentId, organization: Organization, services: ServicesDep, audit: AuditDep) -> Response:
    """Delete an agent."""
    agent = services.agents.agent(organization, agent_id)
    if agent is None:
        raise not_found(f"agent {agent_id}")
    audit.record("agent.deleted", agent_id, name=agent.name, flowId=agent.flow_id)
    services.agents.delete_agent(organization, agent_id)
    return Response(status_code=204)


@router.get("/api/agents")
def list_agents(
    organization: Organization, services: ServicesDep, cursor: Cursor = None, limit: Limit = 50
) -> responses.AgentList:
    """List the agents of the organization."""
    agents, next_cursor = services.agents.agents(organization, cursor=cursor, limit=limit)
    return {"agents": [_agent(agent) for agent in agents], "cursor": next_cursor}


def _agent(agent: Agent) -> responses.Agent:
    shown: responses.Agent = {
        "agentId": agent.agent_id,
        "name": agent.name,
        "flowId": agent.flow_id,
        "flowVersion": shown_version(agent.flow_version),
    }
    if agent.voice is not None:
        shown["voice"] = agent.voice
    if agent.language is not None:
        shown["language"] = agent.language
    if agent.time_zone is not None:
        shown["timeZone"] = agent.time_zone
    return shown
