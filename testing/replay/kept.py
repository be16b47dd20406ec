"""Replays in memory. Values pass through JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter

from functions.ports.changes.replays import KeptCall, ReplayJob

_JOB = TypeAdapter(ReplayJob)
_RESULTS = TypeAdapter(list[KeptCall])


class InMemoryReplays:
    """Implements `Replays`."""

    def __init__(self) -> None:
        self._jobs: dict[tuple[str, str, str], bytes] = {}
        self._calls: dict[tuple[str, str, str], list[str]] = {}
        self._results: dict[tuple[str, str, str], list[bytes]] = {}

    def begin(self, organization_id: str, job: ReplayJob, session_ids: Sequence[str] | None = None) -> None:
        name = (organization_id, job.flow_id, job.job_id)
        self._jobs[name] = _JOB.dump_json(job)
        self._calls[name] = list(session_ids or ())
        self._results[name] = []

    def get(self, organization_id: str, flow_id: str, job_id: str) -> ReplayJob | None:
        stored = self._jobs.get((organization_id, flow_id, job_id))
        return None if stored is None else _JOB.validate_json(stored)

    def newest(self, organization_id: str, flow_id: str, limit: int) -> list[ReplayJob]:
        names = sorted((each for each in self._jobs if each[:2] == (organization_id, flow_id)), reverse=True)
        return [_JOB.validate_json(self._jobs[name]) for name in names if name[2][:1].isdigit()][:limit]

    def chosen(self, organization_id: str, job: ReplayJob) -> list[str]:
        return list(self._calls[organization_id, job.flow_id, job.job_id])

    def choose(self, organization_id: str, job: ReplayJob, session_ids: Sequence[str], at: int) -> ReplayJob | None:
        moved = self._move(organization_id, job, replace(job, total=len(session_ids), updated_at=at))
        if moved is not None:
            self._calls[organization_id, job.flow_id, job.job_id] = list(session_ids)
        return moved

    def advance(
        self, organization_id: str, job: ReplayJob, folded: int, results: Sequence[KeptCall], at: int
    ) -> ReplayJob | None:
        verdicts = [each.verdict for each in results]
        done = job.done + folded
        moved = replace(
            job,
            updated_at=at,
            done=done,
            ends=(*job.ends, done),
            same=job.same + verdicts.count("same"),
            differ=job.differ + verdicts.count("differs"),
            cannot=job.cannot + verdicts.count("cannot"),
        )
        stored = self._move(organization_id, job, moved)
        if stored is not None:
            others = [each for each in results if each.verdict != "same"]
            self._results[organization_id, job.flow_id, job.job_id].append(_RESULTS.dump_json(others))
        return stored

    def give_up(self, organization_id: str, job: ReplayJob, why: str, at: int) -> None:
        self._move(organization_id, job, replace(job, failed=why, updated_at=at))

    def results(self, organization_id: str, job: ReplayJob) -> list[KeptCall]:
        stored = self._results[organization_id, job.flow_id, job.job_id][: len(job.ends)]
        return [each for stretch in stored for each in _RESULTS.validate_json(stretch)]

    def _move(self, organization_id: str, read: ReplayJob, job: ReplayJob) -> ReplayJob | None:
        stored = self.get(organization_id, read.flow_id, read.job_id)
        if stored is None or (stored.moves, stored.at) != (read.moves, read.at):
            return None
        moved = replace(job, moves=read.moves + 1)
        self._jobs[organization_id, read.flow_id, read.job_id] = _JOB.dump_json(moved)
        return moved
