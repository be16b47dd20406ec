"""The ways in which a node ends its run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flow_core.effects import Effect
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import Continue, Hangup, Listen, Status, Transfer


@dataclass(slots=True)
class Leave:
    """Leave the node by an exit. Not frozen: see trace.py."""

    exit: str
    scope: Mapping[str, Json] | None = None
    """Names that `assign` can read in addition to the variables."""
    unanswered: tuple[str, ...] = ()
    """Variables that `assign` cannot read, because the caller has not answered their questions."""


@dataclass(slots=True)
class Wait:
    """End the turn and stay at the node. Not frozen: see trace.py."""

    action: Listen | Continue


@dataclass(frozen=True, slots=True)
class Ask:
    """Wait for the result of an effect."""

    effect: Effect


@dataclass(frozen=True, slots=True)
class Finish:
    """End the session."""

    action: Transfer | Hangup
    status: Status
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """Begin the flow of a subflow node."""

    flow: Flow
    given: Mapping[str, Json]
    """Its variables that the caller's flow sets."""


@dataclass(frozen=True, slots=True)
class Return:
    """End an inner flow: its caller's flow goes on."""

    exit: str
    """The exit of the subflow node."""


Outcome: TypeAlias = Leave | Wait | Ask | Finish | Call | Return
"""The way in which a node ends its run."""
