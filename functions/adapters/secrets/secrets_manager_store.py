"""Writes the secrets of organizations in AWS Secrets Manager: one JSON object for each organization.

Secrets Manager has no conditional write. A new version gets a label of its own first. Then the label `AWSCURRENT` moves
from the version that was read to the new one; Secrets Manager refuses that if another version has the label by now. So
of two writers at once neither loses the other's secret.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, cast

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.secrets.secrets_manager import ORGANIZATION, connected
from functions.adapters.secrets.stored import Stored, names_of, unavailable, value_of, with_value, without
from functions.errors import Reason

CURRENT = "AWSCURRENT"
"""Secrets Manager's label of the version that readers get."""
LABEL = "CALLFLOW_NEXT"
"""The label of a version that is written and not current yet."""
_ATTEMPTS = 4
"""Attempts to write next to other writers."""
_LOST = frozenset({"ResourceExistsException", "InvalidParameterException"})
"""What Secrets Manager answers to a writer that another one has overtaken."""


class Client(Protocol):
    """The part of boto3's client that is used here."""

    def get_secret_value(self, *, SecretId: str, VersionStage: str) -> Mapping[str, Any]:  # noqa: N803  # boto3
        """See boto3."""
        ...

    def create_secret(self, *, Name: str, SecretString: str, ClientRequestToken: str) -> object:  # noqa: N803  # boto3
        """See boto3."""
        ...

    def put_secret_value(
        self,
        *,
        SecretId: str,  # noqa: N803  # a name of boto3
        SecretString: str,  # noqa: N803  # a name of boto3
        VersionStages: list[str],  # noqa: N803  # a name of boto3
        ClientRequestToken: str,  # noqa: N803  # a name of boto3
    ) -> Mapping[str, Any]:
        """See boto3."""
        ...

    def update_secret_version_stage(
        self,
        *,
        SecretId: str,  # noqa: N803  # a name of boto3
        VersionStage: str,  # noqa: N803  # a name of boto3
        MoveToVersionId: str,  # noqa: N803  # a name of boto3
        RemoveFromVersionId: str,  # noqa: N803  # a name of boto3
    ) -> object:
        """See boto3."""
        ...


@dataclass(frozen=True, slots=True)
class _Read:
    values: Stored = field(repr=False)
    version: str | None
    """The version that was read; None if the organization has no secret."""


class SecretsManagerStore:
    """`SecretStore` in AWS Secrets Manager. A role needs the rights to create, read, put and label `{prefix}*`.

    Args:
        prefix: The beginning of the secrets' names.
        client: By default boto3's, made at the first call.
    """

    def __init__(self, prefix: str, client: Client | None = None) -> None:
        self._prefix = prefix
        self._given = client

    @cached_property
    def _client(self) -> Client:
        return self._given or cast(Client, connected())

    def get(self, organization_id: str, name: str) -> str | None:
        """See `Secrets.get`. One request."""
        return value_of(self._read(organization_id).values, name, organization_id)

    def names(self, organization_id: str) -> dict[str, int | None]:
        """See `SecretStore.names`. One request."""
        return names_of(self._read(organization_id).values)

    def put(self, organization_id: str, name: str, value: str, at: int) -> None:
        """See `SecretStore.put`. Three requests, or two for the first secret."""
        self._change(organization_id, lambda stored: with_value(stored, name, value, at))

    def remove(self, organization_id: str, name: str) -> bool:
        """See `SecretStore.remove`. Three requests."""
        return self._change(organization_id, lambda stored: without(stored, name))

    def _change(self, organization_id: str, change: Callable[[Stored], str | None]) -> bool:
        """Write what `change` makes of the secrets, unless it is None. Return whether it was written."""
        if not ORGANIZATION.fullmatch(organization_id):
            detail = f"the organization {organization_id!r} has an id with characters that no secret's name may have"
            raise unavailable("PutSecretValue", detail)
        for _ in range(_ATTEMPTS):
            read = self._read(organization_id)
            written = change(read.values)
            if written is None:
                return False
            if self._write(organization_id, written, read.version):
                return True
        detail = "other requests change the secrets of the organization at the same time"
        raise unavailable("PutSecretValue", detail, "throttled")

    def _write(self, organization_id: str, written: str, version: str | None) -> bool:
        """Store the secrets, if nobody has changed them since they were read. Return False if somebody has."""
        secret, token = self._prefix + organization_id, str(uuid.uuid4())
        try:
            if version is None:
                self._client.create_secret(Name=secret, SecretString=written, ClientRequestToken=token)
                return True
            made = self._client.put_secret_value(
                SecretId=secret, SecretString=written, VersionStages=[LABEL], ClientRequestToken=token
            )
            self._client.update_secret_version_stage(
                SecretId=secret,
                VersionStage=CURRENT,
                MoveToVersionId=made["VersionId"],
                RemoveFromVersionId=version,
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _LOST:
                return False
            raise _refused(code) from None
        except BotoCoreError as error:
            raise _unreachable(error) from None
        return True

    def _read(self, organization_id: str) -> _Read:
        if not ORGANIZATION.fullmatch(organization_id):
            return _Read({}, None)
        try:
            answer = self._client.get_secret_value(SecretId=self._prefix + organization_id, VersionStage=CURRENT)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "ResourceNotFoundException":
                return _Read({}, None)
            raise _refused(code) from None
        except BotoCoreError as error:
            raise _unreachable(error) from None
        try:
            values = json.loads(str(answer.get("SecretString", "")))
        except ValueError:
            values = None
        if not isinstance(values, dict):
            # Outside of the block above: a JSON error has the text that it could not parse.
            raise unavailable("GetSecretValue", f"the secret {self._prefix}{organization_id} is no JSON object")
        return _Read(values, str(answer["VersionId"]))


def _refused(code: str) -> Exception:
    passing: Mapping[str, Reason] = {"ThrottlingException": "throttled", "InternalServiceError": "unreachable"}
    return unavailable("secretsmanager", f"Secrets Manager refused: {code}", passing.get(code, "refused"))


def _unreachable(error: BotoCoreError) -> Exception:
    detail = f"Secrets Manager cannot be reached: {type(error).__name__}"
    return unavailable("secretsmanager", detail, "unreachable")
