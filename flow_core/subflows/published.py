"""The published flows that a document calls, as a store has them, and what is frozen of them with it.

Nothing is read from a store here: a `Lookup` does it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from flow_core.json import Json
from flow_core.subflows.frozen import Call, Subflows, calls_of, name_of, with_versions

MAX_CALLED = 50
"""Flows that one flow may call itself. A version that is called beside the latest one counts too."""


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a flow."""

    version: int
    definition: Json
    rules: int
    """The rules that it runs by."""
    subflows: Subflows = field(default_factory=dict)
    """The flows that are frozen with it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a flow cannot be called."""

    text: str
    """The rest of a sentence that begins with a node."""
    remedy: str


Lookup: TypeAlias = Callable[[str, int | None], Published | Missing]
"""Finds a version of a flow by its id. The version None is the latest."""


@dataclass(frozen=True, slots=True)
class Called:
    """The flows that a document calls itself. Their own calls are frozen with them."""

    found: Mapping[tuple[str, int | None], Published | Missing] = field(default_factory=dict)
    """(flow id, version) -> the flow. A flow beyond MAX_CALLED is not in it."""
    flow_id: str | None = None
    """The id under which the document itself is stored; None if it has none."""
    publishing: bool = False
    """Whether the document is to run. Then every flow that it calls must exist."""

    def published(self, call: Call) -> Published | None:
        """Return the flow of a call; None if it is missing or was not looked up."""
        found = self.found.get(call.target)
        return found if isinstance(found, Published) else None


def look_up(document: Json, lookup: Lookup, *, flow_id: str | None = None, publishing: bool = False) -> Called:
    """Find the flows that a document calls. Each is looked up once, and at most MAX_CALLED are.

    Args:
        document: The document. It may be malformed.
        lookup: Finds a flow.
        flow_id: The id under which the document is stored.
        publishing: Whether the document is to run.
    """
    found: dict[tuple[str, int | None], Published | Missing] = {}
    for call in calls_of(document):
        if call.target not in found and len(found) < MAX_CALLED:
            found[call.target] = lookup(call.flow_id, call.version)
    return Called(found, flow_id, publishing)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A document as it is published."""

    document: Json
    """The document, with a version in each call."""
    subflows: Subflows
    """The flows of all levels."""
    missing: Missing | None = None
    """Why one of the flows is not there; None if all are."""


def frozen(document: Json, called: Called) -> Frozen:
    """Freeze the flows that a document calls with it.

    Args:
        document: The document.
        called: The flows that it calls.
    """
    subflows: dict[str, Json] = {}
    latest: dict[str, int] = {}
    for (flow_id, version), one in called.found.items():
        if isinstance(one, Missing):
            return Frozen(document, {}, one)
        subflows.update(one.subflows)
        subflows[name_of(flow_id, one.version)] = {"definition": one.definition, "rules": one.rules}
        if version is None:
            latest[flow_id] = one.version
    return Frozen(with_versions(document, latest), dict(sorted(subflows.items())))
