"""Builds the adapters of the post-call functions. They start without the flow engine."""

from __future__ import annotations

import time
from collections.abc import Callable

from functions.adapters.dynamodb.deliveries import DynamoDeliveries
from functions.adapters.dynamodb.flows.model_names import DynamoModelNames
from functions.adapters.dynamodb.flows.organizations import DynamoOrganizations
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.counts import DynamoCounts
from functions.adapters.dynamodb.sessions.erasures import DynamoErasures
from functions.adapters.dynamodb.sessions.session_search import DynamoSessionSearch
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.dynamodb.sessions.stream import DynamoStreamHeads
from functions.adapters.http.webhook import HttpWebhook
from functions.adapters.observability.powertools import PowertoolsObserve
from functions.adapters.secrets.secrets_manager import SecretsManagerSecrets
from functions.adapters.secrets.webhooks import WebhookSecrets
from functions.adapters.sqs import SqsInbox, SqsOutbox
from functions.post_call.deliver import Deliver
from functions.post_call.enqueue import Enqueue
from functions.post_call.messages import DeliverMessages
from functions.post_call.model_names import KeepModelNames
from functions.post_call.webhooks import OrganizationWebhooks, WantedEvents
from functions.report.count import CountSession
from functions.search.index import IndexSession
from functions.settings import Settings, SettingsError
from functions.version import VERSION

_QUEUE = "CALLFLOW_POST_CALL_QUEUE_URL"


def enqueue(settings: Settings) -> Enqueue:
    """Build the job that enqueues summaries. SettingsError is raised if a variable is missing."""
    observe = PowertoolsObserve(settings.stack)
    flows = Table(settings.flows_table, settings.region, settings.dynamodb_endpoint)
    dead_letters = _set(settings.post_call_dead_letter_queue_url, "CALLFLOW_POST_CALL_DEAD_LETTER_QUEUE_URL")
    table = Table(settings.sessions_table, settings.region, settings.dynamodb_endpoint)
    sessions = DynamoSessions(table, keep_days=settings.session_days)
    return Enqueue(
        read_head=DynamoStreamHeads(table),
        queue=SqsOutbox(_set(settings.post_call_queue_url, _QUEUE), observe.failed),
        dead_letters=SqsOutbox(dead_letters, observe.failed),
        judgements=SqsOutbox(_set(settings.judge_queue_url, "CALLFLOW_JUDGE_QUEUE_URL"), observe.failed),
        public_url=_set(settings.public_url, "CALLFLOW_PUBLIC_URL"),
        observe=observe,
        keep_models=KeepModelNames(DynamoModelNames(flows)),
        count=count_session(table, sessions),
        index=index_session(table, sessions),
        is_stored=stored_sessions(sessions),
        wanted=WantedEvents(DynamoOrganizations(flows).settings, time.time),
        turn=sessions.turn,
    )


def count_session(table: Table, sessions: DynamoSessions) -> CountSession:
    """Build the counting of ended sessions, on the sessions' table and the connection of its store."""
    return CountSession(sessions, DynamoCounts(table, sessions.connection), now=lambda: int(time.time() * 1000))


def index_session(table: Table, sessions: DynamoSessions) -> IndexSession:
    """Build the indexing of sessions for the search, on the sessions' table and the connection of its store."""
    return IndexSession(sessions, DynamoSessionSearch(table, sessions.connection))


def stored_sessions(sessions: DynamoSessions) -> Callable[[str], bool]:
    """Build the question whether a session is stored and not erased."""
    return DynamoErasures(sessions.items, sessions.connection).is_stored


def deliver(settings: Settings) -> DeliverMessages:
    """Build the job that delivers summaries. SettingsError is raised if a variable is missing."""
    observe = PowertoolsObserve(settings.stack)
    table = Table(settings.sessions_table, settings.region, settings.dynamodb_endpoint)
    flows = Table(settings.flows_table, settings.region, settings.dynamodb_endpoint)
    secrets = SecretsManagerSecrets(prefix=f"{settings.secrets_prefix}webhooks/")
    return DeliverMessages(
        deliver=Deliver(
            webhooks=OrganizationWebhooks(DynamoOrganizations(flows).settings, secrets, WebhookSecrets(secrets)),
            post=HttpWebhook(version=VERSION, allow_private=settings.tools_may_be_private),
            now=time.time,
            is_stored=stored_sessions(DynamoSessions(table, keep_days=settings.session_days)),
            deliveries=DynamoDeliveries(flows),
            failed=observe.failed,
        ),
        inbox=SqsInbox(_set(settings.post_call_queue_url, _QUEUE), observe.failed),
        observe=observe,
    )


def _set(address: str, name: str) -> str:
    if not address:
        raise SettingsError(f"{name} is not set; set it as template.yaml does")
    return address
