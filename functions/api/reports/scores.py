"""`GET /api/flows/sessions/{sessionId}/scores`: the scores that a model gave a session after its end."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from typing_extensions import TypedDict

from flow_core.authored.judging import Scale
from flow_core.timestamp import iso
from functions.api.http.dependencies import Organization, ServicesDep, SessionId, head_of
from functions.api.http.raw_json import RawJsonRoute
from functions.api.reports.responses import Tokens
from functions.api.routes.audit import AuditDep
from functions.ports.reporting.scores import Judgement

router = APIRouter(route_class=RawJsonRoute)


class SessionScore(TypedDict):
    """The answer to one question.

    `score` is 1 for yes and 0 for no on the scale yesNo, and 1 to 5 on the scale 1to5. It is null if the judge gave no
    answer that fits. `reason` says why, in the words of the judge.
    """

    questionId: str
    ask: str
    scale: Scale
    score: int | None
    reason: str


class SessionScores(TypedDict):
    """The scores of a session.

    `status`: `notAsked` if the flow asks for no scores of this session, `pending` until the session has ended and was
    judged, `judged`, or `notJudged` with the reason in `problem`. `model` is null for the deployment's own model.
    """

    sessionId: str
    status: Literal["notAsked", "pending", "judged", "notJudged"]
    scores: list[SessionScore]
    problem: str | None
    model: str | None
    tokens: Tokens
    at: str | None


@router.get("/api/flows/sessions/{sessionId}/scores")
def get_session_scores(
    session_id: SessionId, organization: Organization, services: ServicesDep, audit: AuditDep
) -> SessionScores:
    """Read the scores that a model gave a session after its end."""
    head = head_of(services, organization, session_id)
    judgement = services.scores.read(session_id) if head.judge else None
    # A caller who came back after the end is judged again.
    if judgement is None or judgement.version != head.version:
        return _empty(session_id, "pending" if head.judge else "notAsked")
    # A reason may tell what was said.
    audit.read_transcript(session_id)
    return _shown(session_id, judgement)


def _empty(session_id: str, status: Literal["notAsked", "pending"]) -> SessionScores:
    return {
        "sessionId": session_id,
        "status": status,
        "scores": [],
        "problem": None,
        "model": None,
        "tokens": {"input": 0, "output": 0},
        "at": None,
    }


def _shown(session_id: str, judgement: Judgement) -> SessionScores:
    return {
        "sessionId": session_id,
        "status": "judged" if judgement.problem is None else "notJudged",
        "scores": [
            {
                "questionId": each.question_id,
                "ask": each.ask,
                "scale": each.scale,
                "score": each.value,
                "reason": each.reason,
            }
            for each in judgement.scores
        ],
        "problem": judgement.problem,
        "model": judgement.model or None,
        "tokens": {"input": judgement.input_tokens, "output": judgement.output_tokens},
        "at": iso(judgement.at),
    }
