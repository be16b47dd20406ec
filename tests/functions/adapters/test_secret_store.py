"""The contract of `SecretStore`: a file, Secrets Manager, and the fake that other tests use."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws

from functions.adapters.secrets.file import FileSecrets
from functions.adapters.secrets.secrets_manager_store import SecretsManagerStore
from functions.errors import UnavailableError
from functions.ports.secrets import SecretStore, TooManySecretsError
from testing.post_call.secrets import InMemorySecrets

PREFIX = "callflow/tools/"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        yield boto3.client("secretsmanager")


@pytest.fixture(params=["memory", "file", "secrets manager"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SecretStore:
    if request.param == "memory":
        return InMemorySecrets()
    if request.param == "file":
        return FileSecrets(tmp_path / "data" / "secrets.json")
    return SecretsManagerStore(PREFIX, request.getfixturevalue("client"))


def test_a_secret_is_returned_as_it_was_set_last_with_the_time(store: SecretStore) -> None:
    assert (store.get("acme", "TOKEN"), store.names("acme")) == (None, {})
    store.put("acme", "TOKEN", "first", 1000)
    store.put("acme", "KEY", 'ü "quoted"\n', 2000)
    store.put("acme", "TOKEN", "second", 3000)
    assert (store.get("acme", "TOKEN"), store.get("acme", "KEY")) == ("second", 'ü "quoted"\n')
    assert store.names("acme") == {"KEY": 2000, "TOKEN": 3000}
    assert list(store.names("acme")) == ["KEY", "TOKEN"]


def test_a_removed_secret_is_gone_and_the_others_stay(store: SecretStore) -> None:
    assert not store.remove("acme", "TOKEN")
    store.put("acme", "TOKEN", "t", 1000)
    store.put("acme", "KEY", "k", 2000)
    assert store.remove("acme", "TOKEN")
    assert not store.remove("acme", "TOKEN")
    assert (store.get("acme", "TOKEN"), store.names("acme")) == (None, {"KEY": 2000})
    store.put("acme", "TOKEN", "again", 4000)
    assert store.names("acme") == {"KEY": 2000, "TOKEN": 4000}


def test_no_organization_has_the_secrets_of_another(store: SecretStore) -> None:
    store.put("acme", "TOKEN", "t", 1000)
    assert (store.get("globex", "TOKEN"), store.names("globex")) == (None, {})
    assert not store.remove("globex", "TOKEN")
    assert store.get("../tools/acme", "TOKEN") is None


def test_secrets_that_are_too_large_together_are_refused_and_nothing_changes(store: SecretStore) -> None:
    for number in range(14):
        store.put("acme", f"N{number}", "x" * 4000, number)
    with pytest.raises(TooManySecretsError):
        store.put("acme", "MORE", "x" * 4000, 99)
    assert store.get("acme", "N13") == "x" * 4000
    assert "MORE" not in store.names("acme")


def test_the_file_is_for_its_owner_alone_and_what_was_written_by_hand_stays(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps({"acme": {"TOKEN": "by hand"}, "globex": {"KEY": "other"}}))
    store = FileSecrets(path)
    assert store.names("acme") == {"TOKEN": None}
    store.put("acme", "NEW", "n", 1000)
    assert store.names("acme") == {"NEW": 1000, "TOKEN": None}
    assert store.get("globex", "KEY") == "other"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["secrets.json"]


@pytest.mark.parametrize(
    "text", ["{s3cr3t", "[]", '"s3cr3t"', '{"acme": "s3cr3t"}', '{"acme": {"TOKEN": 3}}', "\udcff"]
)
def test_a_malformed_file_is_an_error_that_shows_nothing_of_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secrets.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UnavailableError) as raised:
        FileSecrets(path).get("acme", "TOKEN")
    assert (raised.value.port, raised.value.reason) == ("secret-store", "refused")
    assert "s3cr3t" not in repr(raised.value)
    assert path.read_bytes() == text.encode("utf-8", "surrogateescape")


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError, match=r"written|read"):
        FileSecrets(tmp_path / "file" / "secrets.json").put("acme", "TOKEN", "t", 1)


def test_what_the_operator_stored_stays_and_the_current_version_has_what_was_set(client: Any) -> None:
    client.create_secret(Name=f"{PREFIX}acme", SecretString='{"OLD": "by hand"}')
    store = SecretsManagerStore(PREFIX, client)
    store.put("acme", "NEW", "n", 1000)
    # moto answers with the version of the last put unless the label is named; AWS answers with the current one.
    current = client.get_secret_value(SecretId=f"{PREFIX}acme", VersionStage="AWSCURRENT")["SecretString"]
    assert (json.loads(current)["OLD"], json.loads(current)["NEW"]) == ("by hand", "n")
    assert store.names("acme") == {"NEW": 1000, "OLD": None}


def test_of_two_writers_at_once_neither_loses_the_secret_of_the_other(client: Any) -> None:
    store = SecretsManagerStore(PREFIX, client)

    class Overtaken:
        """A client that another writer overtakes after each of its first two reads."""

        def __init__(self) -> None:
            self.reads = 0

        def get_secret_value(self, **request: Any) -> Any:
            try:
                return client.get_secret_value(**request)
            finally:
                self.reads += 1
                if self.reads <= 2:
                    store.put("acme", f"OTHER_{self.reads}", "o", self.reads)

        def __getattr__(self, name: str) -> Any:
            return getattr(client, name)

    overtaken = Overtaken()
    SecretsManagerStore(PREFIX, overtaken).put("acme", "MINE", "m", 9)
    assert store.names("acme") == {"MINE": 9, "OTHER_1": 1, "OTHER_2": 2}
    assert overtaken.reads == 3


def test_a_writer_that_is_always_overtaken_gives_up_and_nothing_is_lost(client: Any) -> None:
    store = SecretsManagerStore(PREFIX, client)
    count = iter(range(100))

    class Overtaken:
        def get_secret_value(self, **request: Any) -> Any:
            try:
                return client.get_secret_value(**request)
            finally:
                store.put("acme", f"OTHER_{next(count)}", "o", 1)

        def __getattr__(self, name: str) -> Any:
            return getattr(client, name)

    with pytest.raises(UnavailableError) as raised:
        SecretsManagerStore(PREFIX, Overtaken()).put("acme", "MINE", "m", 9)
    assert raised.value.reason == "throttled"
    assert "MINE" not in store.names("acme")


class Failing:
    """A client of Secrets Manager whose requests all fail."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        def fail(**request: Any) -> Any:
            raise self._error

        return fail


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ClientError({"Error": {"Code": "AccessDeniedException", "Message": "s3cr3t"}}, "GetSecretValue"), "refused"),
        (ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "GetSecretValue"), "throttled"),
        (ClientError({"Error": {"Code": "InternalServiceError", "Message": ""}}, "GetSecretValue"), "unreachable"),
        (EndpointConnectionError(endpoint_url="https://s3cr3t"), "unreachable"),
    ],
)
def test_a_failure_of_secrets_manager_has_its_reason_and_shows_nothing(error: Exception, reason: str) -> None:
    store = SecretsManagerStore(PREFIX, Failing(error))
    for call in (
        lambda: store.put("acme", "T", "v", 1),
        lambda: store.names("acme"),
        lambda: store.remove("acme", "T"),
    ):
        with pytest.raises(UnavailableError) as raised:
            call()
        assert raised.value.reason == reason
        assert "s3cr3t" not in str(raised.value)


def test_an_id_that_no_name_of_a_secret_may_have_is_refused(client: Any) -> None:
    store = SecretsManagerStore(PREFIX, client)
    with pytest.raises(UnavailableError, match="id"):
        store.put("../tools/acme", "TOKEN", "t", 1)
    assert client.list_secrets()["SecretList"] == []


def test_a_secret_that_is_no_json_object_is_an_error_and_stays(client: Any) -> None:
    client.create_secret(Name=f"{PREFIX}acme", SecretString="s3cr3t")
    store = SecretsManagerStore(PREFIX, client)
    with pytest.raises(UnavailableError) as raised:
        store.put("acme", "TOKEN", "t", 1)
    assert "s3cr3t" not in repr(raised.value)
    assert client.get_secret_value(SecretId=f"{PREFIX}acme")["SecretString"] == "s3cr3t"
