"""The contract of `ApiKeys`: the table, and the fake that other tests use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.adapters.dynamodb.access.api_keys import DynamoApiKeys
from functions.ports.access.api_keys import ApiKey, ApiKeys, StoredKey
from testing.fakes.access.api_keys import InMemoryApiKeys

NOON = 1_780_315_200_000


@pytest.fixture(params=["memory", "dynamodb"])
def keys(request: pytest.FixtureRequest) -> ApiKeys:
    if request.param == "memory":
        return InMemoryApiKeys()
    store: ApiKeys = request.getfixturevalue("dynamo_api_keys")
    return store


def stored(key_id: str, organization: str = "acme", at: int = NOON) -> StoredKey:
    return StoredKey(organization, ApiKey(key_id, f"the key {key_id}", "author", at, "ann@example.com"), "a" * 64)


def test_a_key_is_found_by_its_id_as_it_was_added(keys: ApiKeys) -> None:
    one = replace(stored("k1"), key=replace(stored("k1").key, expires_at=NOON + 5))
    assert keys.find("k1") is None
    assert keys.add(one, limit=5)
    assert keys.find("k1") == one


def test_the_keys_of_an_organization_are_listed_newest_first(keys: ApiKeys) -> None:
    for number in (2, 0, 1):
        keys.add(stored(f"k{number}", at=NOON + number), limit=5)
    keys.add(stored("other", "umbrella"), limit=5)
    assert [each.key_id for each in keys.all("acme")] == ["k2", "k1", "k0"]
    assert keys.all("nobody") == ()


def test_one_key_more_than_the_limit_is_not_added(keys: ApiKeys) -> None:
    assert keys.add(stored("k1"), limit=2)
    assert keys.add(stored("k2"), limit=2)
    assert not keys.add(stored("k3"), limit=2)
    assert keys.find("k3") is None
    assert keys.add(stored("k4", "umbrella"), limit=2)
    assert keys.delete("acme", "k1")
    assert keys.add(stored("k3"), limit=2)


def test_a_deleted_key_is_found_no_more_and_only_its_organization_deletes_it(keys: ApiKeys) -> None:
    keys.add(stored("k1"), limit=5)
    assert not keys.delete("umbrella", "k1")
    assert keys.find("k1") is not None
    assert keys.delete("acme", "k1")
    assert keys.find("k1") is None
    assert keys.all("acme") == ()
    assert not keys.delete("acme", "k1")


def test_the_last_use_is_the_latest_and_brings_no_key_back(keys: ApiKeys) -> None:
    keys.add(stored("k1"), limit=5)
    for at in (NOON + 2, NOON + 1):
        keys.used("k1", at)
    assert [each.last_used_at for each in keys.all("acme")] == [NOON + 2]
    keys.delete("acme", "k1")
    keys.used("k1", NOON + 3)
    assert keys.find("k1") is None


def test_a_key_that_was_half_deleted_is_not_good_and_can_be_deleted_again(dynamo_api_keys: DynamoApiKeys) -> None:
    dynamo_api_keys.add(stored("k1"), limit=5)
    dynamo_api_keys.items("APIKEY#k1", "KEY").delete()
    assert dynamo_api_keys.find("k1") is None
    assert dynamo_api_keys.delete("acme", "k1")
    assert not dynamo_api_keys.delete("acme", "k1")
