"""The Lambda handler of the caller's turn alone.

A function that starts because somebody waits says at once that it is there, or that its environment is wrong, and loads
the rest with the first turn. One that starts ahead of that loads all of it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from functions.late import late, load
from functions.settings import from_environment

if TYPE_CHECKING:
    from functions.lambdas.turn_events import Answer, Event, TurnEvents

_settings = from_environment()


def _turns() -> TurnEvents:
    from functions.lambdas import snapstart
    from functions.lambdas.turn_events import TurnEvents
    from functions.wiring.api import build

    services = build(_settings)
    snapstart.register(services)
    snapstart.start(services)
    return TurnEvents(services)


_events = late(_turns)
if _settings.starts_ahead:
    load(_events)


def handler(event: Event, context: Any) -> Answer:
    return _events.answer(event)
