"""The dependencies of routes: the services, the caller's organization, ids of the path, and a place in a list."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from functions.api.http.identity import (
    CAPABILITY_HEADER,
    HEADER,
    ROLE_HEADER,
    Caller,
    Identity,
    forbidden,
    identify,
    identify_unless_worker,
)
from functions.api.http.ids import require_possible_id
from functions.api.http.least_role import require_role
from functions.api.http.problems import not_found
from functions.call_capability import CallCapability
from functions.failures import current_operation
from functions.records import Head
from functions.services import Services


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def caller_of(request: Request) -> Caller:
    """Return the sender of a request, with API Gateway's event if there is one."""
    event, headers = request.scope.get("aws.event"), request.headers
    return Caller(
        headers.get(HEADER),
        event,
        headers.get(CAPABILITY_HEADER),
        headers.get(ROLE_HEADER),
        headers.get("authorization"),
    )


async def _identity(request: Request) -> Identity:
    services: Services = request.app.state.services
    caller = caller_of(request)
    # A key is looked up in the store. For everything else a thread would take longer than the check.
    identity = (
        identify(caller, services)
        if caller.key is None
        else await services.off_loop(lambda: identify(caller, services))
    )
    current_operation.add(organization=identity.organization_id)
    if not identity.worker:
        require_role(identity, request.method, _path(request))
        return identity
    if not _is_for_worker(request, identity.call):
        raise forbidden("The capability of a call is for the turns of this call, for its speech and for its agent.")
    if identity.call is not None:
        session_id = identity.call.session_id
        await services.off_loop(lambda: _require_open(services, session_id))
    return identity


def _path(request: Request) -> str:
    """Return the path template of the request's route."""
    return str(request.scope["route"].path)


def _is_for_worker(request: Request, call: CallCapability | None) -> bool:
    """Return whether a worker may send a request, for its call if it named one. Turns check the call themselves."""
    match request.method, _path(request):
        case "GET", "/api/agents/{agentId}":
            return call is None or request.path_params == {"agentId": call.agent_id}
        case "GET", "/api/flows/sessions/{sessionId}/speech":
            return call is None or request.path_params == {"sessionId": call.session_id}
        case _:
            return False


def _require_open(services: Services, session_id: str) -> None:
    """Raise `ProblemError` (403) if a call has ended: its worker may read nothing more of the organization."""
    head = services.sessions.head(session_id)
    if head is None or head.state.status.ended:
        raise forbidden("The call has ended, and with it the right of its worker. Begin the next call.")


async def _organization(identity: Annotated[Identity, Depends(_identity)]) -> str:
    return identity.organization_id


async def _confined_to(request: Request) -> str | None:
    services: Services = request.app.state.services
    caller = caller_of(request)
    identity = await services.off_loop(lambda: identify_unless_worker(caller, services))
    if identity is None:
        return None
    require_role(identity, request.method, _path(request))
    return identity.organization_id


ServicesDep = Annotated[Services, Depends(_services)]
"""The services of the application."""
IdentityDep = Annotated[Identity, Depends(_identity)]
"""The sender of the request, whose role allows the route."""
Organization = Annotated[str, Depends(_organization)]
"""The id of the caller's organization."""
ConfinedTo = Annotated[str | None, Depends(_confined_to)]
"""The only organization whose phone calls the caller may answer; None for a worker."""
Cursor = Annotated[
    str | None, Query(max_length=2000, description="The `cursor` of the previous page. Omit it for the first page.")
]
"""The place in a list, as the previous page returned it."""
Limit = Annotated[int, Query(ge=1, le=100, description="The items of a page, at most.")]
"""Items in a page, at most."""

NewFlowId = Annotated[str, Path(alias="flowId")]
"""An unchecked flow id of the path, for a flow that may not exist yet."""
NewAgentId = Annotated[str, Path(alias="agentId")]
"""An unchecked agent id of the path, for an agent that may not exist yet."""
NewTestId = Annotated[str, Path(alias="testId")]
"""An unchecked test id of the path, for a test that may not exist yet."""
E164 = Annotated[str, Path(alias="e164")]
"""An unchecked phone number of the path."""


async def _flow_id(flow_id: NewFlowId, organization: Organization) -> str:
    current_operation.add(flow=require_possible_id("flow", flow_id))
    return flow_id


async def _agent_id(agent_id: NewAgentId, organization: Organization) -> str:
    current_operation.add(agent=require_possible_id("agent", agent_id))
    return agent_id


async def _test_id(test_id: NewTestId, organization: Organization) -> str:
    return require_possible_id("test", test_id)


async def _session_id(session_id: Annotated[str, Path(alias="sessionId")], organization: Organization) -> str:
    current_operation.add(session=require_possible_id("session", session_id))
    return session_id


FlowId = Annotated[str, Depends(_flow_id)]
"""A well-formed flow id of the path."""
AgentId = Annotated[str, Depends(_agent_id)]
"""A well-formed agent id of the path."""
TestId = Annotated[str, Depends(_test_id)]
"""A well-formed test id of the path."""
SessionId = Annotated[str, Depends(_session_id)]
"""A well-formed session id of the path."""


def head_of(services: Services, organization: str, session_id: str) -> Head:
    """Read the head of a session of the organization. `ProblemError` (404) is raised if it has no such session."""
    head = services.sessions.head(session_id)
    if head is None or head.organization_id != organization:
        raise not_found(f"session {session_id}")
    return head
