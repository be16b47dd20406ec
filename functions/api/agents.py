"""Agents and phone numbers: number -> agent -> flow."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Response

from functions.api.bodies import AgentBody, PhoneNumberBody
from functions.api.body import SmallJson
from functions.api.dependencies import AgentId, Cursor, Given, Limit, Organization
from functions.api.names import check_name
from functions.api.problems import ProblemError, not_found, unfit
from functions.api.wire import e164, present
from functions.ports.agents import Agent, PhoneNumber

router = APIRouter(route_class=SmallJson)


@router.put("/api/agents/{agent_id}")
def put_agent(agent_id: str, body: AgentBody, organization: Organization, services: Given) -> dict[str, Any]:
    check_name("agentId", agent_id)
    agent = Agent(agent_id, body.name, body.flow_id, body.flow_version, body.voice, body.language)
    services.agents.put_agent(organization, agent)
    return _agent(agent)


@router.get("/api/agents/{agent_id}")
def get_agent(agent_id: AgentId, organization: Organization, services: Given) -> dict[str, Any]:
    agent = services.agents.agent(organization, agent_id)
    if agent is None:
        raise not_found(f"agent {agent_id}")
    return _agent(agent)


@router.delete("/api/agents/{agent_id}", status_code=204)
def delete_agent(agent_id: AgentId, organization: Organization, services: Given) -> Response:
    if not services.agents.delete_agent(organization, agent_id):
        raise not_found(f"agent {agent_id}")
    return Response(status_code=204)


@router.get("/api/agents")
def list_agents(
    organization: Organization, services: Given, cursor: Cursor = None, limit: Limit = 50
) -> dict[str, Any]:
    agents, following = services.agents.agents(organization, cursor=cursor, limit=limit)
    return {"agents": [_agent(agent) for agent in agents], "cursor": following}


@router.put("/api/phone-numbers/{number}")
def put_number(number: str, body: PhoneNumberBody, organization: Organization, services: Given) -> dict[str, Any]:
    owned = PhoneNumber(_e164(number), organization, body.agent_id)
    if services.agents.agent(organization, body.agent_id) is None:
        raise unfit("agentId", f"there is no agent {body.agent_id}; make it first, or name another")
    if not services.agents.put_number(owned):
        raise ProblemError(HTTPStatus.CONFLICT, f"{owned.e164} is in use elsewhere. Use a number of your own.")
    return _number(owned)


@router.get("/api/phone-numbers/{number}")
def get_number(number: str, organization: Organization, services: Given) -> dict[str, Any]:
    owned = services.agents.number(_e164(number))
    if owned is None or owned.organization_id != organization:
        raise not_found(f"phone number {number}")
    return _number(owned)


@router.delete("/api/phone-numbers/{number}", status_code=204)
def delete_number(number: str, organization: Organization, services: Given) -> Response:
    if not services.agents.delete_number(organization, _e164(number)):
        raise not_found(f"phone number {number}")
    return Response(status_code=204)


@router.get("/api/phone-numbers")
def list_numbers(
    organization: Organization, services: Given, cursor: Cursor = None, limit: Limit = 50
) -> dict[str, Any]:
    numbers, following = services.agents.numbers(organization, cursor=cursor, limit=limit)
    return {"phoneNumbers": [_number(number) for number in numbers], "cursor": following}


def _e164(number: str) -> str:
    try:
        return e164(number)
    except ValueError as error:
        raise unfit("e164", str(error)) from error


def _agent(agent: Agent) -> dict[str, Any]:
    written = {
        "agentId": agent.agent_id,
        "name": agent.name,
        "flowId": agent.flow_id,
        "flowVersion": agent.flow_version,
        "voice": agent.voice,
        "language": agent.language,
    }
    return present(written)


def _number(number: PhoneNumber) -> dict[str, Any]:
    return {"e164": number.e164, "agentId": number.agent_id}
