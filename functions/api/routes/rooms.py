"""The three ways to begin a session: test chat, test audio and the phone. They prepare a session and run no node."""

from __future__ import annotations

import secrets
from typing import Literal

from fastapi import APIRouter, Response

from flow_core.json import Json
from flow_core.state import Session
from functions.api.capabilities import signed
from functions.api.http.dependencies import ConfinedTo, FlowId, Organization, ServicesDep
from functions.api.http.identity import CAPABILITY_HEADER
from functions.api.http.problems import invalid_field, not_found
from functions.api.http.raw_json import json_response
from functions.api.http.request_body import SmallJson
from functions.api.limits import require_place
from functions.api.schemas.requests.rooms_and_agents import CallRequest, TestRequest
from functions.api.schemas.responses import rooms as responses
from functions.ports.agents import DRAFT, Agent, AnsweredCall, InEnvironment, Split
from functions.records import FlowPin, TestMetadata
from functions.services import Services
from functions.turn.begin import new_head, prepare, session_id_of
from functions.turn.call_language import call_language
from functions.turn.called_flows import UncallableFlowError
from functions.turn.flow_versions import resolve
from functions.turn.mcp_tools import UnlistedToolsError
from functions.turn.rollout import version_for

router = APIRouter(route_class=SmallJson)

_CAPABILITY_HEADERS = {
    CAPABILITY_HEADER: {
        "description": "The worker's right to run the turns of this call, for some hours.",
        "schema": {"type": "string"},
    },
}


@router.post("/api/flows/{flowId}/test-chat", status_code=201)
def start_chat_test(
    flow_id: FlowId, organization: Organization, services: ServicesDep, body: TestRequest | None = None
) -> responses.TestRoom:
    """Prepare a session for a test in text, and return a token for its room."""
    return _test(services, organization, flow_id, body or TestRequest(), "chat")


@router.post("/api/flows/{flowId}/test-audio", status_code=201)
def start_audio_test(
    flow_id: FlowId, organization: Organization, services: ServicesDep, body: TestRequest | None = None
) -> responses.TestRoom:
    """Prepare a session for a test with speech, and return a token for its room."""
    return _test(services, organization, flow_id, body or TestRequest(), "audio")


def _test(
    services: Services, organization: str, flow_id: str, body: TestRequest, mode: Literal["chat", "audio"]
) -> responses.TestRoom:
    try:
        pin = resolve(services.flows, services.pinned, organization, flow_id, body.version, services.list_tools)
    except (UncallableFlowError, UnlistedToolsError) as error:
        raise invalid_field("version", f"is {body.version}, but {error}") from error
    if pin is None:
        raise not_found(f"{body.version} version of the flow {flow_id}")
    flow = services.pinned(organization, flow_id, pin)
    room_name = f"{mode}-test-{secrets.token_hex(8)}"
    identity = body.identity or f"test-user-{services.now()}"
    session = Session(id=session_id_of(organization, flow_id, room_name), channel=mode, started_at=services.now())
    metadata: dict[str, Json] = {
        "organizationId": organization,
        "flowId": flow_id,
        "roomName": room_name,
        "sessionId": session.id,
        "mode": mode,
    }
    head = new_head(
        organization,
        flow_id,
        pin,
        room_name,
        session,
        given_variables=body.variables,
        test_metadata=TestMetadata(mode, identity, room_name),
        keep_days=services.run_turn.keep_days(organization),
    )
    if (language := call_language(session, flow)) is not None:
        metadata["language"] = language
    require_place(services, organization, session.id)
    # The token carries it to the worker. The user can read it there, and has the same right by the id token.
    if (capability := signed(services, head)) is not None:
        metadata["capability"] = capability
    token = services.rooms.token(identity=identity, room_name=room_name, metadata=metadata)
    prepare(services.run_turn.sessions, services.run_turn.begun(head))
    return {
        "sessionId": session.id,
        "roomName": room_name,
        "token": token,
        "identity": identity,
        "serverUrl": services.rooms.server_url,
        "flowName": flow.name,
    }


