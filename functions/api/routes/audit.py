"""The audit: the route that reads it, and the writer with which routes record changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends

from flow_core.json import Json
from flow_core.timestamp import iso
from functions.api.http.dependencies import Cursor, IdentityDep, Limit, Organization, ServicesDep
from functions.api.http.request_body import SmallJson
from functions.api.schemas.responses import audit as responses
from functions.ports.audit import AuditAction, Entry
from functions.services import Services

ANOTHER_ORGANIZATION = "another organization"
"""The actor in an organization's audit if another organization made the change. Its name stays secret."""

HOUR = 3_600_000
"""Milliseconds."""

router = APIRouter(route_class=SmallJson)


@dataclass(frozen=True, slots=True)
class AuditWriter:
    """Writes audit entries for the caller of one request.

    A route records a change after it and a deletion before it. If the store fails between the two writes, the caller
    repeats the request, and then the change is recorded.
    """

    services: Services
    organization: str
    by: str
    """The actor: the caller of the request."""

    def record(self, action: AuditAction, subject: str, **detail: Json) -> None:
        """Record a change in the audit of the caller's organization."""
        self._write(self.organization, self.by, action, subject, detail)

    def read_transcript(self, session_id: str) -> None:
        """Record that the caller reads what was said in a session: once an hour, because pages of open calls poll."""
        now = self.services.now()
        entry = Entry(now, self.by, "transcript.read", session_id)
        self.services.audit.record_once(self.organization, entry, f"{self.by}\0{session_id}\0{now // HOUR}")

    def record_for(self, organization: str, action: AuditAction, subject: str, **detail: Json) -> None:
        """Record a change by this caller in the audit of another organization, without the caller's name."""
        self._write(organization, ANOTHER_ORGANIZATION, action, subject, detail)

    def _write(self, organization: str, by: str, action: AuditAction, subject: str, detail: dict[str, Json]) -> None:
        self.services.audit.record(organization, Entry(self.services.now(), by, action, subject, detail))


async def _audit_writer(identity: IdentityDep, services: ServicesDep) -> AuditWriter:
    return AuditWriter(services, identity.organization_id, identity.actor)


AuditDep = Annotated[AuditWriter, Depends(_audit_writer)]
"""The audit writer for the caller of the request."""


@router.get("/api/audit")
def list_audit(
    organization: Organization, services: ServicesDep, cursor: Cursor = None, limit: Limit = 50
) -> responses.AuditList:
    """List the changes in the organization, newest first."""
    page = services.audit.page(organization, cursor=cursor, limit=limit)
    return {"entries": [_entry(entry) for entry in page.entries], "cursor": page.cursor}


def _entry(entry: Entry) -> responses.AuditEntry:
    return {
        "at": iso(entry.at),
        "by": entry.by,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
    }
