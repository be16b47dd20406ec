"""The settings of the caller's organization."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import cast
from urllib.parse import urlsplit

from fastapi import APIRouter

from flow_core.json import Json
from functions.api.http.dependencies import IdentityDep, Organization, ServicesDep
from functions.api.http.least_role import least_role
from functions.api.http.problems import invalid_field
from functions.api.http.request_body import SmallJson
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.settings import SettingsBody
from functions.api.schemas.responses import settings as responses
from functions.cost.prices import OwnPrices
from functions.ports.organizations import OrganizationSettings
from functions.roles import includes

router = APIRouter(route_class=SmallJson)


@router.get("/api/settings")
def get_settings(identity: IdentityDep, services: ServicesDep) -> responses.OrganizationSettings:
    """Read the settings of the organization. Only an admin reads the whole address of the webhook."""
    settings = _settings(services.organizations.settings(identity.organization_id))
    webhook = settings["webhook"]
    if webhook is not None and not includes(identity.role, least_role("PUT", "/api/settings")):
        # The path and the query of an address may hold a token.
        address = urlsplit(webhook["url"])
        webhook["url"] = f"{address.scheme}://{address.netloc}"
    return settings


@router.put("/api/settings")
def put_settings(
    body: SettingsBody, organization: Organization, services: ServicesDep, audit: AuditDep
) -> responses.OrganizationSettings:
    """Replace the settings of the organization. A setting that is left out gets its default."""
    settings = body.settings()
    if settings.webhook is not None:
        problem = services.webhook_url_problem(settings.webhook.url)
        if problem is not None:
            raise invalid_field("webhook.url", problem)
    before = services.organizations.settings(organization)
    services.organizations.save_settings(organization, settings)
    audit.record("settings.saved", "settings", **_audited(before, settings))
    return _settings(settings)


def _audited(before: OrganizationSettings, after: OrganizationSettings) -> dict[str, Json]:
    """Return the names of the changed settings, and all settings but the URL of the webhook, which may hold a token."""
    saved = _settings(after)
    changed: list[Json] = [
        _CAMEL[each.name]
        for each in fields(OrganizationSettings)
        if getattr(before, each.name) != getattr(after, each.name)
    ]
    webhook: Json = None if saved["webhook"] is None else {"events": list(saved["webhook"]["events"])}
    transfers: dict[str, Json] = {
        "countries": list(saved["transfers"]["countries"]),
        "prefixes": list(saved["transfers"]["prefixes"]),
        "sipDomains": list(saved["transfers"]["sipDomains"]),
    }
    return {
        "changed": changed,
        "transfers": transfers,
        "webhook": webhook,
        "retentionDays": saved["retentionDays"],
        "redact": list(saved["redact"]),
        "language": saved["language"],
        "timeZone": saved["timeZone"],
        "prices": cast(Json, saved["prices"]),
    }


_CAMEL = {
    "transfers": "transfers",
    "webhook": "webhook",
    "retention_days": "retentionDays",
    "redact": "redact",
    "language": "language",
    "time_zone": "timeZone",
    "prices": "prices",
}


def _settings(settings: OrganizationSettings) -> responses.OrganizationSettings:
    rules, webhook = settings.transfers, settings.webhook
    return {
        "transfers": {
            "countries": list(rules.countries),
            "prefixes": list(rules.prefixes),
            "sipDomains": list(rules.sip_domains),
        },
        "webhook": None if webhook is None else {"url": webhook.url, "events": list(webhook.events)},
        "retentionDays": settings.retention_days,
        "redact": list(settings.redact),
        "language": settings.language,
        "timeZone": settings.time_zone,
        "prices": _prices(settings.prices),
    }


def _prices(own: OwnPrices) -> responses.OwnPrices:
    return {
        "models": {
            name: {"input": float(price.input), "output": float(price.output)} for name, price in own.models.items()
        },
        "speechToText": {engine: float(price) for engine, price in own.speech_to_text.items()},
        "textToSpeech": {engine: float(price) for engine, price in own.text_to_speech.items()},
        "telephonyMinute": _float(own.telephony_minute),
        "livekitMinute": _float(own.livekit_minute),
        "platformTurn": _float(own.platform_turn),
        "platformSession": _float(own.platform_session),
        "workerMinute": _float(own.worker_minute),
    }


def _float(price: Decimal | None) -> float | None:
    return None if price is None else float(price)
