"""The keys of calls: from the environment, and on AWS from a secret that the stack generates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from functions.errors import UnavailableError
from functions.settings import MIN_CALL_KEY

CALL_KEYS_SHAPE = '{"key": "…"}'
"""The secret's content. During a rotation it has `previousKey` too."""


class _Secret(Protocol):
    """The part of JsonSecret that is used here. Its module loads botocore."""

    def values(self) -> Mapping[str, object]: ...

    def refreshed(self) -> Mapping[str, object]: ...

    def malformed(self, problem: str) -> UnavailableError: ...


@dataclass(frozen=True, slots=True)
class FixedCallKeys:
    """`CallKeys` of the environment. An empty key is none."""

    key: str = field(repr=False)

    def accepted(self, *, again: bool = False) -> Sequence[str]:
        """See `CallKeys.accepted`."""
        return (self.key,) if self.key else ()


@dataclass(frozen=True, slots=True)
class SecretCallKeys:
    """`CallKeys` in AWS Secrets Manager, cached for some minutes."""

    secret: _Secret

    def accepted(self, *, again: bool = False) -> Sequence[str]:
        """See `CallKeys.accepted`."""
        values = self.secret.refreshed() if again else self.secret.values()
        key, previous = values.get("key"), values.get("previousKey")
        if not (isinstance(key, str) and len(key) >= MIN_CALL_KEY):
            raise self.secret.malformed(f"has no key of at least {MIN_CALL_KEY} characters")
        return (key, previous) if isinstance(previous, str) and len(previous) >= MIN_CALL_KEY else (key,)
