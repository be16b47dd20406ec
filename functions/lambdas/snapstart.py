"""Starts a Lambda function ahead of its callers, and prepares it for SnapStart.

Lambda stores a started process as a snapshot, once. Weeks later it restores thousands of copies. The copies must not
share a connection, a child process or a random seed. Connections and children are closed before the snapshot, and made
again after a restore.
"""

from __future__ import annotations

import random

from functions.services import Services


def start(services: Services) -> None:
    """Start the JavaScript child, and load everything if no caller waits yet."""
    services.start()
    if services.settings.starts_ahead:
        _warm(services)


def register(services: Services) -> None:
    """Register the two hooks with Lambda's runtime. Outside of SnapStart the runtime never calls them."""
    try:
        # A part of the runtime; elsewhere it may be missing.
        from snapshot_restore_py import register_after_restore, register_before_snapshot
    except ImportError:
        return
    register_before_snapshot(before_snapshot, services)
    register_after_restore(after_restore, services)


def before_snapshot(services: Services) -> None:
    """Load everything, then close what would be dead in every copy: the sockets and the child process."""
    _warm(services)
    services.close()


def after_restore(services: Services) -> None:
    """Start the child process, and seed the random numbers of this copy.

    Ids and the seeds of turns come from the operating system each time. Flows and secrets are cached from the first
    turn on, and there was no turn before the snapshot.
    """
    # Otherwise all copies would wait equally long before a retry, and collide again.
    random.seed()
    services.start()


def _warm(services: Services) -> None:
    from functions.api.schemas.requests.turn import ProcessRequest

    services.warm()
    ProcessRequest.model_rebuild()
