"""What a turn asks of the tools that a flow calls, as types. Never time, ids or events: those are run_turn's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from flow_core.effects import CallTool
from flow_core.json import Json
from functions.deadline import Deadline

SecretNamed: TypeAlias = Callable[[str], str | None]
"""The value of one of the session's organization's secrets, or None. May raise UnavailableError."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The tool's server answered, with any status."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case; repeated ones joined by ", "; no Set-Cookie; at most 8 KiB together."""
    body: Json
    """Parsed where its content type says JSON, else its text."""


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer. `error` is in words for the flow's author, and never holds a secret or a URL."""

    error: str


ToolOutcome: TypeAlias = Answered | Failed


class Tools(Protocol):
    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """Call the tool, and again on a passing failure, at most `effect.retries` times more.

        idempotency_key: sent with every attempt as `Idempotency-Key`, unless the author set that header.
        secrets: asked before anything is sent; what it tells stands in no outcome.
        deadline: by which every attempt and every pause between two is over.
        """
        ...
