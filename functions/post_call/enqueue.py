"""From the table's stream: new and ended sessions are indexed, ended ones are counted, events and scores are queued.

Nothing is delivered here.

The stream must never wait for a receiver: a shard continues only when its oldest record is done, and it drops a record
after a day. A record that is not a head goes to the dead-letter queue at once, whole. Every retry of it would fail too,
and would delay the summaries behind it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from functions.errors import UnavailableError
from functions.failures.codes import Failure
from functions.judging.messages import message_of
from functions.ports.observe import ObserveJob
from functions.ports.organizations import DEFAULT_EVENTS, WebhookEvent
from functions.ports.queue import Outbox, QueueMessage
from functions.ports.sessions import ReadHead, UnreadableRecordError
from functions.post_call.summary import events_of, has_ended, summary_json
from functions.post_call.turn_event import turn_event_json
from functions.records import Head, TurnRecord

_MAX_DEAD_LETTER = 200_000
"""Bytes of a dead letter, at most. SQS accepts 256 KiB."""
_AT_ONCE = 8
"""Sessions that are counted and indexed at the same time. Each waits for about ten requests to the table."""


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Indexes sessions, counts ended ones, and writes the events of sessions to the queue."""

    read_head: ReadHead
    queue: Outbox
    dead_letters: Outbox
    """The queue for records that cannot be read."""
    public_url: str
    """The URL of the API."""
    observe: ObserveJob
    count: Callable[[Head], None]
    """Counts a session for reports. It may raise UnavailableError; a session may be counted any number of times."""
    keep_models: Callable[[Head], None] = lambda head: None
    """Keeps which models answered in an ended session."""
    index: Callable[[Head], None] = lambda head: None
    """Stores what a session is found by. It may raise UnavailableError, and be called any number of times."""
    judgements: Outbox | None = None
    """The queue of sessions that a model scores."""
    is_stored: Callable[[str], bool] = lambda session_id: True
    """Whether a session is stored and not erased."""
    wanted: Callable[[str], Collection[WebhookEvent]] = lambda organization_id: DEFAULT_EVENTS
    """The events that an organization wants. It may raise UnavailableError; then the record is tried again."""
    turn: Callable[[str, str], TurnRecord | None] = lambda session_id, turn_id: None
    """Reads a turn: session and turn id -> its stored record, which is redacted. It may raise UnavailableError."""

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> frozenset[str]:
        """Index and count the sessions of a batch of stream records, and enqueue events. No record makes it raise.

        Args:
            records: The records of one shard, in order.

        Returns:
            The sequence numbers of the records to try again.
        """
        failed: set[str] = set()
        summaries: list[QueueMessage] = []
        unreadable: list[QueueMessage] = []
        sessions: list[tuple[str, Head, bool]] = []
        for record in records:
            number = sequence_number(record)
            try:
                head = self.read_head(record)
                if head is None:
                    continue
                reported = has_ended(head) and not head.is_simulated
                # The record of a session that was erased in the meantime may still come.
                if reported and not self.is_stored(head.session_id):
                    continue
                if not head.is_simulated:
                    # First: what raises is tried again, and an event is better queued once.
                    events = self._events(head, is_first=record.get("eventName") == "INSERT")
                    if reported:
                        self.keep_models(head)
                    summaries += [QueueMessage(f"{number}/{event}", body) for event, body in events]
                # A head in the middle of a call is here for its turn alone.
                if head.version == 1 or head.state.status.ended:
                    sessions.append((number, head, reported))
            except UnreadableRecordError as error:
                self.observe.failed("stream-record-unreadable", error, record=number, **_session(record))
                unreadable.append(QueueMessage(number, _dead_letter(record, str(error))))
            except Exception as error:  # Perhaps it passes. The other records must not wait for this one.
                self.observe.failed("stream-record-failed", error, record=number, **_session(record))
                failed.add(number)
        failed |= self._store(sessions)
        failed |= {key.partition("/")[0] for key in self.queue.put(summaries)}
        if self.judgements is not None:
            judged = [
                QueueMessage(number, message_of(head).body)
                for number, head, reported in sessions
                if reported and head.judge and number not in failed
            ]
            failed |= self.judgements.put(judged)
        failed |= self.dead_letters.put(unreadable)
        counts = {
            "SummariesQueued": len(summaries),
            "RecordsUnreadable": len(unreadable),
            "RecordsRetried": len(failed),
        }
        self.observe.counted("ended sessions", counts, {"records": len(records)})
        return frozenset(failed)

    def _events(self, head: Head, *, is_first: bool) -> list[tuple[WebhookEvent, str]]:
        """Return the events of a head that its organization wants, with their bodies."""
        events = events_of(head, is_first=is_first)
        wanted = self.wanted(head.organization_id) if events else ()
        bodies = ((event, self._body(head, event)) for event in events if event in wanted)
        return [(event, body) for event, body in bodies if body is not None]

    def _body(self, head: Head, event: WebhookEvent) -> str | None:
        """Write an event. None for the turn of a session that is no longer stored."""
        if event != "session.turn":
            return summary_json(head, self.public_url, event)
        record = self.turn(head.session_id, head.recent[-1])
        return None if record is None else turn_event_json(head, record, self.public_url)

    def _store(self, sessions: Sequence[tuple[str, Head, bool]]) -> set[str]:
        """Index sessions and count the reported ones. Return the sequence numbers of those that are tried again."""
        if not sessions:
            return set()
        # The records of one session stay in their order.
        by_session: dict[str, list[tuple[str, Head, bool]]] = {}
        for each in sessions:
            by_session.setdefault(each[1].session_id, []).append(each)
        with ThreadPoolExecutor(max_workers=min(_AT_ONCE, len(by_session))) as threads:
            return set().union(*threads.map(self._store_session, by_session.values()))

    def _store_session(self, records: Sequence[tuple[str, Head, bool]]) -> set[str]:
        again: set[str] = set()
        for number, head, reported in records:
            if reported and self._is_later("session-not-counted", self.count, head):
                again.add(number)
            if self._is_later("session-not-indexed", self.index, head):
                again.add(number)
        return again

    def _is_later(self, failure: Failure, store: Callable[[Head], None], head: Head) -> bool:
        """Store something of a session. Return whether it must be tried again."""
        try:
            store(head)
        except UnavailableError as error:
            self.observe.failed(failure, error, session=head.session_id)
            return True
        except Exception as error:  # A defect. Every retry would fail too, and would delay the other sessions.
            self.observe.failed(failure, error, session=head.session_id)
        return False


def sequence_number(record: Mapping[str, Any]) -> str:
    """Return the record's number in its shard."""
    return str(record["dynamodb"]["SequenceNumber"])


def _session(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the session of a record, if the record names it."""
    keys = record["dynamodb"].get("Keys")
    key = keys.get("pk") if isinstance(keys, Mapping) else None
    session_id = key.get("S") if isinstance(key, Mapping) else None
    return {"session": session_id} if isinstance(session_id, str) else {}


def _dead_letter(record: Mapping[str, Any], problem: str) -> str:
    """Return the whole record, for repair and another attempt; only its keys if it is too long."""
    whole = json.dumps({"problem": problem, "record": record}, default=str)
    if len(whole) <= _MAX_DEAD_LETTER:
        return whole
    stream = record["dynamodb"]
    keys = {"Keys": stream.get("Keys"), "SequenceNumber": stream["SequenceNumber"]}
    return json.dumps({"problem": problem, "record": {"dynamodb": keys}, "imageOmitted": True}, default=str)
