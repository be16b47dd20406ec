"""The contract of `Deliveries`: the table, and the fake that other tests use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.adapters.dynamodb.deliveries import KEPT_SECONDS, DynamoDeliveries
from functions.adapters.dynamodb.flows.organizations import DynamoOrganizations
from functions.adapters.dynamodb.items import Table
from functions.ports.webhooks import Deliveries, Delivery
from testing.post_call.deliveries import InMemoryDeliveries

TRIED = 1_900_000_000_000
FAILED = Delivery("event_1", "session.ended", "session_1", "f", "2026-06-01T12:00:00.000Z", TRIED, 500, "answered 500")


@pytest.fixture(params=["memory", "dynamodb"])
def deliveries(request: pytest.FixtureRequest) -> Deliveries:
    if request.param == "memory":
        return InMemoryDeliveries()
    organizations: DynamoOrganizations = request.getfixturevalue("dynamo_organizations")
    return DynamoDeliveries(Table(organizations.items.Meta.table_name, "us-east-1"))


def test_an_event_is_kept_once_with_its_last_attempt_and_their_number(deliveries: Deliveries) -> None:
    assert deliveries.newest("acme", 50) == ()
    deliveries.keep("acme", FAILED)
    assert deliveries.newest("acme", 50) == (FAILED,)
    taken = replace(FAILED, tried_at=TRIED + 30_000, status=204, problem=None)
    deliveries.keep("acme", taken)
    assert deliveries.newest("acme", 50) == (replace(taken, attempts=2),)


def test_the_newest_events_come_first_and_other_organizations_have_none(deliveries: Deliveries) -> None:
    each = [replace(FAILED, event_id=f"e{n}", at=f"2026-06-0{n}T00:00:00.000Z") for n in (3, 1, 4, 2)]
    for delivery in each:
        deliveries.keep("acme", delivery)
    assert [delivery.event_id for delivery in deliveries.newest("acme", 3)] == ["e4", "e3", "e2"]
    assert deliveries.newest("acme#x", 50) == ()


def test_an_event_without_a_session_and_an_answer_is_kept(deliveries: Deliveries) -> None:
    refused = replace(FAILED, event="gate.refused", session_id=None, status=None, problem="no answer")
    deliveries.keep("acme", refused)
    assert deliveries.newest("acme", 50) == (refused,)


def test_a_delivery_expires_after_a_week(dynamo_organizations: DynamoOrganizations) -> None:
    deliveries = DynamoDeliveries(Table(dynamo_organizations.items.Meta.table_name, "us-east-1"))
    deliveries.keep("acme", FAILED)
    [item] = deliveries.items.query("DELIVERIES#acme")
    assert item.expires_at == TRIED // 1000 + KEPT_SECONDS
