"""The secrets of organizations in AWS Secrets Manager: one JSON object NAME -> value each. Nothing writes them here."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

from botocore.exceptions import BotoCoreError, ClientError

from functions.errors import Reason, UnavailableError

KEEP_SECONDS = 300.0
"""Seconds a secret is cached."""
KEEP_MISSING_SECONDS = 15.0
"""Seconds for which a missing secret is not looked up again: few, because a secret is used soon after it is added."""
KEEP_ORGANIZATIONS = 256
"""Organizations whose secrets are cached. The one that was read first is dropped."""
ORGANIZATION = re.compile(r"[A-Za-z0-9_+=.@-]+")
"""Secrets Manager's characters for a name, without the slash: an id must not lead to another organization's secret."""


class SecretsManagerClient(Protocol):
    """The part of boto3's client that is used here."""

    def get_secret_value(self, *, SecretId: str) -> Mapping[str, object]:  # noqa: N803 - AWS's name
        """See boto3."""
        ...


@dataclass(frozen=True, slots=True)
class _Cached:
    read_at: float
    values: Mapping[str, object] = field(repr=False)


class SecretsManagerSecrets:
    """`Secrets` in AWS Secrets Manager. Thread-safe.

    It reads the secret `{prefix}{organizationId}` and caches it for five minutes.

    Args:
        client: By default boto3's, made at the first call.
        prefix: The beginning of the secrets' names.
        now: The clock, in seconds.
    """

    def __init__(
        self,
        client: SecretsManagerClient | None = None,
        prefix: str = "callflow/tools/",
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._prefix = prefix
        self._now = now
        self._cache: dict[str, _Cached] = {}
        self._lock = threading.Lock()

    def get(self, organization_id: str, name: str) -> str | None:
        """See `Secrets.get`. No request while the organization's secrets are cached, else one."""
        if not ORGANIZATION.fullmatch(organization_id):
            return None
        with self._lock:
            cached = self._cache.get(organization_id)
        if cached is None or self._now() - cached.read_at >= (
            KEEP_SECONDS if name in cached.values else KEEP_MISSING_SECONDS
        ):
            cached = _Cached(self._now(), self._read(organization_id))
            with self._lock:
                self._cache.pop(organization_id, None)
                self._cache[organization_id] = cached
                if len(self._cache) > KEEP_ORGANIZATIONS:
                    del self._cache[next(iter(self._cache))]
        value = cached.values.get(name)
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
            # The error below is raised outside of this block: a JSON error carries the text that it could not parse.
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
    """Make boto3's client.

    Args:
        region: By default the region of the process.

    Returns:
        The client. It gives up after a few seconds.
    """
    import boto3
    from botocore.config import Config

    # A caller waits on the phone: a later answer would be of no use.
    config = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 2})
    return cast(SecretsManagerClient, boto3.client("secretsmanager", region_name=region, config=config))


def _unavailable(detail: str, reason: Reason = "refused") -> UnavailableError:
    return UnavailableError("secrets", "GetSecretValue", reason, detail=detail)
