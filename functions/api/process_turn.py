"""One request to `process`: from the body's bytes to the bytes of the reply. It knows no web framework.

Both the route of the API and the turn function call it, so their replies are the same.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from functions.api.http.identity import Caller, Identity, forbidden, identify
from functions.api.http.ids import require_possible_id
from functions.api.http.least_role import PROCESS, require_role
from functions.api.http.problems import conflict, not_found, too_large
from functions.api.http.server_timing import HEADER, server_timing
from functions.api.http.strict_json import SMALL, parse, read_json
from functions.api.schemas.requests.turn import ProcessRequest
from functions.failures import current_operation
from functions.ports.model import LetOut
from functions.ports.observing.spans import Known, Span
from functions.records import TurnCall
from functions.services import Services
from functions.turn.begin import NewSession, session_id_of
from functions.turn.early.drafts import NotDrafted
from functions.turn.results import NoFlow


@dataclass(frozen=True, slots=True)
class TurnResponse:
    """The response to a turn."""

    body: str
    """The reply as JSON. A duplicate request gets the same bytes."""
    headers: dict[str, str]
    """The timings of this request."""


@dataclass(frozen=True, slots=True)
class AskedTurn:
    """A request that is valid, and whose caller may make it."""

    session: NewSession
    call: TurnCall
    draft: bool
    """Whether the turn is tried and not taken."""
    began: float
    """Seconds, as `time.perf_counter()` counts them."""


def process_turn(services: Services, caller: Caller, flow_id: str, sent: bytes) -> TurnResponse:
    """Run the turn that the body `sent` asks for. Every failure is an error for which `problem_of` has a response."""
    return answer(services, asked_turn(services, caller, flow_id, sent))


def asked_turn(services: Services, caller: Caller, flow_id: str, sent: bytes) -> AskedTurn:
    """Read and check the request for a turn. Every failure is an error for which `problem_of` has a response."""
    # The order is part of the contract: the body's size, its JSON, the caller, the flow id, the fields, the turn.
    if len(sent) > SMALL:
        raise too_large(SMALL)
    content = read_json(sent)
    identity = identify(caller, services)
    current_operation.add(organization=identity.organization_id)
    if not identity.worker:
        require_role(identity, "POST", PROCESS)
    return _asked(identity, require_possible_id("flow", flow_id), parse(ProcessRequest, content))


def _asked(identity: Identity, flow_id: str, body: ProcessRequest) -> AskedTurn:
    began = time.perf_counter()
    call = body.call(body.turn_id or uuid.uuid4().hex)
    organization = identity.organization_id
    session_id = session_id_of(organization, flow_id, body.room_name)
    current_operation.add(flow=flow_id, session=session_id, turn=call.turn_id)
    if identity.call is not None and identity.call.session_id != session_id:
        raise forbidden("The capability is one of another call: it is for one flow and one room.")
    return AskedTurn(NewSession(session_id, organization, flow_id, body.room_name), call, body.draft, began)


def answer(services: Services, asked: AskedTurn, let_out: LetOut | None = None) -> TurnResponse:
    """Run a turn. `let_out` takes words of the reply before the turn is committed, see `RunTurn`."""
    session = asked.session
    known: Known = {
        "callflow.organization": session.organization_id,
        "callflow.flow": session.flow_id,
        "session.id": session.session_id,
        "callflow.turn": asked.call.turn_id,
        "callflow.draft": asked.draft,
    }
    with services.spans.open("turn", "server", known) as span:
        return _drafted(services, asked, let_out) if asked.draft else _taken(services, asked, let_out, span)


def _taken(services: Services, asked: AskedTurn, let_out: LetOut | None, span: Span) -> TurnResponse:
    call = asked.call
    finished = services.run_turn(asked.session, call, let_out)
    if isinstance(finished, NoFlow):
        raise not_found(f"published flow {asked.session.flow_id}")
    span.add(
        {
            "callflow.status": finished.head.state.status.value,
            "callflow.node": finished.head.state.node_id,
            "callflow.again": finished.again,
            **{f"callflow.millis.{phase}": round(taken, 1) for phase, taken in finished.timings.items()},
        }
    )
    millis = (time.perf_counter() - asked.began) * 1000
    services.observe.turn(
        finished.head,
        finished.record,
        turn_id=call.turn_id,
        millis=millis,
        timings=finished.timings,
        again=finished.again,
    )
    return TurnResponse(finished.body, {HEADER: server_timing(finished.timings, millis)})


def _drafted(services: Services, asked: AskedTurn, let_out: LetOut | None) -> TurnResponse:
    tried = services.run_turn.draft(asked.session, asked.call, let_out)
    if isinstance(tried, NoFlow):
        raise not_found(f"published flow {asked.session.flow_id}")
    if isinstance(tried, NotDrafted):
        raise conflict(f"This turn cannot be drafted: it {tried.why}. Send it without `draft`.")
    return TurnResponse(tried.body, {HEADER: server_timing({}, (time.perf_counter() - asked.began) * 1000)})
