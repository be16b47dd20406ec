"""The keys of calls: from the environment, and from a secret that can be rotated while the process runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.adapters.secrets.call_keys import CALL_KEYS_SHAPE, FixedCallKeys, SecretCallKeys
from functions.adapters.secrets.json_secret import JsonSecret
from functions.errors import UnavailableError

OLD, NEW = "o" * 64, "n" * 64


@pytest.fixture
def secrets() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("secretsmanager", region_name="us-east-1")


class _Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def _keys(client: Any, clock: _Clock | None = None) -> SecretCallKeys:
    return SecretCallKeys(
        JsonSecret("keys", "CALLFLOW_CALL_KEYS_SECRET", CALL_KEYS_SHAPE, client, now=clock or _Clock())
    )


def test_the_key_of_the_environment_is_the_only_one_and_an_empty_one_is_none() -> None:
    assert FixedCallKeys(OLD).accepted(again=True) == (OLD,)
    assert FixedCallKeys("").accepted() == ()
    assert OLD not in repr(FixedCallKeys(OLD))


def test_after_a_rotation_the_key_before_it_is_accepted_too(secrets: Any) -> None:
    clock = _Clock()
    secrets.create_secret(Name="keys", SecretString=json.dumps({"key": OLD}))
    keys = _keys(secrets, clock)
    assert keys.accepted() == (OLD,)
    secrets.put_secret_value(SecretId="keys", SecretString=json.dumps({"key": NEW, "previousKey": OLD}))
    assert keys.accepted() == (OLD,), "it is cached"
    clock.seconds = 30
    assert keys.accepted(again=True) == (NEW, OLD)
    assert keys.accepted() == (NEW, OLD)


@pytest.mark.parametrize("values", [{}, {"key": ""}, {"key": "short"}, {"key": 5}, {"apiKey": NEW}])
def test_a_secret_without_a_key_is_an_error_that_names_the_remedy(secrets: Any, values: dict[str, object]) -> None:
    secrets.create_secret(Name="keys", SecretString=json.dumps(values))
    with pytest.raises(UnavailableError, match="CALLFLOW_CALL_KEYS_SECRET") as raised:
        _keys(secrets).accepted()
    assert NEW not in str(raised.value)


def test_a_secret_that_does_not_exist_is_an_error(secrets: Any) -> None:
    with pytest.raises(UnavailableError, match="does not exist"):
        _keys(secrets).accepted()


def test_a_key_before_a_rotation_that_is_too_short_is_ignored(secrets: Any) -> None:
    secrets.create_secret(Name="keys", SecretString=json.dumps({"key": NEW, "previousKey": "short"}))
    assert _keys(secrets).accepted() == (NEW,)
