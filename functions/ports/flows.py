"""Flows: drafts, published versions, tests, gates, and the list of an organization's flows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Protocol

from flow_core.flow import RULES, Flow
from flow_core.json import Json
from flow_core.subflows.frozen import Subflows, digest_of
from functions.records import FlowPin


@dataclass(frozen=True, slots=True)
class VersionSettings:
    """What a version runs with beside its nodes, frozen when it is published."""

    language: str
    """The language of the flow, as a BCP 47 tag. That of an agent comes before it."""
    time_zone: str
    """The time zone of the flow, as a name of the IANA database."""
    model: str | None = None
    """`provider/name` of the model of the questions that name none. None if the deployment had none."""
    models: tuple[str, ...] = ()
    """The models that nodes name, sorted."""
    speech_to_text: str | None = None
    """The engines that hear, as `CALLFLOW_STT`. None if the API did not know them."""
    text_to_speech: str | None = None
    """The engines that speak, as `CALLFLOW_TTS`. None if the API did not know them."""
    tools: str | None = None
    """A digest of the definitions of all tools, with those that MCP servers listed. None for a flow without tools."""

    @property
    def hash(self) -> str:
        """A short text that tells these settings from others."""
        known = {name: value for name, value in asdict(self).items() if value}
        return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class FlowSummary:
    """A flow as the list shows it."""

    flow_id: str
    name: str
    revision: int
    """The draft's revision. It counts the changes."""
    published: FlowPin | None
    """The latest version."""
    updated_at: int
    """Milliseconds since the epoch."""
    warnings: int | None = None
    """The number of the draft's warnings; None if an earlier release saved it."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A flow as its author wrote it."""

    flow_id: str
    pin: FlowPin
    written: Json
    """The whole definition, with the fields that only an editor uses."""
    rules: int = RULES
    """The rules that it runs by. A version and a stored revision keep those of the release that stored them."""
    subflows: Subflows = field(default_factory=dict)
    """The inner flows that are frozen with a version and a stored revision. Empty for the draft itself."""
    listed: str | None = None
    """A digest of the definition if MCP servers have completed its tools; None if its author wrote all of it."""
    settings: VersionSettings | None = None
    """The settings that are frozen with a version; None for a draft, and for a version of an earlier release."""

    @property
    def frozen(self) -> str | None:
        """The digest of what is frozen beside the author's words: inner flows and lists of tools. None for neither."""
        inner = digest_of(self.subflows)
        return inner if self.listed is None else hashlib.sha256(f"{inner} {self.listed}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class FlowPage:
    """Some flows of an organization."""

    flows: tuple[FlowSummary, ...]
    cursor: str | None
    """The cursor of the next page; None after the last."""


@dataclass(frozen=True, slots=True)
class Published:
    """The result of publishing a draft."""

    version: int
    new: bool
    """False if this revision of the draft was published before."""


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """A version as the list shows it. A version of an earlier release has only its number."""

    version: int
    at: int | None
    """When it was published, in milliseconds since the epoch."""
    by: str | None
    """Who published it, as in the audit."""
    note: str | None
    settings: VersionSettings | None = None
    """None if an earlier release published the version."""
    override: str | None = None
    """Why it was published although it did not pass its gate; None if it passed."""


@dataclass(frozen=True, slots=True)
class ModelName:
    """A provider's name of the model that answered the questions of a version."""

    version: int
    asked: str
    """The model that was asked, as `provider/name`; empty for the deployment's own."""
    name: str
    since: int
    """The end of the first session that had the name, in milliseconds since the epoch."""


MAX_NAMES = 10
"""Names that are kept for a model of a version. A provider that has more is not worth more writes."""
MAX_ALL_NAMES = 500
"""Names that are kept for a flow: those of the newest versions."""


def with_names(
    known: tuple[ModelName, ...], version: int, answered: Mapping[str, str], at: int
) -> tuple[ModelName, ...]:
    """Add the names of the models that answered in a session.

    Args:
        known: The names that are known of the flow.
        version: The version of the session.
        answered: The model that was asked -> the provider's name.
        at: The end of the session, in milliseconds since the epoch.

    Returns:
        The names, the oldest version first, in each the oldest name first. The argument itself if all are known.
    """
    new: list[ModelName] = []
    for asked, name in answered.items():
        names = [each.name for each in known if (each.version, each.asked) == (version, asked)]
        if name not in names and len(names) < MAX_NAMES:
            new.append(ModelName(version, asked, name, at))
    if not new:
        return known
    return tuple(sorted((*known, *new), key=lambda each: (each.version, each.asked, each.since))[-MAX_ALL_NAMES:])


class ModelNames(Protocol):
    """Stores which models answered for the versions of flows. Every method may raise UnavailableError."""

    def of_flow(self, organization_id: str, flow_id: str) -> tuple[ModelName, ...]:
        """Return the names of a flow, in the order of `with_names`. One consistent read."""
        ...

    def add(self, organization_id: str, flow_id: str, version: int, answered: Mapping[str, str], at: int) -> None:
        """Add names as `with_names` does. One consistent read, and a write for a new name.

        ConflictError is raised if other processes add names all the time.
        """
        ...


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Some versions of a flow."""

    versions: tuple[VersionSummary, ...]
    cursor: str | None
    """The cursor of the next page; None after the last."""


class Flows(Protocol):
    """Stores flows. Every method may raise UnavailableError."""

    def summary(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        """Return a flow; None if it does not exist or was deleted."""
        ...

    def save_draft(
        self, organization_id: str, flow_id: str, name: str, written: Json, at: int, warnings: int | None = None
    ) -> int:
        """Replace the draft, or create the flow. The same definition again changes nothing.

        A flow that is created again after a deletion continues its revisions and versions.

        Args:
            organization_id: The organization.
            flow_id: The flow.
            name: The flow's name for the list.
            written: The definition.
            at: The time of the change, in milliseconds since the epoch.
            warnings: The number of warnings that `check` found.

        Returns:
            The draft's revision. ConflictError is raised if other requests change the flow all the time.
        """
        ...

    def draft(self, organization_id: str, flow_id: str) -> Definition | None:
        """Return the draft; None if the flow does not exist."""
        ...

    def keep_draft(self, organization_id: str, definition: Definition) -> None:
        """Store a revision of the draft as long as a session may run on it."""
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
        override: str | None = None,
    ) -> Published | None:
        """Copy a draft to the next version. A revision is published once, with its first `by`, `note` and `override`.

        A revision that an earlier release published by earlier rules is published again, and so is one whose inner
        flows, listed tools or settings have changed.

        Args:
            organization_id: The organization.
            draft: The draft as it was read, with the inner flows, the listed tools and the settings to freeze.
            name: The flow's name for the list.
            at: The time, in milliseconds since the epoch.
            by: The user.
            note: What is new in the version.
            override: Why it is published although it does not pass its gate.

        Returns:
            The version; None if the flow was deleted after the draft was read. ConflictError is raised if other
            requests change the flow all the time.
        """
        ...

    def delete(self, organization_id: str, flow_id: str, at: int) -> bool:
        """Delete the draft and the entry of the list. Versions and stored revisions stay, because sessions need them.

        Args:
            organization_id: The organization.
            flow_id: The flow.
            at: The time, in milliseconds since the epoch.

        Returns:
            False if the flow does not exist. ConflictError is raised if other requests change the flow all the time.
        """
        ...

    def deleted(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        """Return a flow as it was when it was last deleted.

        Args:
            organization_id: The organization.
            flow_id: The flow. It may have been created again since then.

        Returns:
            The flow, with the time of the deletion as `updated_at` and without `published`; None if it was not deleted.
        """
        ...

    def definition(self, organization_id: str, flow_id: str, pin: FlowPin) -> Definition | None:
        """Return a version or a stored revision of the draft. Neither ever changes."""
        ...

    def version(self, organization_id: str, flow_id: str, version: int) -> Definition | None:
        """Return a version; None if it does not exist."""
        ...

    def versions(self, organization_id: str, flow_id: str, *, cursor: str | None, limit: int) -> VersionPage:
        """List the versions, the newest first, also those of a deleted flow.

        Args:
            organization_id: The organization.
            flow_id: The flow.
            cursor: The cursor of the page. BadCursorError is raised for a malformed one.
            limit: The number of versions at most, 1 to 100.

        Returns:
            A page after at most five requests. It may have fewer versions although there are more.
        """
        ...

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> FlowPage:
        """List flows by id, at most `limit`. BadCursorError is raised for a malformed cursor."""
        ...


class PinnedFlows(Protocol):
    """Flows that are ready to run."""

    def __call__(self, organization_id: str, flow_id: str, pin: FlowPin) -> Flow:
        """Return the flow of a version or of a stored revision."""
        ...


class FlowVersions(PinnedFlows, Protocol):
    """Flows that are ready to run, and their versions."""

    def pin(self, organization_id: str, flow_id: str, version: int) -> FlowPin | None:
        """Return the pin of a published version; None if there is no such version that can run."""
        ...


@dataclass(frozen=True, slots=True)
class StoredTest:
    """A test that is stored beside a flow."""

    test_id: str
    updated_at: int
    """Milliseconds since the epoch."""
    written: Json
    """The test as its author wrote it, for `functions.flow_tests.authored.FlowTest`."""


MAX_ADDED = 50
"""Tests that can be created in one step, at most."""


@dataclass(frozen=True, slots=True)
class TestPage:
    """Some tests of a flow."""

    __test__ = False  # pytest: a page, not a test

    tests: tuple[StoredTest, ...]
    cursor: str | None
    """The cursor of the next page; None after the last."""


class FlowTests(Protocol):
    """Stores the tests of flows. Every method may raise UnavailableError."""

    def put(self, organization_id: str, flow_id: str, test: StoredTest, *, limit: int) -> bool:
        """Create or replace a test.

        Args:
            organization_id: The organization.
            flow_id: The flow.
            test: The test.
            limit: The tests that a flow may have.

        Returns:
            False, without a change, if the test would be one too many. ConflictError is raised if other requests
            change the tests all the time.
        """
        ...

    def add(self, organization_id: str, flow_id: str, tests: Sequence[StoredTest], *, limit: int) -> bool:
        """Create tests in one step.

        Args:
            organization_id: The organization.
            flow_id: The flow.
            tests: 1 to `MAX_ADDED` tests, each with another id.
            limit: The tests that a flow may have.

        Returns:
            False, without a change, if one of them exists, if they would be too many, or if another request changes
            the tests at the same moment.
        """
        ...

    def get(self, organization_id: str, flow_id: str, test_id: str) -> StoredTest | None:
        """Return a test; None if it does not exist."""
        ...

    def delete(self, organization_id: str, flow_id: str, test_id: str) -> bool:
        """Delete a test. False if it does not exist."""
        ...

    def page(self, organization_id: str, flow_id: str, *, cursor: str | None, limit: int) -> TestPage:
        """List tests by id, at most `limit`.

        A page may have fewer tests although there are more. BadCursorError is raised for a malformed cursor.
        """
        ...

    def delete_all(self, organization_id: str, flow_id: str) -> None:
        """Delete all tests of a flow."""
        ...


@dataclass(frozen=True, slots=True)
class Gate:
    """What the draft of a flow must pass. The default lets every draft pass."""

    tests: bool = False
    """Whether every test of the flow must pass."""
    replay_last: int | None = None
    """The number of the newest calls that are replayed; None for no replay."""
    most_differing: int | None = None
    """How many of them may go another way; None for none."""
    words_may_differ: bool = False
    """Whether a call in which only words differ, or how the flow listens, counts as the same."""
    least_node_coverage: float | None = None
    """The part of the flow's nodes that its tests must reach, 0 to 1; None for any."""


class Gates(Protocol):
    """Stores the gates of flows. Every method may raise UnavailableError."""

    def gate(self, organization_id: str, flow_id: str) -> Gate:
        """Return the gate of a flow; the default if none was saved since the flow was created."""
        ...

    def save_gate(self, organization_id: str, flow_id: str, gate: Gate) -> None:
        """Save the gate of a flow."""
        ...
