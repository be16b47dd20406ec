"""The messages of one SQS batch. All are delivered at the same time, each independently of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, assert_never

from functions.ports.observe import ObserveJob
from functions.ports.queue import Inbox
from functions.post_call.deliver import Deliver, Outcome, Undelivered, is_given_up, pause_seconds

_AT_ONCE = 10
"""Messages in a batch, at most: `BatchSize` in the template."""


@dataclass(frozen=True, slots=True)
class DeliverMessages:
    """Delivers the events of a batch."""

    deliver: Deliver
    inbox: Inbox
    observe: ObserveJob

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
        """Deliver a batch. Each message has a thread, so a slow receiver delays no other message.

        Args:
            records: The messages as SQS passes them to a Lambda function.

        Returns:
            The ids of the messages that were not delivered. They stay invisible until the next attempt.
        """
        with ThreadPoolExecutor(max_workers=_AT_ONCE) as threads:
            outcomes = list(threads.map(self._one, records))
        counts = {"WebhooksDelivered": 0, "WebhooksFailed": 0, "WebhooksAbsent": 0}
        failed: list[str] = []
        for record, outcome in zip(records, outcomes, strict=True):
            match outcome:
                case "delivered":
                    counts["WebhooksDelivered"] += 1
                case "no-webhook" | "erased":
                    counts["WebhooksAbsent"] += 1
                case Undelivered():
                    counts["WebhooksFailed"] += 1
                    if not is_given_up(outcome.event, _receives(record)):
                        failed.append(str(record["messageId"]))
                    self.observe.failed(
                        "webhook-not-taken",
                        outcome.cause,
                        event=outcome.event_id,
                        organization=outcome.organization_id,
                        why=outcome.error,
                        attempts=_receives(record),
                    )
                case Exception():
                    counts["WebhooksFailed"] += 1
                    failed.append(str(record["messageId"]))
                    self.observe.failed(
                        "webhook-failed", outcome, message_id=str(record["messageId"]), attempts=_receives(record)
                    )
                case _:
                    assert_never(outcome)
        self.observe.counted("webhooks", counts, {"messages": len(records)})
        return tuple(failed)

    def _one(self, record: Mapping[str, Any]) -> Outcome | Exception:
        outcome: Outcome | Exception
        try:
            outcome = self.deliver(str(record["body"]), _receives(record))
        except Exception as error:  # Of this message. The others may be delivered already and must not be sent again.
            outcome = error
        if isinstance(outcome, Undelivered) and is_given_up(outcome.event, _receives(record)):
            return outcome
        if isinstance(outcome, Undelivered | Exception):
            self.inbox.set_visibility_timeout(str(record["receiptHandle"]), pause_seconds(_receives(record)))
        return outcome


def _receives(record: Mapping[str, Any]) -> int:
    return int(record["attributes"]["ApproximateReceiveCount"])
