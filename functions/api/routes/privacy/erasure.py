"""Erases a session, or all sessions of a caller. Each request may be sent again, and goes on."""

from __future__ import annotations

from fastapi import APIRouter

from functions.api.http.dependencies import Organization, ServicesDep, SessionId
from functions.api.http.problems import not_found
from functions.api.http.request_body import SmallJson
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.erasure import EraseCallerBody
from functions.api.schemas.responses.sessions import ErasedCaller, ErasedSession
from functions.deadline import Deadline
from functions.erasure.erase import SECONDS

router = APIRouter(route_class=SmallJson)


@router.delete("/api/flows/sessions/{sessionId}", status_code=202)
def erase_session(
    session_id: SessionId, organization: Organization, services: ServicesDep, audit: AuditDep
) -> ErasedSession:
    """Erase a session, with the tests that were made of it. A call that is on ends with its next turn."""
    erased = services.erase(organization, session_id, audit.by, Deadline.after(SECONDS))
    if erased is None:
        raise not_found(f"session {session_id}")
    return {"sessionId": session_id, "complete": erased.complete, "tests": list(erased.tests)}


@router.post("/api/callers/erase", status_code=202)
def erase_caller(
    body: EraseCallerBody, organization: Organization, services: ServicesDep, audit: AuditDep
) -> ErasedCaller:
    """Erase all sessions of a caller's number. If `more` is true, send the same request again."""
    done = services.erase_caller(organization, body.caller_number, audit.by, Deadline.after(SECONDS))
    return {"erased": done.erased, "more": done.more}
