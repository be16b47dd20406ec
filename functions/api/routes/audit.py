"""The audit: reading it, and what a route writes it with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from flow_core.json import Json
from flow_core.timestamp import iso
from functions.api.http.dependencies import Cursor, Limit, Organization, ServicesDep, caller_of
from functions.api.http.identity import actor_of
from functions.api.http.request_body import SmallJson
from functions.api.schemas.responses import audit as responses
from functions.ports.audit import Action, Entry
from functions.services import Services

ANOTHER_ORGANIZATION = "another organization"
"""Who made a change, in the audit of an organization that may not know the other one."""

router = APIRouter(route_class=SmallJson)


@dataclass(frozen=True, slots=True)
class AuditWriter:
    """Writes entries for the caller of one request.

    A route records a change after it is made, and a deletion before: where the store fails between the two, the caller
    sends the same request again, and the change is recorded then.
    """

    services: Services
    organization: str
    by: str

    def record(self, action: Action, subject: str, **detail: Json) -> None:
        self._write(self.organization, self.by, action, subject, detail)

    def record_for(self, organization: str, action: Action, subject: str, **detail: Json) -> None:
        """Record in another organization's audit what this caller did; it does not say who that is."""
        self._write(organization, ANOTHER_ORGANIZATION, action, subject, detail)

    def _write(self, organization: str, by: str, action: Action, subject: str, detail: dict[str, Json]) -> None:
        self.services.audit.record(organization, Entry(self.services.now(), by, action, subject, detail))


async def _audit_writer(request: Request, organization: Organization, services: ServicesDep) -> AuditWriter:
    return AuditWriter(services, organization, actor_of(caller_of(request), local=services.settings.auth == "local"))


AuditDep = Annotated[AuditWriter, Depends(_audit_writer)]


@router.get("/api/audit")
def list_audit(
    organization: Organization, services: ServicesDep, cursor: Cursor = None, limit: Limit = 50
) -> responses.AuditList:
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
