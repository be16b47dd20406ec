"""The secrets of organizations in AWS Secrets Manager: one JSON object NAME -> value each. Never written from here."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

from botocore.exceptions import BotoCoreError, ClientError

from functions.ports.errors import Reason, UnavailableError

KEEP_SECONDS = 300.0
KEEP_MISSING_SECONDS = 15.0
"""A secret that somebody has just added is wanted sooner than a changed one."""
KEEP_ORGANIZATIONS = 256
# What Secrets Manager allows in a name, without the slash: an id must not lead to another organization's secret.
ORGANIZATION = re.compile(r"[A-Za-z0-9_+=.@-]+")


class SecretsManagerClient(Protocol):
    """The one call of boto3's client that is made here."""

    def get_secret_value(self, *, SecretId: str) -> Mapping[str, object]:  # noqa: N803 - AWS names it so
        ...


@dataclass(frozen=True, slots=True)
class _Kept:
    read_at: float
    values: Mapping[str, object] = field(repr=False)


class SecretsManagerSecrets:
    """Thread-safe. Reads `{prefix}{organizationId}` and keeps it for five minutes."""

    def __init__(
        self,
        client: SecretsManagerClient | None = None,
        prefix: str = "callflow/tools/",
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """client: boto3's, made at the first call when left out."""
        self._client = client
        self._prefix = prefix
        self._now = now
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def get(self, organization_id: str, name: str) -> str | None:
        """See functions.ports.secrets.Secrets."""
        if not ORGANIZATION.fullmatch(organization_id):
            return None
        with self._lock:
            kept = self._kept.get(organization_id)
        if kept is None or self._now() - kept.read_at >= (
            KEEP_SECONDS if name in kept.values else KEEP_MISSING_SECONDS
        ):
            kept = _Kept(self._now(), self._read(organization_id))
            with self._lock:
                self._kept.pop(organization_id, None)
                self._kept[organization_id] = kept
                if len(self._kept) > KEEP_ORGANIZATIONS:
                    del self._kept[next(iter(self._kept))]
        value = kept.values.get(name)
        if value is not None and not isinstance(value, str):
            raise _unavailable(f"the secret {name} of {organization_id} is no text")
        return value

    def _read(self, organization_id: str) -> Mapping[str, object]:
        try:
            answer = self._connected().get_secret_value(SecretId=self._prefix + organization_id)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "ResourceNotFoundException":
                return {}
            raise _unavailable(f"Secrets Manager refused: {code}") from error
        except BotoCoreError as error:
            detail = f"Secrets Manager cannot be reached: {type(error).__name__}"
            raise _unavailable(detail, "unreachable") from error
        try:
            values = json.loads(str(answer.get("SecretString", "")))
        except ValueError:
            # `from None`: the error carries the text that it could not parse.
            values = None
        if not isinstance(values, dict):
            raise _unavailable(f"the secret {self._prefix}{organization_id} is no JSON object")
        return values

    def _connected(self) -> SecretsManagerClient:
        with self._lock:
            if self._client is None:
                self._client = connected()
            return self._client


def connected(region: str | None = None) -> SecretsManagerClient:
    """boto3's client, in the process's own region where none is given."""
    import boto3
    from botocore.config import Config

    # A caller waits on the line: an answer that takes longer comes too late.
    config = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 2})
    return cast(SecretsManagerClient, boto3.client("secretsmanager", region_name=region, config=config))


def _unavailable(detail: str, reason: Reason = "refused") -> UnavailableError:
    return UnavailableError("secrets", "GetSecretValue", reason, detail=detail)
