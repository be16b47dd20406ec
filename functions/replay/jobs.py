"""Runs a replay that takes longer than a request, a stretch at a time. A message of a queue asks for each stretch.

A stretch folds calls for some seconds and stores their results. It may be asked for twice: a replay that another
process has stored in the meantime is left to that process.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flow_core.flow import Flow
from functions.deadline import Deadline
from functions.errors import UnavailableError
from functions.ports.changes.replays import KeptCall, ReplayJob, Replays
from functions.ports.flows import PinnedFlows
from functions.ports.observe import Report
from functions.ports.queue import Outbox, QueueMessage
from functions.replay.call import Replayed
from functions.replay.choice import chosen_calls
from functions.replay.run import ReplayCalls
from functions.turn.flow_versions import MissingFlowError

STRETCH_SECONDS = 20.0
"""Seconds that a message folds calls. The function that gets it has 29."""
STORED_AT_ONCE = 100
"""Calls whose results are stored together."""
RECEIVES = 4
"""Deliveries of a message after which its replay is given up."""
STALLED_MILLIS = 15 * 60_000
"""Milliseconds without any progress after which nobody works on a replay: a process of the local stack has ended."""


def message_of(organization_id: str, job: ReplayJob) -> QueueMessage:
    """Return the message that asks for the next stretch of a replay."""
    body = {"organizationId": organization_id, "flowId": job.flow_id, "jobId": job.job_id}
    return QueueMessage(job.job_id, json.dumps(body))


def kept(results: Iterable[Replayed | None]) -> list[KeptCall]:
    """Return results as they are kept."""
    return [
        KeptCall(each.session_id, each.verdict, each.turn, each.node_id, each.parts, each.mild, each.why)
        for each in results
        if each is not None
    ]


def replayed(results: Iterable[KeptCall]) -> list[Replayed]:
    """Return kept results as results, without the turns."""
    return [
        Replayed(each.session_id, each.verdict, each.turn, each.node_id, each.parts, each.mild, why=each.why)
        for each in results
    ]


@dataclass(frozen=True, slots=True)
class RunReplay:
    """Runs the stretches of replays."""

    replays: Replays
    calls: ReplayCalls
    pinned: PinnedFlows
    now: Callable[[], int]
    """Returns milliseconds since the epoch."""

    def __call__(self, organization_id: str, job: ReplayJob, deadline: Deadline) -> bool:
        """Run a stretch.

        Args:
            organization_id: The organization.
            job: The replay, as it was read.
            deadline: The end of the stretch.

        Returns:
            Whether another stretch is needed. EngineBrokenError is raised if no expression can be evaluated.
        """
        if job.ended:
            return False
        try:
            flow = self.pinned(organization_id, job.flow_id, job.pin)
        except MissingFlowError:
            self.replays.give_up(organization_id, job, "the definition that it replays is no longer stored", self.now())
            return False
        if job.total is None:
            chosen = chosen_calls(self.calls.sessions, organization_id, job.flow_id, job.choice, deadline)
            if chosen is None:
                self.replays.give_up(organization_id, job, "the sessions could not be listed in time", self.now())
                return False
            with_calls = self.replays.choose(organization_id, job, chosen, self.now())
            if with_calls is None:
                return False
            job = with_calls
        return self._fold(organization_id, job, flow, deadline)

    def _fold(self, organization_id: str, job: ReplayJob, flow: Flow, deadline: Deadline) -> bool:
        calls = self.replays.chosen(organization_id, job)
        first = True
        while not job.ended:
            following = calls[job.done : job.done + STORED_AT_ONCE]
            results = list(self.calls(organization_id, job.flow_id, flow, following, deadline))
            if not results:
                if not first:
                    return True
                # Else no stretch would ever come further.
                results = [Replayed(following[0], "cannot", why="the call takes too long to replay")]
            advanced = self.replays.advance(organization_id, job, len(results), kept(results), self.now())
            if advanced is None:
                return False
            job, first = advanced, False
        return False


@dataclass(frozen=True, slots=True)
class ReplayMessages:
    """Works off the messages of the queue of replays."""

    run: RunReplay
    queue: Outbox
    failed: Report

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> list[str]:
        """Run a stretch for each message, and ask for the next one.

        Args:
            records: The messages, in the shape of SQS.

        Returns:
            The ids of the messages that the queue is to deliver again.
        """
        return [str(record["messageId"]) for record in records if not self._done(record)]

    def _done(self, record: Mapping[str, Any]) -> bool:
        organization_id, flow_id, job_id = "", "", ""
        try:
            asked = json.loads(record["body"])
            organization_id, flow_id, job_id = asked["organizationId"], asked["flowId"], asked["jobId"]
            job = self.run.replays.get(organization_id, flow_id, job_id)
            if job is None or not self.run(organization_id, job, Deadline.after(STRETCH_SECONDS)):
                return True
            return not self.queue.put([message_of(organization_id, job)])
        except Exception as error:
            self.failed("replay-failed", error, flow=flow_id, job=job_id)
            if int(record["attributes"]["ApproximateReceiveCount"]) < RECEIVES:
                return False
        return self._given_up(organization_id, flow_id, job_id)

    def _given_up(self, organization_id: str, flow_id: str, job_id: str) -> bool:
        try:
            job = self.run.replays.get(organization_id, flow_id, job_id)
            if job is not None and not job.ended:
                self.run.replays.give_up(organization_id, job, "it failed again and again", self.run.now())
        except UnavailableError as error:
            self.failed("replay-failed", error, flow=flow_id, job=job_id)
            return False
        return True
