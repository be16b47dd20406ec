"""The webhook of the caller's organization: a test, the last deliveries, and one of them once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Request

from flow_core.timestamp import iso
from functions.api.http.dependencies import Organization, ServicesDep, caller_of
from functions.api.http.problems import conflict, not_found
from functions.api.http.request_body import SmallJson
from functions.api.limits import require_rate
from functions.api.routes.audit import AuditDep
from functions.api.schemas.responses import settings as responses
from functions.ports.webhooks import Delivery, Posted
from functions.post_call.by_hand import SHOWN, NotSent
from functions.services import Services

MAX_A_MINUTE = 10
"""Events that an organization may send by hand in a minute."""
_REASONS: Mapping[NotSent, str] = {
    "no-session": "The session of this event is gone, so the event cannot be written again.",
    "another-state": "The session of this event went on since then, so the event cannot be written again. Read the "
    "session in its place.",
    "not-of-a-session": "An event of this kind is of no session, so it cannot be written again.",
}

router = APIRouter(route_class=SmallJson)


@router.post("/api/settings/webhook/test")
def test_webhook(organization: Organization, services: ServicesDep) -> responses.SentByHand:
    """Send a signed event of the type `test` now. A receiver that fails is a 200 with a `problem`."""
    return _sent(services, organization, lambda: services.send_by_hand.test(organization))


@router.get("/api/settings/webhook/deliveries")
def list_deliveries(organization: Organization, services: ServicesDep) -> responses.DeliveryList:
    """List what came of the last events, the newest first. Each is kept for a week."""
    return {"deliveries": [_shown(each) for each in services.deliveries.newest(organization, SHOWN)]}


@router.post("/api/settings/webhook/deliveries/{eventId}/redeliver")
def redeliver(
    event_id: Annotated[str, Path(alias="eventId", max_length=100)],
    request: Request,
    organization: Organization,
    services: ServicesDep,
    audit: AuditDep,
) -> responses.SentByHand:
    """Send an event of the list once more, under the same id, with what its session has now."""
    address = _address(request, services)
    answer = _sent(services, organization, lambda: services.send_by_hand.again(organization, event_id, address))
    audit.record("webhook.redelivered", event_id, delivered=answer["problem"] is None)
    return answer


def _sent(services: Services, organization: str, send: Callable[[], Posted | NotSent]) -> responses.SentByHand:
    did = f"sent {MAX_A_MINUTE} events by hand"
    require_rate(services, organization, "webhook-by-hand", limit=MAX_A_MINUTE, did=did)
    began = services.now()
    posted = send()
    if isinstance(posted, Posted):
        return {"status": posted.status, "problem": posted.problem, "millis": max(0, services.now() - began)}
    if posted == "no-delivery":
        raise not_found(f"such event among the last {SHOWN}")
    if posted == "no-webhook":
        has_address = services.organizations.settings(organization).webhook is not None
        missing = "secret; set it with PUT /api/settings/webhook/secret" if has_address else "address; set webhook.url"
        raise conflict(f"The webhook has no {missing}.")
    raise conflict(_REASONS[posted])


def _address(request: Request, services: Services) -> str:
    """Return the URL of the API, for the link to the transcript."""
    if services.settings.public_url:
        return services.settings.public_url
    event = caller_of(request).event
    context = event.get("requestContext") if isinstance(event, Mapping) else None
    if isinstance(context, Mapping) and context.get("domainName") and context.get("stage"):
        return f"https://{context['domainName']}/{context['stage']}"
    return str(request.base_url)


def _shown(delivery: Delivery) -> responses.WebhookDelivery:
    return {
        "eventId": delivery.event_id,
        "type": delivery.event,
        "sessionId": delivery.session_id,
        "flowId": delivery.flow_id,
        "at": delivery.at,
        "triedAt": iso(delivery.tried_at),
        "attempts": delivery.attempts,
        "status": delivery.status,
        "problem": delivery.problem,
    }
