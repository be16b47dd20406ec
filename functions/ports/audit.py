"""The audit of an organization: who changed what, and when. An entry never changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from flow_core.json import Json

AuditAction: TypeAlias = Literal[
    "flow.saved",
    "flow.published",
    "flow.restored",
    "flow.deleted",
    "test.saved",
    "test.deleted",
    "calls.replayed",
    "gate.saved",
    "environment.saved",
    "environment.deleted",
    "agent.saved",
    "agent.deleted",
    "number.granted",
    "number.assigned",
    "number.released",
    "number.refused",
    "number.lost",
    "settings.saved",
    "secret.saved",
    "secret.deleted",
    "webhookSecret.saved",
    "webhookSecret.deleted",
    "webhook.redelivered",
    "tool.tested",
    "tools.listed",
    "key.created",
    "key.revoked",
    "transcript.read",
    "call.listened",
    "call.takenOver",
    "call.whispered",
    "session.erased",
    "caller.erased",
]
"""The changes. `number.refused`: an organization asked for a number that it may not have. `number.lost`: the operator
gave the number to another organization. `tool.tested`: a tool was called from the form of its node. `tools.listed`: an
MCP server was asked for its tools from there. `webhookSecret.saved`: the key that signs the events of the webhook was
set. `webhook.redelivered`: an event was sent to the webhook once more, by hand. `calls.replayed`: recorded calls were
read for a replay. `call.listened`, `call.takenOver`: somebody got a token to hear a call, or to speak in it in place of
the agent. `call.whispered`: somebody sent guidance to its agent. `transcript.read`: somebody read what was said in a
session, once an hour for each of the readers."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change."""

    at: int
    """Milliseconds since the epoch."""
    by: str
    """Who made the change: a user's e-mail address or id, the ARN of a signed caller, `local` in the local stack."""
    action: AuditAction
    subject: str
    """The id of what was changed: of a flow, an agent or a session, or a phone number as E.164."""
    detail: dict[str, Json] = field(default_factory=dict)
    """More about the change, by camelCase name. Never a secret, and never the words of a caller."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries of the audit."""

    entries: tuple[Entry, ...]
    """Newest first."""
    cursor: str | None
    """The cursor of the next page; None after the last."""


class Audit(Protocol):
    """Stores the audit. Every method may raise UnavailableError."""

    def record(self, organization_id: str, entry: Entry) -> None:
        """Add an entry. Equal entries are all kept."""
        ...

    def record_once(self, organization_id: str, entry: Entry, name: str) -> None:
        """Add an entry, unless one was added under the same name within the last two hours.

        Args:
            organization_id: The organization.
            entry: The entry.
            name: What the entry is about, of any length.
        """
        ...

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> AuditPage:
        """List the entries, the newest first, at most `limit`. BadCursorError is raised for a malformed cursor."""
        ...
