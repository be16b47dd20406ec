"""The worker's settings from the environment. LiveKit's SDK reads its own address and keys."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from agent_worker.speech.settings import OPENAI_URL, SpeechSettings, speech_from_environment


class SettingsError(ValueError):
    """A variable of the environment is invalid. The text names the variable and the remedy."""


@dataclass(frozen=True, slots=True)
class FallbackModel:
    """The model that answers while the API is unavailable."""

    name: str
    """The name of the model at LiveKit Inference, or at a server with OpenAI's API."""
    base_url: str | None = None
    """The address of a server with OpenAI's API. None for LiveKit Inference."""
    api_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the worker."""

    speech: SpeechSettings
    api_url: str = "http://127.0.0.1:8000"
    """The address of Callflow's API, without a slash at its end."""
    api_auth: Literal["iam", "none"] = "iam"
    """`iam` signs requests with SigV4. `none` is for a Callflow on this machine."""
    region: str = "us-east-1"
    """The AWS region of the API."""
    agent_name: str = "callflow"
    """The name that rooms are dispatched to."""
    calls: int = 10
    """Most calls at once in this worker. LiveKit sends further calls to other workers."""
    fallback_model: FallbackModel | None = None
    health_host: str = "127.0.0.1"
    """The address of the health check."""
    health_port: int = 8081
    """The port of the health check. 0 chooses a free one."""
    drain_seconds: int = 3600
    """Seconds that calls in progress may go on after a signal to stop."""
    ecs_agent: str | None = None
    """The address of the ECS agent. None outside ECS."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Args:
        environment: The variables by name.

    Returns:
        The settings.

    Raises:
        SettingsError: A variable is invalid.
    """
    auth = environment.get("CALLFLOW_API_AUTH", "iam")
    if auth not in ("iam", "none"):
        raise SettingsError(f"CALLFLOW_API_AUTH is {auth!r}; set it to iam, or to none for a Callflow on this machine")
    api_url = environment.get("CALLFLOW_API_URL", "http://127.0.0.1:8000").rstrip("/")
    if not api_url.startswith(("http://", "https://")):
        raise SettingsError(f"CALLFLOW_API_URL is {api_url!r}; set it to the API's address, such as https://…/prod")
    return Settings(
        speech=speech_from_environment(environment),
        api_url=api_url,
        api_auth="iam" if auth == "iam" else "none",
        region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1",
        agent_name=environment.get("CALLFLOW_AGENT_NAME") or "callflow",
        calls=_integer(environment, "CALLFLOW_CALLS_PER_WORKER", 10, least=1),
        fallback_model=_fallback_model(environment),
        health_host=environment.get("CALLFLOW_HEALTH_HOST") or "127.0.0.1",
        health_port=_integer(environment, "CALLFLOW_HEALTH_PORT", 8081, least=0, most=65535),
        drain_seconds=_integer(environment, "CALLFLOW_DRAIN_SECONDS", 3600, least=0),
        ecs_agent=environment.get("ECS_AGENT_URI") or None,
    )


def _fallback_model(environment: Mapping[str, str]) -> FallbackModel | None:
    written = environment.get("CALLFLOW_FALLBACK_MODEL", "").strip()
    if not written:
        return None
    provider, _, name = written.partition("/")
    if not provider or not name:
        raise SettingsError(
            f"CALLFLOW_FALLBACK_MODEL is {written!r}; set it to openai/MODEL for a server that speaks OpenAI's API "
            "(CALLFLOW_OPENAI_BASE_URL), or to a model of LiveKit Inference such as google/gemini-2.5-flash"
        )
    base_url = environment.get("CALLFLOW_OPENAI_BASE_URL") or None
    api_key = environment.get("OPENAI_API_KEY") or None
    if provider == "openai" and (base_url or api_key):
        return FallbackModel(name, base_url or OPENAI_URL, api_key or "none")
    return FallbackModel(written)


def _integer(environment: Mapping[str, str], name: str, default: int, *, least: int, most: int = 10**9) -> int:
    written = environment.get(name)
    if not written:
        return default
    plain = written.isascii() and written.isdigit() and len(written) <= 10
    if not plain or not least <= int(written) <= most:
        raise SettingsError(f"{name} is {written!r}; set it to a whole number, at least {least} and at most {most}")
    return int(written)
