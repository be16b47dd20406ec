"""Every store of secrets returns only the organization's own secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws

from functions.adapters.secrets.environment import EnvironmentSecrets
from functions.adapters.secrets.secrets_manager import SecretsManagerSecrets
from functions.errors import UnavailableError
from functions.ports.secrets import Secrets

STORED = {"acme": {"TOKEN": "of-acme", "COUNT": 3}, "globex": {"TOKEN": "of-globex"}}


@pytest.fixture(params=["environment", "file", "secrets manager"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Secrets]:
    if request.param == "environment":
        yield EnvironmentSecrets(json.dumps(STORED))
    elif request.param == "file":
        path = tmp_path / "secrets.json"
        path.write_text(json.dumps(STORED))
        yield EnvironmentSecrets(path)
    else:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "testing")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        with mock_aws():
            client = boto3.client("secretsmanager")
            for organization, values in STORED.items():
                client.create_secret(Name=f"callflow/tools/{organization}", SecretString=json.dumps(values))
            yield SecretsManagerSecrets()


def test_a_secret_is_found_by_organization_and_name(store: Secrets) -> None:
    assert store.get("acme", "TOKEN") == "of-acme"
    assert store.get("globex", "TOKEN") == "of-globex"


def test_a_missing_secret_is_none(store: Secrets) -> None:
    assert store.get("acme", "OTHER") is None
    assert store.get("initech", "TOKEN") is None


def test_a_value_that_is_not_text_is_an_error_that_does_not_show_it(store: Secrets) -> None:
    with pytest.raises(UnavailableError, match=r"^the secret COUNT of acme is no text$"):
        store.get("acme", "COUNT")


def test_an_id_cannot_lead_to_another_organizations_secret(store: Secrets) -> None:
    assert store.get("../tools/acme", "TOKEN") is None
    assert store.get("", "TOKEN") is None


def test_the_repr_of_a_store_shows_no_value(store: Secrets) -> None:
    store.get("acme", "TOKEN")
    assert "of-acme" not in repr(store)


def test_an_edit_of_the_file_has_an_immediate_effect(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    store = EnvironmentSecrets(path)
    with pytest.raises(UnavailableError, match="cannot be read"):
        store.get("acme", "TOKEN")
    path.write_text('{"acme": {"TOKEN": "new"}}')
    assert store.get("acme", "TOKEN") == "new"


@pytest.mark.parametrize("text", ["{s3cr3t", "[]", '"s3cr3t"', '{"acme": "s3cr3t"}'])
def test_a_malformed_store_is_an_error_that_does_not_show_it(text: str) -> None:
    with pytest.raises(UnavailableError) as raised:
        EnvironmentSecrets(text).get("acme", "TOKEN")
    assert "s3cr3t" not in repr(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


class Scripted:
    """A client of Secrets Manager that returns the answers in order."""

    def __init__(self, *answers: str | Exception) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)

    def get_secret_value(self, *, SecretId: str) -> Mapping[str, object]:  # noqa: N803 - AWS names it so
        self.asked.append(SecretId)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return {"SecretString": answer}


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "GetSecretValue")


def test_a_value_is_cached_for_five_minutes() -> None:
    time = [1000.0]
    client = Scripted('{"TOKEN": "old"}', '{"TOKEN": "new"}')
    store = SecretsManagerSecrets(client, now=lambda: time[0])
    assert store.get("acme", "TOKEN") == "old"
    time[0] += 299
    assert store.get("acme", "TOKEN") == "old"
    time[0] += 2
    assert store.get("acme", "TOKEN") == "new"
    assert client.asked == ["callflow/tools/acme"] * 2


def test_a_missing_name_is_looked_up_again_soon() -> None:
    time = [1000.0]
    client = Scripted(refusal("ResourceNotFoundException"), '{"TOKEN": "added"}')
    store = SecretsManagerSecrets(client, now=lambda: time[0])
    assert store.get("acme", "TOKEN") is None
    assert store.get("acme", "TOKEN") is None
    time[0] += 15
    assert store.get("acme", "TOKEN") == "added"


@pytest.mark.parametrize(
    "answer", [refusal("AccessDeniedException"), EndpointConnectionError(endpoint_url="https://x"), "{s3cr3t", "[]"]
)
def test_after_a_failure_the_service_is_asked_again(answer: str | Exception) -> None:
    store = SecretsManagerSecrets(Scripted(answer, '{"TOKEN": "there"}'))
    with pytest.raises(UnavailableError) as raised:
        store.get("acme", "TOKEN")
    assert "s3cr3t" not in str(raised.value)
    assert store.get("acme", "TOKEN") == "there"
