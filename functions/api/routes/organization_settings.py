"""The settings of the caller's organization."""

from __future__ import annotations

from fastapi import APIRouter

from flow_core.json import Json
from functions.api.http.dependencies import Organization, ServicesDep
from functions.api.http.request_body import SmallJson
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.settings import SettingsBody
from functions.api.schemas.responses import settings as responses
from functions.ports.organizations import OrganizationSettings

router = APIRouter(route_class=SmallJson)


@router.get("/api/settings")
def get_settings(organization: Organization, services: ServicesDep) -> responses.OrganizationSettings:
    """Read the settings of the organization."""
    return _settings(services.organizations.settings(organization))


@router.put("/api/settings")
def put_settings(
    body: SettingsBody, organization: Organization, services: ServicesDep, audit: AuditDep
) -> responses.OrganizationSettings:
    """Replace the settings of the organization. A setting that is left out gets its default."""
    settings = body.settings()
    services.organizations.save_settings(organization, settings)
    saved = _settings(settings)
    transfers: dict[str, Json] = {
        "countries": list(saved["transfers"]["countries"]),
        "prefixes": list(saved["transfers"]["prefixes"]),
        "sipDomains": list(saved["transfers"]["sipDomains"]),
    }
    audit.record("settings.saved", "settings", transfers=transfers)
    return saved


def _settings(settings: OrganizationSettings) -> responses.OrganizationSettings:
    rules = settings.transfers
    return {
        "transfers": {
            "countries": list(rules.countries),
            "prefixes": list(rules.prefixes),
            "sipDomains": list(rules.sip_domains),
        }
    }
