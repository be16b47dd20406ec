"""Agents and phone numbers: number -> agent -> flow."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Response

from functions.api.answers import agents as answers
from functions.api.audit import Record
from functions.api.bodies import AgentBody, PhoneNumberBody
from functions.api.body import SmallJson
from functions.api.dependencies import E164, AgentId, Cursor, Given, Limit, NewAgentId, Organization
from functions.api.names import check_name
from functions.api.problems import ProblemError, not_found, unfit
from functions.api.wire import e164
from functions.ports.agents import Agent, PhoneNumber

router = APIRouter(route_class=SmallJson)


@router.put("/api/agents/{agentId}")
def put_agent(
    agent_id: NewAgentId, body: AgentBody, organization: Organization, services: Given, record: Record
) -> answers.Agent:
    check_name("agentId", agent_id)
    agent = Agent(agent_id, body.name, body.flow_id, body.flow_version, body.voice, body.language)
    services.agents.put_agent(organization, agent)
    record("agent.saved", agent_id, name=agent.name, flowId=agent.flow_id, flowVersion=agent.flow_version)
    return _agent(agent)


@router.get("/api/agents/{agentId}")
def get_agent(agent_id: AgentId, organization: Organization, services: Given) -> answers.Agent:
    agent = services.agents.agent(organization, agent_id)
    if agent is None:
        raise not_found(f"agent {agent_id}")
    return _agent(agent)


@router.delete("/api/agents/{agentId}", status_code=204)
def delete_agent(agent_id: AgentId, organization: Organization, services: Given, record: Record) -> Response:
    agent = services.agents.agent(organization, agent_id)
    if agent is None:
        raise not_found(f"agent {agent_id}")
    record("agent.deleted", agent_id, name=agent.name, flowId=agent.flow_id)
    services.agents.delete_agent(organization, agent_id)
    return Response(status_code=204)


@router.get("/api/agents")
def list_agents(
    organization: Organization, services: Given, cursor: Cursor = None, limit: Limit = 50
) -> answers.AgentList:
    agents, following = services.agents.agents(organization, cursor=cursor, limit=limit)
    return {"agents": [_agent(agent) for agent in agents], "cursor": following}


@router.put("/api/phone-numbers/{e164}")
def put_number(number: E164, body: PhoneNumberBody, organization: Organization, services: Given) -> answers.PhoneNumber:
    owned = PhoneNumber(_e164(number), organization, body.agent_id)
    if services.agents.agent(organization, body.agent_id) is None:
        raise unfit("agentId", f"there is no agent {body.agent_id}; make it first, or name another")
    if not services.agents.put_number(owned):
        raise ProblemError(HTTPStatus.CONFLICT, f"{owned.e164} is in use elsewhere. Use a number of your own.")
    return _number(owned)


@router.get("/api/phone-numbers/{e164}")
def get_number(number: E164, organization: Organization, services: Given) -> answers.PhoneNumber:
    owned = services.agents.number(_e164(number))
    if owned is None or owned.organization_id != organization:
        raise not_found(f"phone number {number}")
    return _number(owned)


@router.delete("/api/phone-numbers/{e164}", status_code=204)
def delete_number(number: E164, organization: Organization, services: Given) -> Response:
    if not services.agents.delete_number(organization, _e164(number)):
        raise not_found(f"phone number {number}")
    return Response(status_code=204)


@router.get("/api/phone-numbers")
def list_numbers(
    organization: Organization, services: Given, cursor: Cursor = None, limit: Limit = 50
) -> answers.PhoneNumberList:
    numbers, following = services.agents.numbers(organization, cursor=cursor, limit=limit)
    return {"phoneNumbers": [_number(number) for number in numbers], "cursor": following}


def _e164(number: str) -> str:
    try:
        return e164(number)
    except ValueError as error:
        raise unfit("e164", str(error)) from error


def _agent(agent: Agent) -> answers.Agent:
    shown: answers.Agent = {
        "agentId": agent.agent_id,
        "name": agent.name,
        "flowId": agent.flow_id,
        "flowVersion": agent.flow_version,
    }
    if agent.voice is not None:
        shown["voice"] = agent.voice
    if agent.language is not None:
        shown["language"] = agent.language
    return shown


def _number(number: PhoneNumber) -> answers.PhoneNumber:
    return {"e164": number.e164, "agentId": number.agent_id}
