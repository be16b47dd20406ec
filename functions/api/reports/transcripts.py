"""`GET /api/flows/sessions/{sessionId}/transcript`: the whole conversation of a session as a file."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal, NotRequired

from fastapi import APIRouter, Query, Response
from typing_extensions import TypedDict

from flow_core.state import Role, Status
from flow_core.timestamp import iso
from functions.api.http.dependencies import Organization, ServicesDep, SessionId, head_of
from functions.api.http.problems import ProblemError
from functions.api.http.raw_json import RawJsonRoute, json_response
from functions.api.routes.audit import AuditDep
from functions.deadline import Deadline
from functions.history.transcript import Line, as_text, as_vtt, transcript
from functions.ports.sessions import Sessions
from functions.records import Head, TurnRecord

SECONDS = 10.0
"""Seconds that a request reads turns. API Gateway waits for 29."""
MAX_BYTES = 4_500_000
"""Bytes of a transcript, at most: a response of a Lambda function has 6 MB, as a string in a JSON text."""
_TEXTS: dict[str, Any] = {
    "content": {
        "text/plain": {"schema": {"type": "string"}},
        "text/vtt": {"schema": {"type": "string"}},
    }
}

router = APIRouter(route_class=RawJsonRoute)


class TranscriptMessage(TypedDict):
    """One message. `begins` and `ends` are estimated seconds from the beginning of the first turn.

    `interrupted` is true if the caller heard only the part in `content`.
    """

    role: Role
    content: str
    at: str
    begins: float
    ends: float
    turnId: str
    interrupted: NotRequired[Literal[True]]


class Transcript(TypedDict):
    """The whole conversation of a session."""

    sessionId: str
    flowId: str
    flowVersion: int | Literal["draft"]
    status: Status
    startedAt: str
    messages: list[TranscriptMessage]


@router.get("/api/flows/sessions/{sessionId}/transcript", response_model=Transcript, responses={200: _TEXTS})
def get_transcript(
    session_id: SessionId,
    organization: Organization,
    services: ServicesDep,
    audit: AuditDep,
    wanted: Annotated[
        Literal["text", "json", "vtt"], Query(alias="format", description="Text, JSON, or subtitles as WebVTT.")
    ] = "text",
) -> Response:
    """Read the whole conversation of a session as text, as JSON or as WebVTT."""
    head = head_of(services, organization, session_id)
    audit.read_transcript(session_id)
    lines = transcript(_turns(services.sessions, head))
    response = _as_file(wanted, head, lines)
    if len(response.body) > MAX_BYTES:
        raise _too_long(head)
    ending = "txt" if wanted == "text" else wanted
    response.headers["Content-Disposition"] = f'attachment; filename="{session_id}.{ending}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _as_file(wanted: Literal["text", "json", "vtt"], head: Head, lines: list[Line]) -> Response:
    match wanted:
        case "json":
            return json_response(_shown(head, lines))
        case "text":
            return Response(as_text(head, lines), media_type="text/plain; charset=utf-8")
        case "vtt":
            return Response(as_vtt(head, lines), media_type="text/vtt; charset=utf-8")


def _turns(sessions: Sessions, head: Head) -> list[TurnRecord]:
    turns: list[TurnRecord] = []
    deadline = Deadline.after(SECONDS)
    # A session that was prepared and never began has no turn.
    more = bool(head.recent)
    while more:
        if deadline.expired() or sum(len(each.content) for turn in turns for each in turn.messages) > MAX_BYTES:
            raise _too_long(head)
        page = sessions.turns_after(head, turns[-1].number if turns else 0)
        turns += page.turns
        more = page.more
    return turns


def _too_long(head: Head) -> ProblemError:
    return ProblemError(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        f"The conversation is too long for one response. Read it page by page: GET /api/flows/sessions/"
        f"{head.session_id}, and again with `after` while the response has `more`.",
    )


def _shown(head: Head, lines: list[Line]) -> Transcript:
    return {
        "sessionId": head.session_id,
        "flowId": head.flow_id,
        "flowVersion": head.pin.label,
        "status": Status.ACTIVE if head.lease else head.state.status,
        "startedAt": iso(head.state.session.started_at),
        "messages": [_message(line) for line in lines],
    }


def _message(line: Line) -> TranscriptMessage:
    message: TranscriptMessage = {
        "role": line.message.role,
        "content": line.message.content,
        "at": iso(line.at),
        "begins": line.begins,
        "ends": line.ends,
        "turnId": line.message.turn_id,
    }
    if line.message.interrupted:
        message["interrupted"] = True
    return message
