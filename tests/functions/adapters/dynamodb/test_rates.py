"""The contract of `Rates`: the table, and the fake that other tests use."""

from __future__ import annotations

import pytest

from functions.adapters.dynamodb.flows.rates import DynamoRates
from functions.adapters.dynamodb.items import Table
from functions.ports.organizations import MINUTE, Rates
from functions.ports.reporting.counts import DAY
from testing.fakes.organizations import InMemoryRates

AT = 1_800_000_000_000
"""The beginning of a minute."""


@pytest.fixture(params=["memory", "dynamodb"])
def rates(request: pytest.FixtureRequest) -> Rates:
    if request.param == "memory":
        return InMemoryRates()
    request.getfixturevalue("dynamo_organizations")
    return DynamoRates(Table("flows", "us-east-1"))


def test_a_minute_has_a_limit_and_the_next_minute_another(rates: Rates) -> None:
    taken = [rates.take("acme", "tool-test", limit=3, at=AT + second * 1000) for second in (0, 1, 59, 59)]
    assert taken == [True, True, True, False]
    assert rates.take("acme", "tool-test", limit=3, at=AT + MINUTE)


def test_a_day_has_a_limit_and_the_next_day_another(rates: Rates) -> None:
    begin = AT // DAY * DAY
    taken = [rates.take("acme", "judge", limit=2, at=begin + hour * 3_600_000, span=DAY) for hour in (0, 9, 23, 24)]
    assert taken == [True, True, False, True]


@pytest.mark.parametrize(
    ("organization", "what"), [("umbrella", "tool-test"), ("acme", "other"), ("acme#tool", "test")]
)
def test_another_organization_and_another_thing_are_counted_for_themselves(
    rates: Rates, organization: str, what: str
) -> None:
    assert rates.take("acme", "tool-test", limit=1, at=AT)
    assert not rates.take("acme", "tool-test", limit=1, at=AT)
    assert rates.take(organization, what, limit=1, at=AT)


@pytest.mark.parametrize("span", [MINUTE, DAY])
def test_a_count_expires_after_its_time(dynamo_organizations: object, span: int) -> None:
    rates = DynamoRates(Table("flows", "us-east-1"))
    rates.take("acme", "tool-test", limit=1, at=AT, span=span)
    (item,) = rates.items.scan()
    assert (AT // span + 1) * span // 1000 < item.expires_at
