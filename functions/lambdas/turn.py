"""The Lambda handler of the caller's turn alone. It streams its response if API Gateway does.

A function that starts while a caller waits reports at once that it is ready, or that its environment is wrong. It loads
the rest with the first turn. A function that starts ahead of its callers loads everything first.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from functions.lambdas import runtime_client
from functions.lambdas.streamed import Streamed, api_streams
from functions.settings import from_environment

if TYPE_CHECKING:
    from functions.lambdas.turn_events import Answer, Event, TurnEvents

_settings = from_environment()
_client_streams = runtime_client.install()


@cache
def _events() -> TurnEvents:
    from functions.lambdas import snapstart
    from functions.lambdas.turn_events import TurnEvents
    from functions.wiring.api import build

    services = build(_settings)
    snapstart.register(services)
    snapstart.start(services)
    if _client_streams:
        import functions.lambdas.runtime_api  # noqa: F401 - before the snapshot, and not between a caller's words
    return TurnEvents(services)


if _settings.starts_ahead:
    _events()


def handler(event: Event, context: Any) -> Answer | Streamed:
    """Answer one event of API Gateway, as its stage reads answers."""
    if _client_streams and api_streams(event):
        return _events().stream(event)
    return _events().answer(event)
