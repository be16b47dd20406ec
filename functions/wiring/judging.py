"""Builds the job that scores ended sessions, and its queue where no SQS is: a thread of this process."""

from __future__ import annotations

from functions.adapters.in_process_queue import InProcessQueue
from functions.judging.job import JudgeMessages, JudgeSession
from functions.ports.queue import Outbox
from functions.services import Services


def judge_messages(services: Services) -> JudgeMessages:
    """Build the reader of the queue's messages."""
    judge = JudgeSession(
        services.sessions,
        services.pinned,
        services.scores,
        services.counts,
        services.rates,
        services.run_turn.perform.model,
        services.now,
    )
    return JudgeMessages(judge, services.observe.failed)


def queue_in_process(services: Services) -> Outbox:
    """Build a queue with its own reader, for the local stack."""
    return InProcessQueue(lambda records: judge_messages(services)(records), "judgements")
