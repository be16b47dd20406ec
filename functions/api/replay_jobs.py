"""Replays that take longer than a request: how one begins, and how responses show it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flow_core.timestamp import iso
from functions.api.flow_to_try import ToTry
from functions.api.replay_results import shown_group, shown_result
from functions.api.schemas.responses import replay as responses
from functions.deadline import Deadline
from functions.ports.changes.replays import Choice, ReplayJob
from functions.replay.call import Replayed
from functions.replay.causes import Group, groups
from functions.replay.jobs import STALLED_MILLIS, kept, message_of, replayed
from functions.replay.run import ReplayCalls
from functions.services import Services
from functions.turn.flow_versions import MissingFlowError

PAGE = 1_000
"""Results of a page."""
_EXAMPLES = 20
"""Groups whose first call is folded again for its turns: they are not kept."""
_EXAMPLE_SECONDS = 4.0
"""Seconds for that."""


def begin_job(
    services: Services,
    organization: str,
    tried: ToTry,
    choice: Choice,
    by: str,
    session_ids: Sequence[str] | None,
    results: Sequence[Replayed | None] = (),
    job_id: str | None = None,
) -> ReplayJob:
    """Begin a replay that goes on after the request.

    Args:
        services: The services.
        organization: The owner of the flow.
        tried: The definition to fold the calls through. A draft is stored as it is now.
        choice: The calls.
        by: Who asks for it.
        session_ids: The calls, if they are chosen.
        results: The results of the first of them, which the request has folded.
        job_id: The id; None for a new one. A replay with the same id is replaced.

    Returns:
        The replay.
    """
    if tried.draft is not None:
        services.flows.keep_draft(organization, tried.draft)
    at = services.now()
    total = None if session_ids is None else len(session_ids)
    job = ReplayJob(job_id or f"{at:013d}-{secrets.token_hex(4)}", tried.flow_id, tried.pin, choice, at, by, at, total)
    services.replays.begin(organization, job, session_ids)
    if results:
        job = services.replays.advance(organization, job, len(results), kept(results), at) or job
    if services.replay_queue.put([message_of(organization, job)]):
        why = "the queue of replays did not take it; try again"
        services.replays.give_up(organization, job, why, at)
        job = replace(job, failed=why)
    return job


def summary(services: Services, job: ReplayJob) -> responses.ReplayJobSummary:
    """Return a replay as the list has it."""
    why = job.failed
    if not job.ended and services.now() - job.updated_at > STALLED_MILLIS:
        why = "nobody works on it any more; begin it again"
    shown: responses.ReplayJobSummary = {
        "job": job.job_id,
        "state": "failed" if why is not None else "done" if job.ended else "running",
        "version": job.pin.label,
        "revision": job.pin.revision,
        "at": iso(job.at),
        "by": job.by,
        "updatedAt": iso(job.updated_at),
        "total": job.total,
        "done": job.done,
        "same": job.same,
        "differ": job.differ,
        "cannot": job.cannot,
    }
    if why is not None:
        shown["why"] = why
    return shown


def shown_job(services: Services, organization: str, job: ReplayJob, start: int) -> responses.ReplayJob:
    """Return a replay with a page of its results, which begins at the index `start`."""
    results = replayed(services.replays.results(organization, job))
    found = groups(results)
    if job.ended and start == 0:
        _fold_first(services, organization, job, found[:_EXAMPLES])
    more = len(results) > start + PAGE
    return {
        **summary(services, job),
        "groups": [shown_group(group) for group in found],
        "results": [shown_result(each) for each in results[start : start + PAGE]],
        "cursor": str(start + PAGE) if more else None,
    }


def _fold_first(services: Services, organization: str, job: ReplayJob, found: Iterable[Group]) -> None:
    """Fold the first call of each group again. A result that is not as it was is left out."""
    try:
        flow = services.pinned(organization, job.flow_id, job.pin)
    except MissingFlowError:
        return
    calls = ReplayCalls(services.sessions, services.pinned, services.run_turn.engine.javascript)
    first = {group.first.session_id: group for group in found if group.first.verdict == "differs"}
    for again in calls(organization, job.flow_id, flow, list(first), Deadline.after(_EXAMPLE_SECONDS)):
        if again is not None:
            group = first[again.session_id]
            was = (group.first.verdict, group.first.turn, group.first.node_id)
            if (again.verdict, again.turn, again.node_id) == was:
                group.first = again
