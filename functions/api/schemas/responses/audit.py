"""The audit as the API answers it."""

from __future__ import annotations

from typing_extensions import TypedDict

from flow_core.json import Json
from functions.ports.audit import Action


class AuditEntry(TypedDict):
    at: str
    by: str
    action: Action
    subject: str
    detail: dict[str, Json]


class AuditList(TypedDict):
    entries: list[AuditEntry]
    cursor: str | None
