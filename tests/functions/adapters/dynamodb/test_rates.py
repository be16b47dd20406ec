"""The counts of a minute in the table."""

from __future__ import annotations

import pytest

from functions.adapters.dynamodb.flows.rates import MINUTE, DynamoRates
from functions.adapters.dynamodb.items import Table

AT = 1_800_000_000_000
"""The beginning of a minute."""


@pytest.fixture
def rates(dynamo_organizations: object) -> DynamoRates:
    return DynamoRates(Table("flows", "us-east-1"))


def test_a_minute_has_a_limit_and_the_next_minute_another(rates: DynamoRates) -> None:
    taken = [rates.take("acme", "tool-test", limit=3, at=AT + second * 1000) for second in (0, 1, 59, 59)]
    assert taken == [True, True, True, False]
    assert rates.take("acme", "tool-test", limit=3, at=AT + MINUTE)


@pytest.mark.parametrize(
    ("organization", "what"), [("umbrella", "tool-test"), ("acme", "other"), ("acme#tool", "test")]
)
def test_another_organization_and_another_thing_are_counted_for_themselves(
    rates: DynamoRates, organization: str, what: str
) -> None:
    assert rates.take("acme", "tool-test", limit=1, at=AT)
    assert not rates.take("acme", "tool-test", limit=1, at=AT)
    assert rates.take(organization, what, limit=1, at=AT)


def test_a_count_expires(rates: DynamoRates) -> None:
    rates.take("acme", "tool-test", limit=1, at=AT)
    (item,) = rates.items.scan()
    assert item.expires_at > AT // 1000
