"""The messages of the queue of judgements. The writer of the queue needs nothing else of this package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from functions.ports.queue import QueueMessage
from functions.records import Head


def message_of(head: Head) -> QueueMessage:
    """Return the message that asks for the scores of an ended session."""
    return QueueMessage(head.session_id, json.dumps({"judge": head.session_id, "version": head.version}))


def is_judgement(record: Mapping[str, Any]) -> bool:
    """Return whether a message in the shape of SQS asks for scores. Any other message is one of another job."""
    try:
        return "judge" in json.loads(record["body"])
    except (ValueError, TypeError, KeyError):
        return False
