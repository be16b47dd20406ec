"""The audit in responses."""

from __future__ import annotations

from typing_extensions import TypedDict

from flow_core.json import Json
from functions.ports.audit import AuditAction


class AuditEntry(TypedDict):
    """One change: who made it, when, and to what."""

    at: str
    by: str
    action: AuditAction
    subject: str
    detail: dict[str, Json]


class AuditList(TypedDict):
    """A page of the audit, newest first. `cursor` is null on the last page."""

    entries: list[AuditEntry]
    cursor: str | None
