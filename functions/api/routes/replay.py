"""`/api/flows/{flowId}/replay`: recorded calls, folded through another version of the flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from functions.api.flow_to_try import flow_to_try
from functions.api.http.dependencies import Cursor, FlowId, Organization, ServicesDep
from functions.api.http.problems import invalid_field, not_found
from functions.api.http.request_body import SmallJson
from functions.api.replay_jobs import begin_job, shown_job, summary
from functions.api.replay_results import shown
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.replay import ReplayRequest
from functions.api.schemas.responses import replay as responses
from functions.deadline import Deadline
from functions.ports.changes.replays import Choice
from functions.records import Head
from functions.replay.call import Replayed
from functions.replay.choice import chosen_calls
from functions.replay.run import ReplayCalls

SECONDS = 5.0
"""Seconds that a request folds calls. The others are folded after it."""
LIST_SECONDS = 3.0
"""Seconds in which a request chooses calls, before it folds them."""
MAX_JOBS_A_MINUTE = 10
"""Replays of an organization that may go on after their requests, in a minute."""
_LISTED = 50
"""Replays of a list."""

router = APIRouter(route_class=SmallJson)

Job = Annotated[
    str | None, Query(max_length=200, description="The id of a replay. Omit it for the list of the newest ones.")
]
"""A replay that went on after its request."""


@router.post("/api/flows/{flowId}/replay")
def replay_calls(
    flow_id: FlowId,
    organization: Organization,
    services: ServicesDep,
    audit: AuditDep,
    body: ReplayRequest | None = None,
) -> responses.Replay:
    """Fold recorded calls through a version, with the answers that models and tools gave. Nothing outside is asked."""
    asked = body or ReplayRequest()
    tried = flow_to_try(services, organization, flow_id, asked.version, list_tools=True)
    audit.record("calls.replayed", flow_id, version=asked.version)
    calls = ReplayCalls(services.sessions, services.pinned, services.run_turn.engine.javascript)
    named: list[Head] = []
    if asked.sessions:
        choice = Choice(len(asked.sessions))
        named = _every_head(calls, organization, flow_id, list(dict.fromkeys(asked.sessions)))
        chosen: list[str] | None = [head.session_id for head in named]
    else:
        choice = asked.choice
        chosen = chosen_calls(services.sessions, organization, flow_id, choice, Deadline.after(LIST_SECONDS))
    results: list[Replayed | None] = []
    if chosen is not None:
        results = list(calls(organization, flow_id, tried.flow, named or chosen, Deadline.after(SECONDS)))
    left = choice.last if chosen is None else len(chosen) - len(results)
    answer = shown(tried.pin, results, left)
    if left and services.rates.take(organization, "replay-job", limit=MAX_JOBS_A_MINUTE, at=services.now()):
        job = begin_job(services, organization, tried, choice, audit.by, chosen, results)
        answer["job"] = job.job_id
    return answer


@router.get("/api/flows/{flowId}/replay")
def read_replays(
    flow_id: FlowId, organization: Organization, services: ServicesDep, job: Job = None, cursor: Cursor = None
) -> responses.ReplayJob | responses.ReplayJobList:
    """Read a replay that went on after its request, or list the newest ones of the flow."""
    if services.flows.summary(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")
    if job is None:
        newest = services.replays.newest(organization, flow_id, _LISTED)
        return {"jobs": [summary(services, each) for each in newest]}
    found = services.replays.get(organization, flow_id, job)
    if found is None:
        raise not_found(f"replay {job} of the flow {flow_id}")
    return shown_job(services, organization, found, _start(cursor))


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 7):
        raise invalid_field("cursor", "must be the cursor of the previous page; leave it out for the first page")
    return int(cursor)


def _every_head(calls: ReplayCalls, organization: str, flow_id: str, session_ids: Sequence[str]) -> list[Head]:
    heads = calls.heads(organization, flow_id, session_ids)
    for session_id, head in zip(session_ids, heads, strict=True):
        if head is None:
            raise not_found(f"session {session_id[:100]} of the flow {flow_id}")
    return [head for head in heads if head is not None]
