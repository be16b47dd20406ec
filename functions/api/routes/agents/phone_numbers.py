"""Phone numbers: the agent that answers a number, and the organization that may use it."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import assert_never

from fastapi import APIRouter, Response

from functions.api.http.dependencies import E164, Cursor, Limit, Organization, ServicesDep
from functions.api.http.problems import ProblemError, invalid_field, not_found
from functions.api.http.request_body import SmallJson
from functions.api.routes.audit import AuditDep, AuditWriter
from functions.api.schemas.requests.fields import e164
from functions.api.schemas.requests.rooms_and_agents import PhoneNumberBody
from functions.api.schemas.responses import agents as responses
from functions.number_grants import DAY_MILLIS, DAYS, SignedGrant, Unusable, read
from functions.ports.agents import NumberGrant, PhoneNumber
from functions.services import Services

router = APIRouter(route_class=SmallJson)


@router.put("/api/phone-numbers/{e164}")
def put_number(
    number: E164, body: PhoneNumberBody, organization: Organization, services: ServicesDep, audit: AuditDep
) -> responses.PhoneNumber:
    """Point a phone number to an agent. A number that the organization does not have yet needs a grant."""
    owned = PhoneNumber(_e164(number), organization, body.agent_id)
    if services.agents.agent(organization, body.agent_id) is None:
        raise invalid_field("agentId", f"there is no agent {body.agent_id}; create it first, or name another")
    _put(services, owned, body.grant, audit)
    return _number(owned)


@router.get("/api/phone-numbers/{e164}")
def get_number(number: E164, organization: Organization, services: ServicesDep) -> responses.PhoneNumber:
    """Read the agent of a phone number."""
    owned = services.agents.number(_e164(number))
    if owned is None or owned.organization_id != organization:
        raise not_found(f"phone number {number}")
    return _number(owned)


@router.delete("/api/phone-numbers/{e164}", status_code=204)
def delete_number(number: E164, organization: Organization, services: ServicesDep, audit: AuditDep) -> Response:
    """Release a phone number."""
    owned = services.agents.number(_e164(number))
    if owned is None or owned.organization_id != organization:
        raise not_found(f"phone number {number}")
    audit.record("number.released", owned.e164, agentId=owned.agent_id)
    services.agents.delete_number(organization, owned.e164, at=services.now())
    return Response(status_code=204)


@router.get("/api/phone-numbers")
def list_numbers(
    organization: Organization, services: ServicesDep, cursor: Cursor = None, limit: Limit = 50
) -> responses.PhoneNumberList:
    """List the phone numbers of the organization."""
    numbers, next_cursor = services.agents.numbers(organization, cursor=cursor, limit=limit)
    return {"phoneNumbers": [_number(number) for number in numbers], "cursor": next_cursor}


def _put(services: Services, owned: PhoneNumber, grant_token: str | None, audit: AuditWriter) -> None:
    """Assign the number to its organization. Raise `ProblemError` if the organization may not have it."""
    existing = services.agents.number(owned.e164)
    signed = None
    if grant_token is not None and services.settings.numbers == "granted":
        signed = _read_grant(services, owned, grant_token, audit)
    loser = None
    if existing is not None and existing.organization_id != owned.organization_id:
        if signed is None or not signed.take:
            raise _refused(audit, owned.e164, "owned", HTTPStatus.CONFLICT, _owned(owned.e164))
        loser = existing.organization_id
    grant = None if signed is None else NumberGrant(signed.e164, signed.organization_id, signed.at)
    if grant is None and existing is None and services.settings.numbers == "granted":
        grant = _earlier_grant(services, owned)
        if grant is None:
            raise _refused(audit, owned.e164, "not granted", HTTPStatus.FORBIDDEN, _ungranted(owned))
    match services.agents.put_number(owned, grant=grant, instead_of=loser):
        case "put":
            pass
        case "owned":
            raise _refused(audit, owned.e164, "owned", HTTPStatus.CONFLICT, _owned(owned.e164))
        case "outdated":
            detail = f"The operator has granted {owned.e164} again since then. Ask the operator for a new grant."
            raise _refused(audit, owned.e164, "outdated grant", HTTPStatus.FORBIDDEN, detail)
        case never:
            assert_never(never)
    if signed is not None:
        audit.record("number.granted", owned.e164, take=signed.take)
    if loser is not None:
        audit.record_for(loser, "number.lost", owned.e164)
    audit.record("number.assigned", owned.e164, agentId=owned.agent_id)


def _read_grant(services: Services, owned: PhoneNumber, grant_token: str, audit: AuditWriter) -> SignedGrant:
    grant = read(grant_token, services.rooms.grant_secrets())
    reason = grant.reason if isinstance(grant, Unusable) else None
    if isinstance(grant, SignedGrant) and (grant.e164, grant.organization_id) == (owned.e164, owned.organization_id):
        return grant
    # It may be the grant of another number. The caller must not learn its number and its organization.
    reason = reason or f"the grant is not a grant of {owned.e164} to {owned.organization_id}"
    raise _refused(audit, owned.e164, "unusable grant", HTTPStatus.FORBIDDEN, f"{reason[:1].upper()}{reason[1:]}.")


def _earlier_grant(services: Services, owned: PhoneNumber) -> NumberGrant | None:
    """Return the grant of the organization's earlier assignment, if it is still valid."""
    stored = services.agents.grant(owned.e164)
    if stored is None or stored.organization_id != owned.organization_id:
        return None
    if stored.released_at is not None and services.now() - stored.released_at >= DAYS * DAY_MILLIS:
        return None
    return replace(stored, released_at=None)


def _refused(audit: AuditWriter, number: str, why: str, status: HTTPStatus, detail: str) -> ProblemError:
    audit.record("number.refused", number, why=why)
    return ProblemError(status, detail)


def _owned(number: str) -> str:
    return f"{number} is already in use. Use a number of your own."


def _ungranted(owned: PhoneNumber) -> str:
    return (
        f"{owned.e164} is not granted to {owned.organization_id}. Ask the operator of Callflow for a grant: "
        f"callflow phone grant {owned.e164} --organization {owned.organization_id} prints the value of `grant`."
    )


def _e164(number: str) -> str:
    try:
        return e164(number)
    except ValueError as error:
        raise invalid_field("e164", str(error)) from error


def _number(number: PhoneNumber) -> responses.PhoneNumber:
    return {"e164": number.e164, "agentId": number.agent_id}
