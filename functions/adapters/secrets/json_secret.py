"""One secret of this installation in AWS Secrets Manager: a JSON object. LiveKit's keys and a model's key are two."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.secrets.secrets_manager import KEEP_SECONDS, SecretsManagerClient, connected
from functions.errors import Reason, UnavailableError

KEEP_STALE_SECONDS = 3600.0
"""Seconds for which a cached secret is used while Secrets Manager does not answer."""
MIN_REFRESH_SECONDS = 15.0
"""Seconds between two requests that `refreshed` causes: anybody can send a webhook with a wrong signature."""


@dataclass(frozen=True, slots=True)
class _Cached:
    read_at: float
    values: Mapping[str, object] = field(repr=False)


class JsonSecret:
    """A JSON object in Secrets Manager, which is read at the first use and cached for five minutes. Thread-safe.

    Nothing is read before that: a snapshot of a started process contains no secret, and a stack can be created before
    its secret.

    Args:
        name: The secret's name.
        variable: The environment variable that names the secret, for errors.
        shape: What the secret contains, for errors.
        client: By default boto3's, made at the first use.
        now: The clock, in seconds.
    """

    def __init__(
        self,
        name: str,
        variable: str,
        shape: str,
        client: SecretsManagerClient | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._variable = variable
        self._shape = shape
        self._client = client
        self._now = now
        self._cached: _Cached | None = None
        self._lock = threading.Lock()

    def values(self) -> Mapping[str, object]:
        """Return the object.

        Returns:
            The secret's values by name. UnavailableError is raised if the secret cannot be read or is malformed. Its
            text names the variable, the secret and the remedy, and never quotes the secret.
        """
        with self._lock:
            return self._within(KEEP_SECONDS)

    def refreshed(self) -> Mapping[str, object]:
        """Return the object, after another request unless the last one was a few seconds ago. See `values`."""
        with self._lock:
            return self._within(MIN_REFRESH_SECONDS)

    def _within(self, seconds: float) -> Mapping[str, object]:
        cached, now = self._cached, self._now()
        if cached is not None and now - cached.read_at < seconds:
            return cached.values
        try:
            values = self._read()
        except UnavailableError as error:
            if cached is None or error.reason == "refused" or now - cached.read_at >= KEEP_STALE_SECONDS:
                raise
            return cached.values
        self._cached = _Cached(now, values)
        return values

    def malformed(self, problem: str) -> UnavailableError:
        """Make the error for a secret with wrong values.

        Args:
            problem: What is wrong, such as "has no apiKey". It quotes no value.

        Returns:
            The error.
        """
        return self._refused(problem, f"store {self._shape} there")

    def _read(self) -> Mapping[str, object]:
        try:
            if self._client is None:
                self._client = connected()
            answer = self._client.get_secret_value(SecretId=self.name)
        except ClientError as error:
            # `from None` here and below: an error of botocore or json may quote the secret.
            raise self._of_code(error.response["Error"]["Code"]) from None
        except BotoCoreError as error:
            remedy = "let this function reach Secrets Manager: a NAT gateway or a VPC endpoint"
            raise self._refused(f"is out of reach ({type(error).__name__})", remedy, "unreachable") from None
        try:
            values = json.loads(str(answer.get("SecretString", "")))
        except ValueError:
            values = None
        if not isinstance(values, dict):
            raise self.malformed("is not a JSON object") from None
        return values

    def _of_code(self, code: str) -> UnavailableError:
        create = f"create it: aws secretsmanager create-secret --name {self.name} --secret-string '{self._shape}'"
        if code == "ResourceNotFoundException":
            return self._refused("does not exist", create)
        if code in ("ThrottlingException", "InternalServiceError", "InternalServiceErrorException"):
            reason: Reason = "throttled" if code == "ThrottlingException" else "unreachable"
            return self._refused(f"cannot be read now ({code})", "try again", reason)
        # A role's right names the secret with six characters that a missing secret does not have.
        remedy = (
            f"if it does not exist, {create}; else let this function's role call secretsmanager:GetSecretValue on it"
        )
        return self._refused(f"cannot be read ({code})", remedy)

    def _refused(self, problem: str, remedy: str, reason: Reason = "refused") -> UnavailableError:
        detail = f"{self._variable} names the secret {self.name}, which {problem}; {remedy}"
        return UnavailableError("secrets", "GetSecretValue", reason, detail=detail)
