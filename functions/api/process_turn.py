"""One turn as HTTP asks for it, from the bytes sent to the reply's. Knows no web framework: the API's route and the
handler of the turn function both call it, and decide nothing of their own.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from flow_core.state import Session
from functions.api.http.identity import Caller, organization_of
from functions.api.http.ids import require_possible_id
from functions.api.http.problems import not_found, too_large
from functions.api.http.server_timing import HEADER, server_timing
from functions.api.http.strict_json import SMALL, parse, read_json
from functions.api.schemas.requests.turn import ProcessRequest
from functions.failures import current_operation
from functions.records import Head
from functions.services import Services
from functions.turn.begin import new_head, session_id_of
from functions.turn.flow_versions import resolve


@dataclass(frozen=True, slots=True)
class TurnResponse:
    """The reply's JSON, which a repeated turn gets again to the byte, and headers, which tell of this request."""

    body: str
    headers: dict[str, str]


def process_turn(services: Services, caller: Caller, flow_id: str, sent: bytes) -> TurnResponse:
    """Raises what problems.problem_of tells, the first of: body, caller, flow, fields, turn."""
    if len(sent) > SMALL:
        raise too_large(SMALL)
    given = read_json(sent)
    organization = organization_of(caller, local=services.settings.auth == "local")
    current_operation.add(organization=organization)
    return _reply(services, organization, require_possible_id("flow", flow_id), parse(ProcessRequest, given))


def _reply(services: Services, organization: str, flow_id: str, body: ProcessRequest) -> TurnResponse:
    started = time.perf_counter()
    call = body.call(body.turn_id or uuid.uuid4().hex)
    session_id = session_id_of(organization, flow_id, body.room_name)
    current_operation.add(flow=flow_id, session=session_id, turn=call.turn_id)

    def begin() -> Head:
        pin = resolve(services.flows, services.pinned, organization, flow_id, "latest")
        if pin is None:
            raise not_found(f"published flow {flow_id}")
        session = Session(id=session_id, channel="chat", started_at=services.now())
        return new_head(organization, flow_id, pin, body.room_name, session)

    finished = services.run_turn(begin, session_id, call)
    millis = (time.perf_counter() - started) * 1000
    services.observe.turn(
        finished.head,
        finished.record,
        turn_id=call.turn_id,
        millis=millis,
        timings=finished.timings,
        again=finished.again,
    )
    return TurnResponse(finished.body, {HEADER: server_timing(finished.timings, millis)})
