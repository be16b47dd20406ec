"""Where flows, agents and phone numbers are kept: what a company draws and owns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flow_core.flow import Flow
from flow_core.json import Json
from functions.records import FlowPin


@dataclass(frozen=True, slots=True)
class FlowSummary:
    flow_id: str
    name: str
    revision: int
    """Of the draft; counts each change."""
    published: FlowPin | None
    """The latest version."""
    updated_at: int
    """Milliseconds since the epoch."""
    warnings: int | None = None
    """How many the draft has; None where it was saved before they were counted."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A flow as its author wrote it."""

    flow_id: str
    pin: FlowPin
    written: Json
    """The definition, to the field; what an editor put beside it included."""


@dataclass(frozen=True, slots=True)
class FlowPage:
    flows: tuple[FlowSummary, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Published:
    version: int
    new: bool
    """False where the draft's revision was published before."""


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """A version as a list shows it. An earlier release did not keep when, by whom and why it was published."""

    version: int
    at: int | None
    """Milliseconds since the epoch."""
    by: str | None
    """Who published it, as in the audit."""
    note: str | None


@dataclass(frozen=True, slots=True)
class VersionPage:
    versions: tuple[VersionSummary, ...]
    cursor: str | None


class Flows(Protocol):
    def summary(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        """None where there is no such flow, or it was deleted."""
        ...

    def save_draft(
        self, organization_id: str, flow_id: str, name: str, written: Json, at: int, warnings: int | None = None
    ) -> int:
        """Replace the draft, and give its revision; the same definition again changes nothing. Makes a flow that is not
        there; where one was deleted, revisions and versions go on counting.

        warnings: how many `check` told of it.

        ConflictError.
        """
        ...

    def draft(self, organization_id: str, flow_id: str) -> Definition | None: ...

    def keep_draft(self, organization_id: str, definition: Definition) -> None:
        """Keep a draft's revision for as long as a session may run on it."""
        ...

    def publish(
        self,
        organization_id: str,
        draft: Definition,
        name: str,
        at: int,
        *,
        by: str | None = None,
        note: str | None = None,
    ) -> Published | None:
        """Freeze a draft as the next version, and tell which. Publishing one revision twice gives one version, which
        keeps what was said of it first. None where the flow was deleted since the draft was read.

        ConflictError.
        """
        ...

    def delete(self, organization_id: str, flow_id: str, at: int) -> bool:
        """Delete the draft and the entry in the list, at once: what is edited of a flow and no session needs. Versions
        and kept revisions stay. False where there is no such flow.

        ConflictError.
        """
        ...

    def deleted(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        """What a flow was when it was last deleted, `updated_at` being that moment and `published` None. None where it
        never was. A flow that was made again since has this and a summary.
        """
        ...

    def definition(self, organization_id: str, flow_id: str, pin: FlowPin) -> Definition | None:
        """A version, or a kept revision of the draft. Neither ever changes."""
        ...

    def version(self, organization_id: str, flow_id: str, version: int) -> Definition | None: ...

    def versions(self, organization_id: str, flow_id: str, *, cursor: str | None, limit: int) -> VersionPage:
        """The published versions, newest first, of a deleted flow too. With 1 <= limit <= 100 at most five requests to
        the store: a page may be short while `cursor` gives the next one. BadCursorError.
        """
        ...

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> FlowPage:
        """By flow id. BadCursorError."""
        ...


class PinnedFlows(Protocol):
    """Flows ready to run."""

    def __call__(self, organization_id: str, flow_id: str, pin: FlowPin) -> Flow: ...


class FlowVersions(PinnedFlows, Protocol):
    """Flows ready to run, and which versions there are of them."""

    def pin(self, organization_id: str, flow_id: str, version: int) -> FlowPin | None:
        """Of a published version; None where there is none that can be run."""
        ...
