"""Where the audit of an organization is kept: who changed what, and when. An entry is written once, never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from flow_core.json import Json

AuditAction: TypeAlias = Literal[
    "flow.published",
    "flow.restored",
    "flow.deleted",
    "agent.saved",
    "agent.deleted",
    "number.granted",
    "number.assigned",
    "number.released",
    "number.refused",
    "number.lost",
    "settings.saved",
    "session.erased",
    "caller.erased",
]
"""`number.refused`: an organization asked for a number that it may not have. `number.lost`: the operator gave the
number to another organization."""


@dataclass(frozen=True, slots=True)
class Entry:
    at: int
    """Milliseconds since the epoch."""
    by: str
    """Who made the change: a user's e-mail address or id, the ARN of a signed caller, `local` in the local stack."""
    action: AuditAction
    subject: str
    """The id of what was changed: of a flow, an agent or a session, or a phone number as E.164."""
    detail: dict[str, Json] = field(default_factory=dict)
    """More about the change, by camelCase name. Never a secret, and never a caller's words."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    entries: tuple[Entry, ...]
    """Newest first."""
    cursor: str | None
    """Of the next page; None after the last."""


class Audit(Protocol):
    def record(self, organization_id: str, entry: Entry) -> None:
        """Keep an entry. Two equal entries are two."""
        ...

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> AuditPage:
        """At most `limit` entries. BadCursorError."""
        ...
