"""Builds the queue of replays and the reader of its messages: SQS and a function, or a thread of this process."""

from __future__ import annotations

from functions.adapters.in_process_queue import InProcessQueue
from functions.ports.queue import Outbox
from functions.replay.jobs import ReplayMessages, RunReplay
from functions.replay.run import ReplayCalls
from functions.services import Services


def replay_queue(services: Services) -> Outbox:
    """Build the queue of replays."""
    if not services.settings.replay_queue_url:
        return InProcessQueue(lambda records: replay_messages(services)(records), "replays")
    from functions.adapters.sqs import SqsOutbox

    return SqsOutbox(services.settings.replay_queue_url, services.observe.failed)


def replay_messages(services: Services) -> ReplayMessages:
    """Build the reader of the queue's messages."""
    calls = ReplayCalls(services.sessions, services.pinned, services.run_turn.engine.javascript)
    run = RunReplay(services.replays, calls, services.pinned, services.now)
    return ReplayMessages(run, services.replay_queue, services.observe.failed)
