"""From the table's stream: each session that has ended is counted, and put into the queue. Nothing is delivered here.

The stream must never wait for a receiver: a shard continues only when its oldest record is done, and it drops a record
after a day. A record that is not a head goes to the dead-letter queue at once, whole. Every retry of it would fail too,
and would delay the summaries behind it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from functions.errors import UnavailableError
from functions.ports.observe import ObserveJob
from functions.ports.queue import Outbox, QueueMessage
from functions.ports.sessions import ReadHead, UnreadableRecordError
from functions.post_call.summary import has_ended, summary_json
from functions.records import Head

_MAX_DEAD_LETTER = 200_000
"""Bytes of a dead letter, at most. SQS accepts 256 KiB."""
_AT_ONCE = 8
"""Sessions that are counted at the same time. Each waits for two requests to the table."""


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Counts ended sessions, and writes their summaries to the queue."""

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

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> frozenset[str]:
        """Count the sessions of a batch of stream records, and enqueue their summaries. No record makes it raise.

        Args:
            records: The records of one shard, in order.

        Returns:
            The sequence numbers of the records to try again.
        """
        failed: set[str] = set()
        summaries: list[QueueMessage] = []
        unreadable: list[QueueMessage] = []
        ended: list[tuple[str, Head]] = []
        for record in records:
            number = sequence_number(record)
            try:
                head = self.read_head(record)
                if head is not None and has_ended(head) and not head.is_simulated:
                    # First: what raises is tried again, and a summary is better queued once.
                    self.keep_models(head)
                    summaries.append(QueueMessage(number, summary_json(head, self.public_url)))
                    ended.append((number, head))
            except UnreadableRecordError as error:
                self.observe.failed("stream-record-unreadable", error, record=number, **_session(record))
                unreadable.append(QueueMessage(number, _dead_letter(record, str(error))))
            except Exception as error:  # Perhaps it passes. The other records must not wait for this one.
                self.observe.failed("stream-record-failed", error, record=number, **_session(record))
                failed.add(number)
        failed |= self._count(ended)
        failed |= self.queue.put(summaries)
        failed |= self.dead_letters.put(unreadable)
        counts = {
            "SummariesQueued": len(summaries),
            "RecordsUnreadable": len(unreadable),
            "RecordsRetried": len(failed),
        }
        self.observe.counted("ended sessions", counts, {"records": len(records)})
        return frozenset(failed)

    def _count(self, ended: Sequence[tuple[str, Head]]) -> set[str]:
        """Count sessions. Return the sequence numbers of those that must be counted again."""
        if not ended:
            return set()
        with ThreadPoolExecutor(max_workers=min(_AT_ONCE, len(ended))) as threads:
            again = threads.map(self._is_counted_later, (head for _, head in ended))
        return {number for (number, _), later in zip(ended, again, strict=True) if later}

    def _is_counted_later(self, head: Head) -> bool:
        """Count a session. Return whether it must be counted again."""
        try:
            self.count(head)
        except UnavailableError as error:
            self.observe.failed("session-not-counted", error, session=head.session_id)
            return True
        except Exception as error:  # A defect. Every retry would fail too, and would delay the other sessions.
            self.observe.failed("session-not-counted", error, session=head.session_id)
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
