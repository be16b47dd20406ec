"""Builds the job that closes idle sessions. It uses the API's adapters, because it may have to finish a turn."""

from __future__ import annotations

from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.open_sessions import DynamoOpenSessions
from functions.adapters.observability.powertools import PowertoolsObserve
from functions.lifecycle.close_idle import CloseIdle
from functions.settings import Settings, SettingsError
from functions.wiring.api import build


def close_idle(settings: Settings) -> CloseIdle:
    """Build the job.

    Args:
        settings: The environment.

    Returns:
        The job.

    Raises:
        SettingsError: If LiveKit is not configured.
    """
    observe = PowertoolsObserve(settings.stack)
    services = build(settings, observe)
    if not (settings.livekit_secret or settings.livekit_url):
        raise SettingsError(
            "CALLFLOW_LIVEKIT_SECRET is not set. Set it: without LiveKit's API nobody knows which rooms are occupied"
        )
    return CloseIdle(
        run_turn=services.run_turn,
        open_sessions=DynamoOpenSessions(Table(settings.sessions_table, settings.region, settings.dynamodb_endpoint)),
        rooms=services.rooms,
        observe=observe,
        idle_millis=int(settings.idle_minutes * 60_000),
        erase_again=lambda session_id: services.erase.again(session_id),
    )
