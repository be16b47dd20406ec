"""What the routes work with, as one typed bundle. Made in wiring.py alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from flow_core.evaluate import Inspect
from flow_core.json import Json
from functions.ports.agents import Agents
from functions.ports.audit import Audit
from functions.ports.flows import Flows, FlowVersions
from functions.ports.observe import Observe
from functions.ports.organizations import Organizations
from functions.ports.rooms import Rooms
from functions.ports.sessions import Sessions
from functions.settings import Settings
from functions.turn.protocol import RunTurn

Result = TypeVar("Result")


class OffLoop(Protocol):
    """Runs blocking work: on the spot where a process serves one request at a time, else in a thread."""

    def __call__(self, work: Callable[[], Result], /) -> Awaitable[Result]: ...


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    sessions: Sessions
    flows: Flows
    pinned: FlowVersions
    agents: Agents
    audit: Audit
    organizations: Organizations
    rooms: Rooms
    run_turn: RunTurn
    observe: Observe
    inspect: Callable[[str], Inspect]
    """For an organization, by its id: organizations share the engine."""
    schema_problem: Callable[[Mapping[str, Json]], str | None]
    now: Callable[[], int]
    """Milliseconds since the epoch."""
    off_loop: OffLoop
