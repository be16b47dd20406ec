"""Builds what the API needs of webhooks and of secrets that organizations set themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from functions.adapters.http.webhook import HttpWebhook
from functions.adapters.secrets.file import FileSecrets
from functions.adapters.secrets.webhooks import WebhookSecrets
from functions.ports.queue import Outbox, QueueMessage
from functions.ports.secrets import SecretStore
from functions.ports.sessions import Sessions
from functions.post_call.by_hand import SendByHand
from functions.post_call.deliver import Deliver
from functions.post_call.webhooks import OrganizationWebhooks
from functions.records import Head, TurnRecord
from functions.services import Services
from functions.settings import Settings
from functions.version import VERSION


class NoQueue:
    """`Outbox` of an installation that sends no events: they are dropped."""

    def put(self, messages: Sequence[QueueMessage]) -> frozenset[str]:
        """See `Outbox.put`."""
        return frozenset()


def secret_store(settings: Settings, kind: Literal["tools", "webhooks"]) -> SecretStore | None:
    """Build the store of one kind of secrets. None if this installation has none that can be written."""
    file = settings.secrets_file if kind == "tools" else settings.webhooks_file
    if file:
        return FileSecrets(Path(file))
    if settings.auth == "local":
        return None
    from functions.adapters.secrets.secrets_manager_store import SecretsManagerStore

    return SecretsManagerStore(f"{settings.secrets_prefix}{kind}/")


def send_by_hand(services: Services) -> SendByHand:
    """Build the sending of single events. It reads the newest secret, so a test shows what counts from now on."""
    secrets = services.webhook_secrets or FileSecrets(Path())
    webhooks = OrganizationWebhooks(services.organizations.settings, secrets, WebhookSecrets(secrets))
    post = HttpWebhook(version=VERSION, allow_private=services.settings.tools_may_be_private)
    deliver = Deliver(webhooks, post, time.time, deliveries=services.deliveries, failed=services.observe.failed)
    return SendByHand(deliver, services.deliveries, services.sessions.head, turn_of(services.sessions), services.now)


def turn_of(sessions: Sessions) -> Callable[[Head, int], TurnRecord | None]:
    """Build the reading of a turn by its number. None for a turn that is no longer stored."""

    def turn(head: Head, number: int) -> TurnRecord | None:
        try:
            turn_id = sessions.turn_at(head, number)
        except LookupError:
            return None
        return sessions.turn(head.session_id, turn_id)

    return turn


def events_queue(services: Services) -> Outbox:
    """Build the queue of events."""
    if not services.settings.post_call_queue_url:
        return NoQueue()
    from functions.adapters.sqs import SqsOutbox

    return SqsOutbox(services.settings.post_call_queue_url, services.observe.failed)
