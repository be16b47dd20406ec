"""An Amazon SQS queue: written ten letters a request, and told how long a letter rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

from botocore.exceptions import BotoCoreError, ClientError

from functions.ports.observe import Report
from functions.ports.queue import QueueMessage

LARGEST = 240_000
"""Bytes of all letters of one request: SQS takes 256 KiB, what it adds included."""
_MOST = 10


class SqsWriter(Protocol):
    """The one call of boto3's client that is made here."""

    def send_message_batch(
        self,
        *,
        QueueUrl: str,  # noqa: N803 - AWS names it so
        Entries: list[dict[str, str]],  # noqa: N803
    ) -> Mapping[str, Any]: ...


class SqsReader(Protocol):
    """The one call of boto3's client that a reader makes: Lambda itself receives and deletes."""

    def change_message_visibility(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        ReceiptHandle: str,  # noqa: N803
        VisibilityTimeout: int,  # noqa: N803
    ) -> object: ...


class SqsInbox:
    """functions.ports.queue.Inbox. Thread-safe."""

    def __init__(self, queue_url: str, failed: Report, client: SqsReader | None = None) -> None:
        """failed: is told why a message could not be delayed. client: boto3's where left out."""
        self._failed = failed
        self._queue_url = queue_url
        self._client = client or sqs_client()

    def set_visibility_timeout(self, receipt: str, seconds: int) -> bool:
        try:
            self._client.change_message_visibility(
                QueueUrl=self._queue_url, ReceiptHandle=receipt, VisibilityTimeout=seconds
            )
        except (BotoCoreError, ClientError) as error:
            self._failed("queue-delay-not-set", error, asked="ChangeMessageVisibility")
            return False
        return True


class SqsOutbox:
    """functions.ports.queue.Outbox."""

    def __init__(self, queue_url: str, failed: Report, client: SqsWriter | None = None) -> None:
        """failed: is told why messages were not taken. client: boto3's where left out."""
        self._failed = failed
        self._queue_url = queue_url
        self._client = client or sqs_client()

    def put(self, letters: Sequence[QueueMessage]) -> frozenset[str]:
        lost: set[str] = set()
        for batch in _batches(letters):
            entries = [{"Id": str(index), "MessageBody": letter.body} for index, letter in enumerate(batch)]
            try:
                answer = self._client.send_message_batch(QueueUrl=self._queue_url, Entries=entries)
            except (BotoCoreError, ClientError) as error:
                self._failed("queue-not-written", error, asked="SendMessageBatch", messages=len(batch))
                lost.update(letter.key for letter in batch)
                continue
            refused = answer.get("Failed", ())
            if refused:
                codes = ", ".join(sorted({str(each.get("Code")) for each in refused}))
                self._failed("queue-not-written", None, asked="SendMessageBatch", messages=len(refused), code=codes)
            lost.update(batch[int(each["Id"])].key for each in refused)
        return frozenset(lost)


def sqs_client() -> Any:
    """boto3's client, for writers and readers; it gives up within a few seconds."""
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 3})
    return cast(Any, boto3.client("sqs", config=config))


def _batches(letters: Sequence[QueueMessage]) -> Iterator[list[QueueMessage]]:
    """A letter that is too large goes alone, and is refused by the queue, not by us."""
    batch: list[QueueMessage] = []
    size = 0
    for letter in letters:
        its = len(letter.body.encode())
        if batch and (len(batch) == _MOST or size + its > LARGEST):
            yield batch
            batch, size = [], 0
        batch.append(letter)
        size += its
    if batch:
        yield batch
