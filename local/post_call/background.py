"""What the local stack does while no caller waits: summaries of ended sessions, and quiet sessions closed.

The same code as on AWS (functions/post_call, functions/quiet); a thread stands where Lambda, its schedule and SQS stand
there. What it has not done when the stack ends, or is killed, is done after the next start: it is all in the store.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.open_sessions import DynamoOpenSessions
from functions.adapters.dynamodb.sessions.stream import DynamoStreamHeads
from functions.adapters.http.webhook import HttpWebhook
from functions.adapters.secrets.environment import EnvironmentSecrets
from functions.adapters.secrets.webhooks import WebhookSecrets
from functions.deadline import Deadline
from functions.lifecycle.close_idle import CloseIdle
from functions.ports.observe import ObserveJob
from functions.ports.rooms import OccupiedRooms
from functions.ports.webhooks import Webhook
from functions.post_call.deliver import Deliver
from functions.post_call.enqueue import Enqueue
from functions.post_call.messages import DeliverMessages
from functions.services import Services
from functions.settings import Settings
from functions.version import VERSION
from local.post_call.ended_sessions import EndedSessions
from local.post_call.messages import TABLE, DeadLetters, StoredLetters

WEBHOOKS_VARIABLE = "CALLFLOW_WEBHOOKS_FILE"
"""Names a file with JSON {organizationId: {"url": …, "secret": …}}."""
_SUMMARY_SECONDS = 1.0
_QUIET_SECONDS = 300.0
_FIRST_QUIET_SECONDS = 30.0
_ROUND_SECONDS = 60.0
"""What one round of the closer may take."""
_END_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class FileWebhooks:
    """functions.ports.webhooks.Webhooks, out of a file that may be missing. It is read each time."""

    path: Path

    def of(self, organization_id: str) -> Webhook | None:
        return WebhookSecrets(EnvironmentSecrets(self.path)).of(organization_id) if self.path.exists() else None


class NobodyInRooms:
    """functions.ports.rooms.OccupiedRooms where there is no LiveKit, and so no room that anyone could be in."""

    def occupied(self, room_names: Collection[str]) -> frozenset[str]:
        return frozenset()


class Summaries:
    """One round: ended sessions become letters, and letters that are due go to the webhooks."""

    def __init__(self, settings: Settings, public_url: str, webhooks: Path, observe: ObserveJob) -> None:
        """settings: with the embedded store's endpoint."""
        endpoint = settings.dynamodb_endpoint or ""
        self._letters = StoredLetters(Table(TABLE, settings.region, endpoint))
        self._letters.make_table()
        self._ended = EndedSessions(endpoint, settings.sessions_table)
        self._enqueue = Enqueue(
            read_head=DynamoStreamHeads(Table(settings.sessions_table, settings.region, endpoint)),
            queue=self._letters,
            dead_letters=DeadLetters(self._letters),
            public_url=public_url,
            observe=observe,
        )
        self._post = HttpWebhook(version=VERSION, allow_private=settings.tools_may_be_private)
        self._deliver = DeliverMessages(
            deliver=Deliver(webhooks=FileWebhooks(webhooks), post=self._post, now=time.time),
            inbox=self._letters,
            observe=observe,
        )

    def __call__(self) -> None:
        while records := self._ended.records():
            # As Lambda does it: on it goes when all of a batch is done. A letter may so be written twice.
            if self._enqueue(records):
                break
            self._ended.go_on()
        due = self._letters.due()
        left = set(self._deliver(due)) if due else set()
        for letter in due:
            if letter["messageId"] not in left:
                self._letters.taken(letter["receiptHandle"])

    def close(self) -> None:
        self._ended.close()
        self._post.close()


def closer(services: Services, rooms: OccupiedRooms, observe: ObserveJob) -> Callable[[], None]:
    """One round over the sessions that went quiet."""
    settings = services.settings
    close_idle = CloseIdle(
        run_turn=services.run_turn,
        open_sessions=DynamoOpenSessions(Table(settings.sessions_table, settings.region, settings.dynamodb_endpoint)),
        rooms=rooms,
        observe=observe,
        idle_millis=int(settings.idle_minutes * 60_000),
    )

    def close_round() -> None:
        done = close_idle(Deadline.after(_ROUND_SECONDS))
        observe.counted("idle sessions", {"closed": done.closed, "finished": done.finished, "failed": done.failed}, {})

    return close_round


class Afterwards:
    """A context manager: both jobs in a thread each, from its beginning to its end."""

    def __init__(self, summaries: Summaries, close_round: Callable[[], None], observe: ObserveJob) -> None:
        self._observe = observe
        self._over = threading.Event()
        self._summaries = summaries
        jobs = (
            ("summaries of ended sessions", summaries, 0.0, _SUMMARY_SECONDS),
            ("closing quiet sessions", close_round, _FIRST_QUIET_SECONDS, _QUIET_SECONDS),
        )
        self._threads = [threading.Thread(target=self._again_and_again, args=job, daemon=True) for job in jobs]

    def __enter__(self) -> Afterwards:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(_END_SECONDS)
        self._summaries.close()

    def _again_and_again(self, what: str, work: Callable[[], None], first: float, pause: float) -> None:
        wait = first
        while not self._over.wait(wait):
            try:
                work()
            except Exception as error:  # one round's own; the next one tries again
                if not self._over.is_set():
                    self._observe.failed("job-failed", error, job=what)
            wait = pause
