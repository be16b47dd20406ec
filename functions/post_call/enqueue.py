"""From the table's stream to the queue: one message for each session that has ended. Nothing is delivered here.

The stream must never wait for a receiver: a shard continues only when its oldest record is done, and it drops a record
after a day. A record that is not a head goes to the dead-letter queue at once, whole. Every retry of it would fail too,
and would delay the summaries behind it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.ports.observe import ObserveJob
from functions.ports.queue import Outbox, QueueMessage
from functions.ports.sessions import ReadHead, UnreadableRecordError
from functions.post_call.summary import has_ended, summary_json
from functions.records import Head

_MAX_DEAD_LETTER = 200_000
"""Bytes of a dead letter, at most. SQS accepts 256 KiB."""


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Writes the summaries of ended sessions to the queue."""

    read_head: ReadHead
    queue: Outbox
    dead_letters: Outbox
    """The queue for records that cannot be read."""
    public_url: str
    """The URL of the API."""
    observe: ObserveJob
    keep_models: Callable[[Head], None] = lambda head: None
    """Keeps which models answered in an ended session."""

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> frozenset[str]:
        """Enqueue the summaries for a batch of stream records. No record makes it raise.

        Args:
            records: The records of one shard, in order.

        Returns:
            The sequence numbers of the records to try again.
        """
        failed: set[str] = set()
        summaries: list[QueueMessage] = []
        unreadable: list[QueueMessage] = []
        for record in records:
            number = sequence_number(record)
            try:
                head = self.read_head(record)
                if head is not None and has_ended(head) and not head.is_simulated:
                    # First: what raises is tried again, and a summary is better queued once.
                    self.keep_models(head)
                    summaries.append(QueueMessage(number, summary_json(head, self.public_url)))
            except UnreadableRecordError as error:
                self.observe.failed("stream-record-unreadable", error, record=number, **_session(record))
                unreadable.append(QueueMessage(number, _dead_letter(record, str(error))))
            except Exception as error:  # Perhaps it passes. The other records must not wait for this one.
                self.observe.failed("stream-record-failed", error, record=number, **_session(record))
                failed.add(number)
        failed |= self.queue.put(summaries)
        failed |= self.dead_letters.put(unreadable)
        counts = {
            "SummariesQueued": len(summaries),
            "RecordsUnreadable": len(unreadable),
            "RecordsRetried": len(failed),
        }
        self.observe.counted("ended sessions", counts, {"records": len(records)})
        return frozenset(failed)


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
