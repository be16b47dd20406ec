"""The organization of a phone number: with `granted` the operator decides, with `open` the first one gets it."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import count
from typing import Any

import jwt
import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from functions.adapters.livekit.keys import LiveKitKeys, fixed
from functions.adapters.livekit.rooms import LiveKitRooms
from functions.number_grants import DAY_MILLIS, DAYS, SignedGrant, Unusable, read, sign
from testing.api.events import answered, rest, user
from testing.api.stack import LOCAL, ApiResponse, Stack, assert_problem, of

SECRET = LOCAL.livekit_api_secret
_last = count(1)


class Operated:
    """An API whose numbers are granted, with two organizations that have an agent each, and a clock."""

    def __init__(self, stack: Stack, fresh: str) -> None:
        self.now = stack.services.now()
        self.number = f"+1555030{next(_last):04d}"
        self.bank, self.evil = f"{fresh}-bank", f"{fresh}-evil"
        settings = replace(LOCAL, numbers="granted")
        self.client: TestClient = stack.served(settings=settings, now=lambda: self.now)
        for organization in (self.bank, self.evil):
            agent: Json = {"name": "A", "flowId": "f"}
            self.client.put("/api/agents/agent", json=agent, headers=of(organization))

    def granted(self, organization: str, *, take: bool = False, number: str | None = None) -> str:
        return sign(SignedGrant(number or self.number, organization, self.now // 1000 * 1000, take), SECRET)

    def put(self, organization: str, grant: str | None = None) -> ApiResponse:
        body: Json = {"agentId": "agent", **({} if grant is None else {"grant": grant})}
        return self.client.put(f"/api/phone-numbers/{self.number}", json=body, headers=of(organization))

    def release(self, organization: str) -> None:
        gone = self.client.delete(f"/api/phone-numbers/{self.number}", headers=of(organization))
        assert gone.status_code == 204

    def owner(self, *organizations: str) -> list[str]:
        path = f"/api/phone-numbers/{self.number}"
        return [each for each in organizations if self.client.get(path, headers=of(each)).status_code == 200]

    def audit(self, organization: str) -> list[tuple[str, str, dict[str, Any]]]:
        """Return action, actor and detail of each audit entry of a number, oldest first."""
        entries = self.client.get("/api/audit", headers=of(organization)).json()["entries"]
        changes = [entry for entry in reversed(entries) if entry["action"].startswith("number.")]
        assert {entry["subject"] for entry in changes} <= {self.number}
        return [(entry["action"], entry["by"], entry["detail"]) for entry in changes]


@pytest.fixture
def operated(stack: Stack, fresh: str) -> Operated:
    return Operated(stack, fresh)


def test_a_number_that_was_not_granted_is_refused_with_the_remedy(operated: Operated) -> None:
    problem = assert_problem(operated.put(operated.evil), 403)
    assert f"callflow phone grant {operated.number} --organization {operated.evil}" in problem["detail"]
    assert operated.owner(operated.evil) == []
    assert operated.audit(operated.evil) == [("number.refused", "local", {"why": "not granted"})]


def test_a_number_belongs_to_the_organization_of_its_grant(operated: Operated) -> None:
    assert operated.put(operated.bank, operated.granted(operated.bank)).status_code == 200
    # Later changes need no grant.
    assert operated.put(operated.bank).status_code == 200
    assert operated.owner(operated.bank) == [operated.bank]
    assert operated.audit(operated.bank) == [
        ("number.granted", "local", {"take": False}),
        ("number.assigned", "local", {"agentId": "agent"}),
        ("number.assigned", "local", {"agentId": "agent"}),
    ]


def test_a_takeover_is_refused_and_in_the_audit(operated: Operated) -> None:
    operated.put(operated.bank, operated.granted(operated.bank))
    for grant in (None, operated.granted(operated.evil)):
        assert_problem(operated.put(operated.evil, grant), 409)
    assert operated.owner(operated.bank, operated.evil) == [operated.bank]
    assert operated.audit(operated.evil) == [("number.refused", "local", {"why": "owned"})] * 2
    assert [action for action, _, _ in operated.audit(operated.bank)] == ["number.granted", "number.assigned"]


def test_the_operator_can_take_a_number_from_its_organization(operated: Operated) -> None:
    operated.put(operated.evil, operated.granted(operated.evil))
    operated.now += 2000
    assert operated.put(operated.bank, operated.granted(operated.bank, take=True)).status_code == 200
    assert operated.owner(operated.bank, operated.evil) == [operated.bank]
    assert operated.audit(operated.bank)[0] == ("number.granted", "local", {"take": True})
    assert operated.audit(operated.evil)[-1] == ("number.lost", "another organization", {})
    assert_problem(operated.put(operated.evil), 409)


@pytest.mark.parametrize("other", ["organization", "number", "secret", "nonsense", "room token"])
def test_a_grant_of_something_else_is_refused(operated: Operated, other: str) -> None:
    grants = {
        "organization": operated.granted(operated.bank),
        "number": operated.granted(operated.evil, number="+15550100"),
        "secret": sign(SignedGrant(operated.number, operated.evil, operated.now), "another-secret-of-32-bytes-or-more"),
        "nonsense": "x.y.z",
        "room token": jwt.encode(
            {"aud": "callflow phone number", "sub": operated.number, "org": operated.evil, "iat": 1, "exp": 2**32},
            SECRET,
            algorithm="HS256",
        ),
    }
    assert_problem(operated.put(operated.evil, grants[other]), 403)
    assert operated.owner(operated.evil) == []
    assert operated.audit(operated.evil) == [("number.refused", "local", {"why": "unusable grant"})]


def test_a_grant_ends_after_a_week(operated: Operated) -> None:
    old = sign(SignedGrant(operated.number, operated.bank, operated.now - DAYS * DAY_MILLIS - 120_000), SECRET)
    assert f"older than {DAYS} days" in assert_problem(operated.put(operated.bank, old), 403)["detail"]


def test_a_released_number_is_reserved_for_its_organization(operated: Operated) -> None:
    operated.put(operated.bank, operated.granted(operated.bank))
    operated.release(operated.bank)
    assert_problem(operated.put(operated.evil), 403)
    assert operated.put(operated.bank).status_code == 200
    operated.release(operated.bank)
    operated.now += DAYS * DAY_MILLIS
    assert_problem(operated.put(operated.bank), 403)
    assert "number.released" in [action for action, _, _ in operated.audit(operated.bank)]


def test_the_operator_can_grant_a_reserved_number_to_another_organization(operated: Operated) -> None:
    first = operated.granted(operated.evil)
    operated.put(operated.evil, first)
    operated.release(operated.evil)
    operated.now += 2000
    assert operated.put(operated.bank, operated.granted(operated.bank)).status_code == 200
    operated.release(operated.bank)
    # Neither the earlier assignment nor the old grant is valid.
    assert_problem(operated.put(operated.evil), 403)
    problem = assert_problem(operated.put(operated.evil, first), 403)
    assert "granted" in problem["detail"]
    assert operated.put(operated.bank).status_code == 200


def test_a_number_from_before_the_grants_stays_with_its_organization(operated: Operated, stack: Stack) -> None:
    body: Json = {"agentId": "agent"}
    path = f"/api/phone-numbers/{operated.number}"
    assert stack.client.put(path, json=body, headers=of(operated.bank)).status_code == 200
    assert operated.put(operated.bank).status_code == 200
    operated.release(operated.bank)
    assert operated.put(operated.bank).status_code == 200


def test_without_a_secret_no_grant_is_valid(operated: Operated, stack: Stack) -> None:
    rooms = LiveKitRooms(fixed(LiveKitKeys("", "", "")), "callflow")
    client = stack.served(settings=replace(LOCAL, numbers="granted"), rooms=rooms)
    body: Json = {"agentId": "agent", "grant": sign(SignedGrant(operated.number, operated.bank, operated.now), "")}
    answer = client.put(f"/api/phone-numbers/{operated.number}", json=body, headers=of(operated.bank))
    assert "LIVEKIT_API_SECRET" in assert_problem(answer, 403)["detail"]


def test_open_numbers_go_to_the_first_organization_without_a_grant(stack: Stack, fresh: str) -> None:
    for organization in (fresh, f"{fresh}-2"):
        stack.client.put("/api/agents/agent", json={"name": "A", "flowId": "f"}, headers=of(organization))
    body: Json = {"agentId": "agent", "grant": "anything"}
    assert stack.client.put("/api/phone-numbers/+15550310", json=body, headers=of(fresh)).status_code == 200
    assert_problem(stack.client.put("/api/phone-numbers/+15550310", json=body, headers=of(f"{fresh}-2")), 409)
    entry = stack.client.get("/api/audit", headers=of(f"{fresh}-2")).json()["entries"][0]
    assert (entry["action"], entry["detail"]) == ("number.refused", {"why": "owned"})


def test_on_aws_numbers_are_granted(stack: Stack, fresh: str) -> None:
    on_aws = stack.served(settings=replace(LOCAL, auth="aws", numbers="granted"))
    answered(on_aws, rest("PUT", "/api/agents/agent", user(fresh), body={"name": "A", "flowId": "f"}))
    put = rest("PUT", "/api/phone-numbers/+15550311", user(fresh), body={"agentId": "agent"})
    assert_problem(answered(on_aws, put), 403)


def test_a_grant_reads_back_as_it_was_signed() -> None:
    at = 1_780_315_200_000
    grant = SignedGrant("+15550100", "acme", at + 4_000_000_000_000, take=True)
    # Signed in the future, by a clock that is far ahead.
    assert isinstance(read(sign(grant, SECRET), [SECRET]), Unusable)
    now = SignedGrant("+15550100", "acme", int(time.time()) * 1000, take=True)
    assert read(sign(now, SECRET), [SECRET]) == now
    assert read(sign(now, "the-one-before"), [SECRET, "the-one-before"]) == now