@router.post(
    "/api/calls",
    status_code=201,
    response_model=responses.AnsweredCall,
    responses={201: {"headers": _CAPABILITY_HEADERS}},
)
def answer_call(body: CallRequest, confined_to: ConfinedTo, services: ServicesDep) -> Response:
    """Prepare the session of a phone call. The called number determines the organization, the agent and the flow."""
    answered = services.agents.answered_call(body.room_name, body.called_number)
    if answered is None:
        found = _answer(services, body, confined_to)
        require_place(services, found.organization_id, found.session_id)
        answered = services.agents.keep_answered_call(body.called_number, found)
    elif confined_to not in (None, answered.organization_id):
        raise not_found(f"phone number {body.called_number}")
    pin = answered.draft
    if answered.flow_version != "draft":
        pin = services.pinned.pin(answered.organization_id, answered.flow_id, answered.flow_version)
    if pin is None:
        raise not_found(f"version {answered.flow_version} of the flow {answered.flow_id}")
    session = Session(
        id=answered.session_id,
        channel="phone",
        started_at=services.now(),
        caller_number=body.caller_number,
        called_number=body.called_number,
        language=answered.language,
        time_zone=answered.time_zone,
    )
    head = new_head(
        answered.organization_id,
        answered.flow_id,
        pin,
        answered.room_name,
        session,
        agent_id=answered.agent_id,
        keep_days=services.run_turn.keep_days(answered.organization_id),
    )
    begun = services.run_turn.begun(head)
    if prepare(services.run_turn.sessions, begun) is None and services.sessions.is_erased(head.session_id):
        # A late copy of the request. The name of a room may hold the caller's number.
        services.agents.forget_answered_call(body.room_name, body.called_number)
    # In a header: it changes with the time, and a repeated call gets the same body.
    capability = signed(services, head)
    content: responses.AnsweredCall = {
        "organizationId": answered.organization_id,
        "agentId": answered.agent_id,
        "flowId": answered.flow_id,
        "flowVersion": answered.flow_version,
        "roomName": answered.room_name,
        "sessionId": answered.session_id,
    }
    flow = services.pinned(answered.organization_id, answered.flow_id, pin)
    if (language := call_language(session, flow)) is not None:
        content["language"] = language
    return json_response(content, 201, None if capability is None else {CAPABILITY_HEADER: capability})


def _answer(services: Services, body: CallRequest, confined_to: str | None) -> AnsweredCall:
    """Find the agent of the called number, and the flow of the agent."""
    number = services.agents.number(body.called_number)
    if number is None or confined_to not in (None, number.organization_id):
        raise not_found(f"phone number {body.called_number}")
    agent = services.agents.agent(number.organization_id, number.agent_id)
    if agent is None:
        raise not_found(f"agent {number.agent_id}, to which {number.e164} points")
    session_id = session_id_of(number.organization_id, agent.flow_id, body.room_name)
    version = version_for(_version_now(services, number.organization_id, agent), session_id)
    pin = _resolved(services, number.organization_id, agent, version)
    return AnsweredCall(
        organization_id=number.organization_id,
        agent_id=agent.agent_id,
        flow_id=agent.flow_id,
        flow_version=pin.label,
        room_name=body.room_name,
        session_id=session_id,
        language=agent.language,
        time_zone=agent.time_zone,
        draft=pin if pin.version is None else None,
    )


def _version_now(services: Services, organization: str, agent: Agent) -> int | Literal["latest", "draft"] | Split:
    """Return the version that an agent gives to a session that begins now."""
    if not isinstance(agent.flow_version, InEnvironment):
        return agent.flow_version
    name = agent.flow_version.environment
    if name == DRAFT:
        return "draft"
    found = next((each for each in services.environments.all(organization, agent.flow_id) if each.name == name), None)
    if found is None:
        raise not_found(f"environment {name} of the flow {agent.flow_id}, to which the agent {agent.agent_id} points")
    return found.version


def _resolved(
    services: Services, organization: str, agent: Agent, version: int | Literal["latest", "draft"]
) -> FlowPin:
    """Return the pin of a version that an agent names. Raise `ProblemError` (404) if no session can run it."""
    pointed = f"{agent.flow_id}, to which the agent {agent.agent_id} points"
    try:
        lists = services.list_tools if version == "draft" else None
        pin = resolve(services.flows, services.pinned, organization, agent.flow_id, version, lists)
    except (UncallableFlowError, UnlistedToolsError) as error:
        raise not_found(f"draft that can run of the flow {pointed}: {error}") from error
    if pin is None:
        which = {"latest": "published flow", "draft": "draft of the flow"}
        raise not_found(f"{which.get(str(version), f'published version {version} of the flow')} {pointed}")
    return pin
