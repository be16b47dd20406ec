"""From the table's stream to the queue: one letter for each session that has ended.

The stream must never wait for a receiver: a shard goes on only when its oldest record is done, and forgets it after a
day. So nothing is delivered here. What is no head at all goes to the dead-letter queue at once, whole: it would be the
same at every retry, and would hold up a thousand callers' summaries meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.ports.observe import ObserveJob
from functions.ports.queue import Outbox, QueueMessage
from functions.ports.sessions import ReadHead, UnreadableRecordError
from functions.post_call.summary import has_ended, summary_json

_LARGEST_DEAD_LETTER = 200_000


@dataclass(frozen=True, slots=True)
class Enqueue:
    read_head: ReadHead
    queue: Outbox
    dead_letters: Outbox
    public_url: str
    observe: ObserveJob

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> frozenset[str]:
        """The sequence numbers of the records that are to be tried again. Never raises for a record."""
        failed: set[str] = set()
        letters: list[QueueMessage] = []
        unreadable: list[QueueMessage] = []
        for record in records:
            number = sequence_number(record)
            try:
                head = self.read_head(record)
                if head is not None and has_ended(head):
                    letters.append(QueueMessage(number, summary_json(head, self.public_url)))
            except UnreadableRecordError as error:
                self.observe.failed("stream-record-unreadable", error, record=number, **_session(record))
                unreadable.append(QueueMessage(number, _dead_letter(record, str(error))))
            except Exception as error:  # this record's, and for now perhaps: the rest of them must flow
                self.observe.failed("stream-record-failed", error, record=number, **_session(record))
                failed.add(number)
        failed |= self.queue.put(letters)
        failed |= self.dead_letters.put(unreadable)
        counts = {"SummariesQueued": len(letters), "RecordsUnreadable": len(unreadable), "RecordsRetried": len(failed)}
        self.observe.counted("ended sessions", counts, {"records": len(records)})
        return frozenset(failed)


def sequence_number(record: Mapping[str, Any]) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _session(record: Mapping[str, Any]) -> dict[str, str]:
    """The session whose record it is, where the record tells."""
    keys = record["dynamodb"].get("Keys")
    named = keys.get("pk") if isinstance(keys, Mapping) else None
    session_id = named.get("S") if isinstance(named, Mapping) else None
    return {"session": session_id} if isinstance(session_id, str) else {}


def _dead_letter(record: Mapping[str, Any], problem: str) -> str:
    """The record as it came, so that it can be mended and told again; its keys alone where it is too long."""
    whole = json.dumps({"problem": problem, "record": record}, default=str)
    if len(whole) <= _LARGEST_DEAD_LETTER:
        return whole
    stream = record["dynamodb"]
    keys = {"Keys": stream.get("Keys"), "SequenceNumber": stream["SequenceNumber"]}
    return json.dumps({"problem": problem, "record": {"dynamodb": keys}, "imageOmitted": True}, default=str)
