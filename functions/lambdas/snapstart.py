"""How a Lambda function starts ahead of its callers, and what SnapStart asks of it.

Lambda keeps a process that has started as a snapshot, once, and wakes copies of it: weeks later, thousands at a time.
What they must not share is let go of before, and made anew after.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, cast

from flow_core.flow import Flow
from functions.adapters.javascript.engine import JavaScript
from functions.late import load
from functions.records import HEAD, TURN
from functions.services import Services

if TYPE_CHECKING:
    from functions.adapters.dynamodb.connection import Connection
    from functions.adapters.dynamodb.sessions.sessions import DynamoSessions


def start(services: Services) -> None:
    """Start the JavaScript child, which gets ready beside; where nobody waits yet, load whatever a turn may come to."""
    _javascript(services).start()
    if services.settings.starts_ahead:
        _load(services)


def register(services: Services) -> None:
    """Have Lambda's runtime call the two below. Where there are no snapshots nobody ever calls them."""
    try:
        # A part of the runtime; elsewhere it need not be there.
        from snapshot_restore_py import register_after_restore, register_before_snapshot
    except ImportError:
        return
    register_before_snapshot(before_snapshot, services)
    register_after_restore(after_restore, services)


def before_snapshot(services: Services) -> None:
    """A child and a socket would be dead in every copy; the client itself, with its credentials' source, lives on."""
    _load(services)
    _connection(services).client.close()
    _javascript(services).stop()


def after_restore(services: Services) -> None:
    """Ids and the seeds of turns are drawn from the system each time; flows and secrets are kept from the first turn
    on, and none came before the snapshot.
    """
    # Else all copies would wait equally long before they try again, and meet again.
    random.seed()
    _javascript(services).start()


def _load(services: Services) -> None:
    from functions.api.schemas.requests.turn import ProcessRequest

    perform = services.run_turn.perform
    for thing in (HEAD, TURN, services.sessions, services.flows, services.observe, perform.tools, perform.secrets):
        load(thing)
    for model in (Flow, ProcessRequest):
        model.model_rebuild()
    # pynamodb makes it when it is asked for.
    _ = _connection(services).client
    # Imported where they are used, and slowly.
    import boto3  # noqa: F401
    import openai  # noqa: F401
    import re2  # noqa: F401

    import flow_core.check  # noqa: F401


def _connection(services: Services) -> Connection:
    return cast("DynamoSessions", services.sessions).connection


def _javascript(services: Services) -> JavaScript:
    engine = services.run_turn.engine.javascript
    if not isinstance(engine, JavaScript):
        raise TypeError("expressions are evaluated by something that cannot be stopped")
    return engine
