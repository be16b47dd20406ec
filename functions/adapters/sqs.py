"""An Amazon SQS queue: it sends messages, ten in a request, and delays a message that it received."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

from botocore.exceptions import BotoCoreError, ClientError

from functions.ports.observe import Report
from functions.ports.queue import QueueMessage

LARGEST = 240_000
"""Bytes of all messages of one request. SQS takes 256 KiB, with what it adds."""
_BATCH = 10
"""Messages of one request: SQS's limit."""


class SqsWriter(Protocol):
    """The part of boto3's client that sends messages."""

    def send_message_batch(
        self,
        *,
        QueueUrl: str,  # noqa: N803 - AWS's name
        Entries: list[dict[str, str]],  # noqa: N803  # a name of boto3
    ) -> Mapping[str, Any]:
        """See boto3."""
        ...


class SqsReader(Protocol):
    """The part of boto3's client that a reader uses. Lambda itself receives and deletes messages."""

    def change_message_visibility(
        self,
        *,
        QueueUrl: str,  # noqa: N803  # a name of boto3
        ReceiptHandle: str,  # noqa: N803  # a name of boto3
        VisibilityTimeout: int,  # noqa: N803  # a name of boto3
    ) -> object:
        """See boto3."""
        ...


class SqsInbox:
    """`Inbox` on an SQS queue. Thread-safe.

    Args:
        queue_url: The queue's URL.
        failed: Reports a message that could not be delayed.
        client: By default boto3's.
    """

    def __init__(self, queue_url: str, failed: Report, client: SqsReader | None = None) -> None:
        self._failed = failed
        self._queue_url = queue_url
        self._client = client or sqs_client()

    def set_visibility_timeout(self, receipt: str, seconds: int) -> bool:
        """One request."""
        try:
            self._client.change_message_visibility(
                QueueUrl=self._queue_url, ReceiptHandle=receipt, VisibilityTimeout=seconds
            )
        except (BotoCoreError, ClientError) as error:
            self._failed("queue-delay-not-set", error, asked="ChangeMessageVisibility")
            return False
        return True


class SqsOutbox:
    """`Outbox` on an SQS queue.

    Args:
        queue_url: The queue's URL.
        failed: Reports messages that were not sent.
        client: By default boto3's.
    """

    def __init__(self, queue_url: str, failed: Report, client: SqsWriter | None = None) -> None:
        self._failed = failed
        self._queue_url = queue_url
        self._client = client or sqs_client()

    def put(self, messages: Sequence[QueueMessage]) -> frozenset[str]:
        """One request for ten messages or 240,000 bytes. A message that is too large is sent alone; SQS refuses it."""
        lost: set[str] = set()
        for batch in _batches(messages):
            entries = [{"Id": str(index), "MessageBody": message.body} for index, message in enumerate(batch)]
            try:
                response = self._client.send_message_batch(QueueUrl=self._queue_url, Entries=entries)
            except (BotoCoreError, ClientError) as error:
                self._failed("queue-not-written", error, asked="SendMessageBatch", messages=len(batch))
                lost.update(message.key for message in batch)
                continue
            refused = response.get("Failed", ())
            if refused:
                codes = ", ".join(sorted({str(each.get("Code")) for each in refused}))
                self._failed("queue-not-written", None, asked="SendMessageBatch", messages=len(refused), code=codes)
            lost.update(batch[int(each["Id"])].key for each in refused)
        return frozenset(lost)


def sqs_client() -> Any:
    """Make boto3's client, for writers and readers. It gives up after a few seconds."""
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 3})
    return cast(Any, boto3.client("sqs", config=config))


def _batches(messages: Sequence[QueueMessage]) -> Iterator[list[QueueMessage]]:
    batch: list[QueueMessage] = []
    total = 0
    for message in messages:
        size = len(message.body.encode())
        if batch and (len(batch) == _BATCH or total + size > LARGEST):
            yield batch
            batch, total = [], 0
        batch.append(message)
        total += size
    if batch:
        yield batch
