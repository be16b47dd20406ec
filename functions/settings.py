"""The environment, typed. Read once; nothing else reads os.environ."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


class SettingsError(ValueError):
    """The environment is wrong; the text names the variable and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    auth: Literal["aws", "local"] = "aws"
    region: str = "us-east-1"
    sessions_table: str = "callflow-sessions"
    flows_table: str = "callflow-flows"
    dynamodb_endpoint: str | None = None
    """None is AWS itself."""
    session_days: int = 90
    """How long an ended session can still be read."""
    livekit_url: str = ""
    livekit_api_key: str = ""
    livekit_api_secret: str = ""
    agent_name: str = "callflow"
    """The name under which the workers register, and to which rooms are dispatched."""
    tools_may_be_private: bool = False
    """Lets tools reach loopback and private addresses: for the local stack, never for production."""
    secrets_file: str | None = None
    """JSON {organizationId: {NAME: value}}, for the local stack; None is AWS Secrets Manager."""
    turn_seconds: float = 10.0
    javascript_children: int = 1
    threads: bool = False
    """Whether several turns run at once in this process; a Lambda function serves one at a time."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """SettingsError."""
    auth = environment.get("CALLFLOW_AUTH", "aws")
    if auth not in ("aws", "local"):
        raise SettingsError(f"CALLFLOW_AUTH is {auth!r}; set it to aws or local, or unset it for aws")
    turn_seconds = _number(environment, "CALLFLOW_TURN_SECONDS", 10.0)
    if not 1 <= turn_seconds <= 25:
        raise SettingsError("CALLFLOW_TURN_SECONDS must be 1 to 25: API Gateway ends a request at 29")
    return Settings(
        auth="local" if auth == "local" else "aws",
        region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1",
        sessions_table=environment.get("CALLFLOW_SESSIONS_TABLE", "callflow-sessions"),
        flows_table=environment.get("CALLFLOW_FLOWS_TABLE", "callflow-flows"),
        dynamodb_endpoint=environment.get("CALLFLOW_DYNAMODB_ENDPOINT") or None,
        session_days=int(_number(environment, "CALLFLOW_SESSION_DAYS", 90)),
        livekit_url=environment.get("LIVEKIT_URL", ""),
        livekit_api_key=environment.get("LIVEKIT_API_KEY", ""),
        livekit_api_secret=environment.get("LIVEKIT_API_SECRET", ""),
        agent_name=environment.get("CALLFLOW_AGENT_NAME", "callflow"),
        tools_may_be_private=environment.get("CALLFLOW_TOOLS_MAY_BE_PRIVATE") == "1",
        secrets_file=environment.get("CALLFLOW_SECRETS_FILE") or None,
        turn_seconds=turn_seconds,
    )


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    written = environment.get(name)
    if not written:
        return default
    try:
        return float(written)
    except ValueError:
        raise SettingsError(f"{name} is {written!r}; set it to a number") from None
