"""The background jobs of the local stack: summaries of ended sessions, and the closing of idle sessions.

The jobs run the code of functions/post_call and functions/lifecycle. A thread takes the place of Lambda, its schedule
and SQS. Unfinished work is in the store, so the jobs continue it after the next start.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from types import TracebackType

from functions.adapters.dynamodb.deliveries import DynamoDeliveries
from functions.adapters.dynamodb.flows.model_names import DynamoModelNames
from functions.adapters.dynamodb.flows.organizations import DynamoOrganizations
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.open_sessions import DynamoOpenSessions
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.dynamodb.sessions.stream import DynamoStreamHeads
from functions.adapters.http.webhook import HttpWebhook
from functions.adapters.secrets.file import FileSecrets
from functions.adapters.secrets.webhooks import WebhookSecrets
from functions.deadline import Deadline
from functions.lifecycle.close_idle import CloseIdle
from functions.ports.observe import ObserveJob
from functions.ports.queue import Outbox
from functions.ports.rooms import OccupiedRooms
from functions.post_call.deliver import Deliver
from functions.post_call.enqueue import Enqueue
from functions.post_call.messages import DeliverMessages
from functions.post_call.model_names import KeepModelNames
from functions.post_call.webhooks import OrganizationWebhooks, WantedEvents
from functions.services import Services
from functions.settings import Settings
from functions.version import VERSION
from functions.wiring.post_call import count_session, index_session, stored_sessions
from functions.wiring.stored_sessions import index_stored
from local.post_call.ended_sessions import EndedSessions
from local.post_call.messages import TABLE, DeadLetterQueue, StoredMessages

_INDEXED = "sessions-indexed"
"""The note that the sessions of an earlier release are indexed."""
_SUMMARY_SECONDS = 1.0
"""Seconds between two rounds of the summaries."""
_IDLE_SECONDS = 300.0
"""Seconds between two rounds that close idle sessions."""
_FIRST_IDLE_SECONDS = 30.0
"""Seconds before the first of these rounds."""
_ROUND_SECONDS = 60.0
"""Seconds that one of these rounds may take."""
_END_SECONDS = 2.0
"""Seconds that the end of the stack waits for a job."""


class EmptyRooms:
    """Implements `OccupiedRooms` without LiveKit: no room has a participant."""

    def occupied(self, room_names: Collection[str]) -> frozenset[str]:
        """See `OccupiedRooms.occupied`."""
        return frozenset()


class SummaryJob:
    """One round queues the summaries of ended sessions and delivers the messages that are due.

    Args:
        settings: The settings with the endpoint of the embedded store.
        public_url: The URL of the API in the summaries.
        webhooks: The file with the webhooks.
        observe: Gets failures and counts.
        judgements: The queue of sessions that a model scores.
    """

    def __init__(
        self, settings: Settings, public_url: str, webhooks: Path, observe: ObserveJob, judgements: Outbox
    ) -> None:
        endpoint = settings.dynamodb_endpoint or ""
        self._messages = queue_of_events(settings)
        self._session_days = settings.session_days
        self._observe = observe
        self._ended = EndedSessions(endpoint, settings.sessions_table)
        table = Table(settings.sessions_table, settings.region, endpoint)
        sessions = DynamoSessions(table, keep_days=settings.session_days)
        self._stored = partial(index_stored, table)
        flows = Table(settings.flows_table, settings.region, endpoint)
        organizations = DynamoOrganizations(flows)
        self._enqueue = Enqueue(
            read_head=DynamoStreamHeads(table),
            queue=self._messages,
            dead_letters=DeadLetterQueue(self._messages),
            public_url=public_url,
            observe=observe,
            judgements=judgements,
            keep_models=KeepModelNames(DynamoModelNames(flows)),
            count=count_session(table, sessions),
            index=index_session(table, sessions),
            is_stored=stored_sessions(sessions),
            wanted=WantedEvents(organizations.settings, time.time),
            turn=sessions.turn,
        )
        self._post = HttpWebhook(version=VERSION, allow_private=settings.tools_may_be_private)
        self._deliver = DeliverMessages(
            deliver=Deliver(
                webhooks=OrganizationWebhooks(
                    organizations.settings, FileSecrets(webhooks), WebhookSecrets(FileSecrets(webhooks))
                ),
                post=self._post,
                now=time.time,
                is_stored=stored_sessions(sessions),
                deliveries=DynamoDeliveries(flows),
                failed=observe.failed,
            ),
            inbox=self._messages,
            observe=observe,
        )

    def __call__(self) -> None:
        """Run one round. The first one of a store also indexes the sessions of an earlier release."""
        if not self._messages.is_noted(_INDEXED):
            count = self._stored(self._session_days)
            self._messages.note(_INDEXED)
            self._observe.counted("stored sessions", {"SessionsIndexed": count}, {})
        while records := self._ended.records():
            # Like Lambda: the next batch comes after the whole batch is processed. A message may be stored twice.
            if self._enqueue(records):
                break
            self._ended.acknowledge()
        due = self._messages.due()
        undelivered = set(self._deliver(due)) if due else set()
        for message in due:
            if message["messageId"] not in undelivered:
                self._messages.delete(message["receiptHandle"])

    def close(self) -> None:
        """Close the HTTP clients."""
        self._ended.close()
        self._post.close()


def queue_of_events(settings: Settings) -> StoredMessages:
    """Return the queue of events in the embedded store, and make its table."""
    messages = StoredMessages(Table(TABLE, settings.region, settings.dynamodb_endpoint or ""))
    messages.make_table()
    return messages


def idle_job(services: Services, rooms: OccupiedRooms, observe: ObserveJob) -> Callable[[], None]:
    """Return a function that closes the idle sessions once.

    Args:
        services: The API's services.
        rooms: Tells which rooms have a participant.
        observe: Gets failures and counts.

    Returns:
        The function of one round.
    """
    settings = services.settings
    close_idle = CloseIdle(
        run_turn=services.run_turn,
        open_sessions=DynamoOpenSessions(Table(settings.sessions_table, settings.region, settings.dynamodb_endpoint)),
        rooms=rooms,
        observe=observe,
        idle_millis=int(settings.idle_minutes * 60_000),
        erase_again=lambda session_id: services.erase.again(session_id),
    )

    def close_round() -> None:
        done = close_idle(Deadline.after(_ROUND_SECONDS))
        observe.counted("idle sessions", {"closed": done.closed, "finished": done.finished, "failed": done.failed}, {})

    return close_round


class BackgroundJobs:
    """A context manager that runs both jobs, each in its own thread.

    Args:
        summaries: The job that sends summaries.
        close_round: The job that closes idle sessions.
        observe: Gets failures.
    """

    def __init__(self, summaries: SummaryJob, close_round: Callable[[], None], observe: ObserveJob) -> None:
        self._observe = observe
        self._stopped = threading.Event()
        self._summaries = summaries
        jobs = (
            ("summaries of ended sessions", summaries, 0.0, _SUMMARY_SECONDS),
            ("closing idle sessions", close_round, _FIRST_IDLE_SECONDS, _IDLE_SECONDS),
        )
        self._threads = [threading.Thread(target=self._repeat, args=job, daemon=True) for job in jobs]

    def __enter__(self) -> BackgroundJobs:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(_END_SECONDS)
        self._summaries.close()

    def _repeat(self, what: str, work: Callable[[], None], first: float, pause: float) -> None:
        wait = first
        while not self._stopped.wait(wait):
            try:
                work()
            except Exception as error:  # the next round retries
                if not self._stopped.is_set():
                    self._observe.failed("job-failed", error, job=what)
            wait = pause
