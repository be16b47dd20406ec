"""The audit: reading it, and what a route writes it with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from flow_core.json import Json
from flow_core.timestamp import iso
from functions.api.http.dependencies import Cursor, Given, Limit, Organization, caller_of
from functions.api.http.identity import actor_of
from functions.api.http.request_body import SmallJson
from functions.api.schemas.responses import audit as answers
from functions.ports.audit import Action, Entry
from functions.services import Services

ANOTHER_ORGANIZATION = "another organization"
"""Who made a change, in the audit of an organization that may not know the other one."""

router = APIRouter(route_class=SmallJson)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes entries for the caller of one request.

    A route records a change after it is made, and a deletion before: where the store fails between the two, the caller
    sends the same request again, and the change is recorded then.
    """

    services: Services
    organization: str
    by: str

    def __call__(self, action: Action, subject: str, **detail: Json) -> None:
        self._record(self.organization, self.by, action, subject, detail)

    def for_another(self, organization: str, action: Action, subject: str, **detail: Json) -> None:
        """Record in another organization's audit what this caller did; it does not say who that is."""
        self._record(organization, ANOTHER_ORGANIZATION, action, subject, detail)

    def _record(self, organization: str, by: str, action: Action, subject: str, detail: dict[str, Json]) -> None:
        self.services.audit.record(organization, Entry(self.services.now(), by, action, subject, detail))


async def _recorder(request: Request, organization: Organization, services: Given) -> Recorder:
    return Recorder(services, organization, actor_of(caller_of(request), local=services.settings.auth == "local"))


Record = Annotated[Recorder, Depends(_recorder)]


@router.get("/api/audit")
def list_audit(
    organization: Organization, services: Given, cursor: Cursor = None, limit: Limit = 50
) -> answers.AuditList:
    page = services.audit.page(organization, cursor=cursor, limit=limit)
    return {"entries": [_entry(entry) for entry in page.entries], "cursor": page.cursor}


def _entry(entry: Entry) -> answers.AuditEntry:
    return {
        "at": iso(entry.at),
        "by": entry.by,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
    }
