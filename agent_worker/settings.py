"""The worker's settings from the environment. LiveKit's SDK reads its own address and keys."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from agent_worker.speech.settings import OPENAI_URL, SpeechSettings, speech_from_environment

TRACES_ADDRESSES = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""OpenTelemetry's variables with the address of a collector. Traces are sent if one of them is set."""

TRACES_HEADERS = ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS")
"""OpenTelemetry's variables with headers for the collector, which may hold a token."""
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+=[\x20\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+", re.ASCII)


class SettingsError(ValueError):
    """A variable of the environment is invalid. The message names the variable and the remedy."""


@dataclass(frozen=True, slots=True)
class FallbackModel:
    """The model that answers while the API is unavailable."""

    name: str
    """The name of the model at LiveKit Inference, or at a server with OpenAI's API."""
    base_url: str | None = None
    """The address of a server with OpenAI's API. None for LiveKit Inference."""
    api_key: str | None = field(default=None, repr=False)
    """The key for the server with OpenAI's API. None for LiveKit Inference."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the worker."""

    speech: SpeechSettings
    api_url: str = "http://127.0.0.1:8000"
    """The address of Callflow's API, without a slash at its end."""
    api_auth: Literal["iam", "none"] = "iam"
    """`iam` signs requests with SigV4. `none` is for a local Callflow."""
    region: str = "us-east-1"
    """The AWS region of the API."""
    agent_name: str = "callflow"
    """The agent name of the dispatches that this worker accepts."""
    calls: int = 10
    """Maximum number of calls at once in this worker. LiveKit sends further calls to other workers."""
    drafts: bool | None = None
    """Whether a turn is tried while the caller may still go on, so that the model answers earlier. None: where the end
    of an utterance is judged by meaning, because a call then waits for long enough."""
    fallback_model: FallbackModel | None = None
    """None if the worker speaks fixed words while the API is unavailable."""
    health_host: str = "127.0.0.1"
    """The address of the health check."""
    health_port: int = 8081
    """The port of the health check. 0 chooses a free one."""
    drain_seconds: int = 3600
    """Seconds that calls in progress may continue after a signal to stop."""
    ecs_agent: str | None = None
    """The address of the ECS agent. None outside ECS."""
    ecs_metadata: str | None = None
    """The address of the task's metadata. None outside ECS."""
    traces: bool = False
    """Whether traces are sent. OpenTelemetry's SDK reads the collector's address and headers from its own variables."""
    deployment_seconds: int = 30
    """Seconds between two looks at the deployments of the ECS service."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. An invalid speech variable raises `SpeechSettingsError`.

    Args:
        environment: The variables by name.

    Returns:
        The settings.

    Raises:
        SettingsError: A variable of the worker is invalid.
    """
    auth = environment.get("CALLFLOW_API_AUTH", "iam")
    if auth not in ("iam", "none"):
        raise SettingsError(f"CALLFLOW_API_AUTH is {auth!r}; set it to iam, or to none for a local Callflow")
    api_url = environment.get("CALLFLOW_API_URL", "http://127.0.0.1:8000").rstrip("/")
    if not api_url.startswith(("http://", "https://")):
        raise SettingsError(f"CALLFLOW_API_URL is {api_url!r}; set it to the API's address, such as https://…/prod")
    drafts = environment.get("CALLFLOW_DRAFTS") or None
    if drafts not in ("0", "1", None):
        raise SettingsError(f"CALLFLOW_DRAFTS is {drafts!r}; set it to 1 or 0, or unset it for the default")
    return Settings(
        speech=speech_from_environment(environment),
        api_url=api_url,
        api_auth="iam" if auth == "iam" else "none",
        region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1",
        agent_name=environment.get("CALLFLOW_AGENT_NAME") or "callflow",
        calls=_integer(environment, "CALLFLOW_CALLS_PER_WORKER", 10, minimum=1),
        drafts=None if drafts is None else drafts == "1",
        fallback_model=_fallback_model(environment),
        health_host=environment.get("CALLFLOW_HEALTH_HOST") or "127.0.0.1",
        health_port=_integer(environment, "CALLFLOW_HEALTH_PORT", 8081, minimum=0, maximum=65535),
        drain_seconds=_integer(environment, "CALLFLOW_DRAIN_SECONDS", 3600, minimum=0),
        traces=_traces(environment),
        ecs_agent=environment.get("ECS_AGENT_URI") or None,
        ecs_metadata=environment.get("ECS_CONTAINER_METADATA_URI_V4") or None,
        deployment_seconds=_integer(environment, "CALLFLOW_DEPLOYMENT_SECONDS", 30, minimum=1, maximum=300),
    )


def _traces(environment: Mapping[str, str]) -> bool:
    """Return whether traces are sent. OpenTelemetry would log headers that it cannot read, so they are checked here."""
    for name in TRACES_HEADERS:
        headers = [each.strip() for each in environment.get(name, "").split(",")]
        if headers != [""] and not all(_HEADER.fullmatch(each) for each in headers):
            raise SettingsError(f"{name} is no list of headers; set it to one such as authorization=Bearer%20TOKEN")
    return any(_collector(environment, name) for name in TRACES_ADDRESSES)


def _collector(environment: Mapping[str, str], name: str) -> str:
    address = environment.get(name, "").strip()
    if address and not address.startswith(("http://", "https://")):
        raise SettingsError(f"{name} is {address!r}; set it to an address such as http://127.0.0.1:4318")
    return address


def _fallback_model(environment: Mapping[str, str]) -> FallbackModel | None:
    setting = environment.get("CALLFLOW_FALLBACK_MODEL", "").strip()
    if not setting:
        return None
    provider, _, name = setting.partition("/")
    if not provider or not name:
        raise SettingsError(
            f"CALLFLOW_FALLBACK_MODEL is {setting!r}; set it to openai/MODEL for a server that speaks OpenAI's API "
            "(CALLFLOW_OPENAI_BASE_URL), or to a model of LiveKit Inference such as google/gemini-2.5-flash"
        )
    base_url = environment.get("CALLFLOW_OPENAI_BASE_URL") or None
    api_key = environment.get("OPENAI_API_KEY") or None
    if provider == "openai" and (base_url or api_key):
        return FallbackModel(name, base_url or OPENAI_URL, api_key or "none")
    return FallbackModel(setting)


def _integer(environment: Mapping[str, str], name: str, default: int, *, minimum: int, maximum: int = 10**9) -> int:
    setting = environment.get(name)
    if not setting:
        return default
    is_number = setting.isascii() and setting.isdigit() and len(setting) <= 10
    if not is_number or not minimum <= int(setting) <= maximum:
        raise SettingsError(
            f"{name} is {setting!r}; set it to a whole number, at least {minimum} and at most {maximum}"
        )
    return int(setting)
