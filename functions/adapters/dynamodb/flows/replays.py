"""Replays in DynamoDB: in the flows' table, a partition for the replays of each flow.

A replay has one item, an item with its calls, and an item for each stretch of results. All expire together.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar, TypeAlias

from pydantic import TypeAdapter
from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import PutError

from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, condition_failed, key
from functions.ports.changes.replays import KEPT_DAYS, KeptCall, ReplayJob

_JOB, _CALLS, _RESULTS = "JOB#", "CALLS#", "RESULTS#"

# pynamodb types an attribute as if it were never null.
_Optional: TypeAlias = Any


class ReplayItem(Item):
    """A replay, its calls, or some of its results."""

    moves: _Optional = NumberAttribute(null=True)
    """How often a replay was stored."""
    began: _Optional = NumberAttribute(null=True)
    """When a replay began, in milliseconds since the epoch: one may begins again under its id."""

    plain_up_to: ClassVar[int] = 2_000


@raises_unavailable
class DynamoReplays:
    """`Replays` in the flows' table.

    Args:
        table: The flows' table.
    """

    def __init__(self, table: Table) -> None:
        self.items = bound(ReplayItem, table)

    @cached_property
    def _job_type(self) -> TypeAdapter[ReplayJob]:
        return TypeAdapter(ReplayJob)

    @cached_property
    def _results_type(self) -> TypeAdapter[list[KeptCall]]:
        return TypeAdapter(list[KeptCall])

    def begin(self, organization_id: str, job: ReplayJob, session_ids: Sequence[str] | None = None) -> None:
        """One write, or two with the calls."""
        if session_ids is not None:
            self._save_calls(organization_id, job, session_ids)
        self._job_item(organization_id, job).save()

    def get(self, organization_id: str, flow_id: str, job_id: str) -> ReplayJob | None:
        """One consistent read."""
        item = self._get(_partition(organization_id, flow_id), _JOB + key(job_id))
        return None if item is None else self._job_type.validate_json(item.payload())

    def newest(self, organization_id: str, flow_id: str, limit: int) -> list[ReplayJob]:
        """One query, eventually consistent."""
        found = self.items.query(
            _partition(organization_id, flow_id),
            # Other ids begin with a digit of the time. A gate's does not.
            ReplayItem.sk.between(f"{_JOB}0", f"{_JOB}:"),
            scan_index_forward=False,
            limit=limit,
        )
        return [self._job_type.validate_json(item.payload()) for item in found]

    def chosen(self, organization_id: str, job: ReplayJob) -> list[str]:
        """One consistent read; for very many calls a few."""
        item = self._get(_partition(organization_id, job.flow_id), _CALLS + _name(job))
        return [] if item is None else list(json.loads(item.payload()))

    def choose(self, organization_id: str, job: ReplayJob, session_ids: Sequence[str], at: int) -> ReplayJob | None:
        """Two writes, the second on the condition that the replay has not changed."""
        self._save_calls(organization_id, job, session_ids)
        return self._move(organization_id, job, replace(job, total=len(session_ids), updated_at=at))

    def advance(
        self, organization_id: str, job: ReplayJob, folded: int, results: Sequence[KeptCall], at: int
    ) -> ReplayJob | None:
        """Two writes, the second on the condition that the replay has not changed. Without results, one."""
        others = [each for each in results if each.verdict != "same"]
        done = job.done + folded
        if others:
            # Another process that folds the same calls may write fewer of them, under another name.
            item = self._item(organization_id, job, _results_key(job, job.done, done))
            item.hold(self._results_type.dump_json(others))
            item.save()
        verdicts = [each.verdict for each in results]
        moved = replace(
            job,
            updated_at=at,
            done=done,
            ends=(*job.ends, done),
            same=job.same + verdicts.count("same"),
            differ=job.differ + verdicts.count("differs"),
            cannot=job.cannot + verdicts.count("cannot"),
        )
        return self._move(organization_id, job, moved)

    def give_up(self, organization_id: str, job: ReplayJob, why: str, at: int) -> None:
        """One write, on the condition that the replay has not changed."""
        self._move(organization_id, job, replace(job, failed=why, updated_at=at))

    def results(self, organization_id: str, job: ReplayJob) -> list[KeptCall]:
        """Consistent queries of 1 MB."""
        found = self.items.query(
            _partition(organization_id, job.flow_id),
            ReplayItem.sk.startswith(f"{_RESULTS}{_name(job)}#"),
            consistent_read=True,
        )
        stored = {_results_key(job, start, end) for start, end in pairwise((0, *job.ends))}
        return [
            each for item in found if item.sk in stored for each in self._results_type.validate_json(item.payload())
        ]

    def _move(self, organization_id: str, read: ReplayJob, job: ReplayJob) -> ReplayJob | None:
        moved = replace(job, moves=read.moves + 1)
        try:
            unchanged = (ReplayItem.moves == read.moves) & (ReplayItem.began == read.at)
            self._job_item(organization_id, moved).save(condition=unchanged)
        except PutError as error:
            if condition_failed(error):
                return None
            raise
        return moved

    def _save_calls(self, organization_id: str, job: ReplayJob, session_ids: Sequence[str]) -> None:
        item = self._item(organization_id, job, _CALLS + _name(job))
        item.hold(json.dumps(list(session_ids)).encode())
        item.save()

    def _job_item(self, organization_id: str, job: ReplayJob) -> ReplayItem:
        item = self._item(organization_id, job, _JOB + key(job.job_id))
        item.moves, item.began = job.moves, job.at
        item.hold(self._job_type.dump_json(job))
        return item

    def _item(self, organization_id: str, job: ReplayJob, sk: str) -> ReplayItem:
        item = self.items(_partition(organization_id, job.flow_id), sk)
        item.expires_at = job.at // 1000 + KEPT_DAYS * 86_400
        return item

    def _get(self, pk: str, sk: str) -> ReplayItem | None:
        try:
            return self.items.get(pk, sk, consistent_read=True)
        except self.items.DoesNotExist:
            return None


def _partition(organization_id: str, flow_id: str) -> str:
    return f"REPLAYS#{key(organization_id, flow_id)}"


def _name(job: ReplayJob) -> str:
    """Return the name of what belongs to a replay. One that begins again under its id has another."""
    return f"{key(job.job_id)}#{job.at:015d}"


def _results_key(job: ReplayJob, start: int, end: int) -> str:
    return f"{_RESULTS}{_name(job)}#{start:06d}#{end:06d}"
