"""The job that scores an ended session. A message of a queue asks for it, possibly more than once.

1. The job reads the session as it is stored: what is private cannot be read any more after the end.
2. A judgement that is stored already is not made again. Only its counters are written, in case the job died before.
3. Each question to the model counts for the day of the organization, so a burst of calls costs no more than its limit.
4. The judgement is stored with the session, then its counters for reports. Both writes are conditional on the version
   of the head, and the counters are made of what is stored: so each session counts once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from functions.deadline import Deadline
from functions.history.conversation import every_turn
from functions.judging.judge import NotJudged
from functions.judging.score import score
from functions.ports.flows import PinnedFlows
from functions.ports.model import Model
from functions.ports.observe import Report
from functions.ports.organizations import Rates
from functions.ports.reporting.counts import DAY, Counters, Counts, SessionCounts
from functions.ports.reporting.scores import Judgement, Scores
from functions.ports.sessions import Sessions
from functions.records import Head
from functions.report.count import store
from functions.report.counters import count
from functions.report.session_counts import group_of
from functions.turn.flow_versions import MissingFlowError

JUDGED_A_DAY = 1_000
"""Questions about sessions that an organization may have in a day in UTC."""
MAX_TURNS = 3000
"""Turns of a session that are read. A call of three hours has about a thousand."""
RECEIVES = 3
"""Deliveries of a message after which the session is stored as not judged, if its model does not answer."""
SECONDS = 20.0
"""Seconds for one session. The function that gets the message has 29."""
USED_UP = f"the organization has had {JUDGED_A_DAY} calls judged today, as many as it may"
"""Why a session is not judged after the last one of a day."""


@dataclass(frozen=True, slots=True)
class JudgeSession:
    """Scores ended sessions."""

    sessions: Sessions
    flows: PinnedFlows
    scores: Scores
    counts: Counts
    rates: Rates
    model: Model
    now: Callable[[], int]
    """Milliseconds since the epoch."""

    def __call__(self, session_id: str, version: int, deadline: Deadline, *, last: bool) -> bool:
        """Score a session.

        Args:
            session_id: The session.
            version: The version of its head when it ended. Another end has a message of its own.
            deadline: The model has answered by then.
            last: Whether nobody will try again.

        Returns:
            False if the model could not be reached and the same call may succeed later. UnavailableError is raised if
            the store does not answer.
        """
        head = self.sessions.head(session_id)
        # It may have been erased, or the caller came back.
        if head is None or head.version != version or not head.judge:
            return True
        judgement = self.scores.read(session_id)
        if judgement is None or judgement.version < version:
            made = self._judged(head, deadline)
            if isinstance(made, NotJudged):
                if made.may_pass and not last:
                    return False
                made = Judgement(version, 0, (), "", problem=made.error)
            judgement = self.scores.save(head, replace(made, version=version, at=self.now()))
        if judgement.version == version:
            self._count(head, judgement)
        return True

    def _judged(self, head: Head, deadline: Deadline) -> Judgement | NotJudged:
        try:
            flow = self.flows(head.organization_id, head.flow_id, head.pin)
        except MissingFlowError:
            return NotJudged("the definition that the session ran is no longer stored")
        judging = flow.judging
        if judging is None:
            return NotJudged("the flow asks for no scores any more")
        turns = every_turn(self.sessions, head, MAX_TURNS)
        if not turns:
            return NotJudged("the session ended before its first turn")
        if not self.rates.take(head.organization_id, "judge", limit=JUDGED_A_DAY, at=self.now(), span=DAY):
            return NotJudged(USED_UP)
        return score(self.model, judging.model or flow.model, judging.questions, turns, deadline)

    def _count(self, head: Head, judgement: Judgement) -> None:
        # Without a score too: the row of an earlier end of the session must not stay.
        counters = score_counters(judgement)
        counts = SessionCounts(
            head.session_id,
            head.organization_id,
            head.flow_id,
            head.state.session.started_at,
            head.version,
            {group_of(head).name: counters} if counters else {},
            part="scores",
        )
        store(self.counts, counts, self.now)


def score_counters(judgement: Judgement) -> Counters:
    """Count the scores of a session: scale -> id of the question -> score -> 1. They hold no word of the caller."""
    counters: Counters = {}
    for each in judgement.scores:
        if each.value is not None:
            count(counters, "scores", each.scale, each.question_id, str(each.value))
    return counters


@dataclass(frozen=True, slots=True)
class JudgeMessages:
    """Works off the messages that ask for scores."""

    judge: JudgeSession
    failed: Report

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> list[str]:
        """Score the session of each message.

        Args:
            records: The messages, in the shape of SQS.

        Returns:
            The ids of the messages that the queue is to deliver again.
        """
        return [str(record["messageId"]) for record in records if not self._done(record)]

    def _done(self, record: Mapping[str, Any]) -> bool:
        session_id = ""
        try:
            asked = json.loads(record["body"])
            session_id, version = str(asked["judge"]), int(asked["version"])
            last = int(record["attributes"]["ApproximateReceiveCount"]) >= RECEIVES
            return self.judge(session_id, version, Deadline.after(SECONDS), last=last)
        except Exception as error:  # Of this message. After more deliveries it is a dead letter.
            self.failed("session-not-judged", error, session=session_id)
            return False
