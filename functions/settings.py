"""Reads the environment into typed settings, once. Nothing else reads os.environ."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from functions.roles import ROLES, Role, highest

MIN_CALL_KEY = 32
"""Characters of the key of calls, at least: HMAC-SHA256 has 256 bits."""
TRACES_ADDRESSES = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""OpenTelemetry's variables with the address of a collector. Traces are sent if one of them is set."""
MAX_METRIC_FLOWS = 20
"""Flows that have metrics of their own, at most: each costs its six metrics."""
OPENAI_URL = "https://api.openai.com/v1"
"""The address of OpenAI's own API."""


class SettingsError(ValueError):
    """A variable is malformed. The text names the variable and the remedy."""


@dataclass(frozen=True, slots=True)
class ModelProvider:
    """A server that speaks OpenAI's API."""

    name: str
    base_url: str
    api_key: str | None = field(default=None, repr=False)
    key_variable: str | None = None
    """The variable that holds the key, if the server requires one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a process."""

    auth: Literal["aws", "local"] = "aws"
    stack: str = "local"
    """The name of the stack: the dimension of every metric."""
    metric_flows: tuple[tuple[str, str], ...] = ()
    """Organizations and flows that have metrics of their own. The operator pays for each metric."""
    region: str = "us-east-1"
    sessions_table: str = "callflow-sessions"
    flows_table: str = "callflow-flows"
    dynamodb_endpoint: str | None = None
    """The address of DynamoDB; None is AWS."""
    session_days: int = 90
    """Days an ended session can be read."""
    livekit_url: str = ""
    livekit_api_key: str = field(default="", repr=False)
    livekit_api_secret: str = field(default="", repr=False)
    secrets_prefix: str = "callflow/"
    """The beginning of the names of organizations' secrets in Secrets Manager."""
    livekit_secret: str | None = None
    """The secret in Secrets Manager with the three settings of LiveKit. It is read when it is used."""
    openai_secret: str | None = None
    """The secret in Secrets Manager with the key of the provider `openai`. It is read when it is used."""
    call_key: str = field(default="", repr=False)
    """The key that signs capabilities of calls, outside of AWS. Empty: no capability is signed."""
    call_keys_secret: str | None = None
    """The secret in Secrets Manager with the key that signs capabilities of calls. It is read when it is used."""
    call_capability: Literal["required", "accepted"] = "required"
    """`required`: a worker that signs with IAM needs the capability of its call. `accepted`: without one, the header
    names the organization, as in earlier releases. This is for the time of a roll-out."""
    role_without_group: Role | Literal["none"] = "admin"
    """The role of a user whom no group gives a role; `none` lets such a user do nothing."""
    organization_calls: int = 0
    """The test rooms and phone calls that an organization may have open at once; 0 is no limit."""
    agent_name: str = "callflow"
    """The name under which workers register, and to which rooms are dispatched."""
    tools_may_be_private: bool = False
    """Allows tools on loopback and private addresses: for the local stack, never for production."""
    numbers: Literal["granted", "open"] = "granted"
    """`granted`: a phone number needs the operator's grant. `open`: the first organization gets it (local stack)."""
    secrets_file: str | None = None
    """The path of a JSON file {organizationId: {NAME: value}}, for the local stack; None is AWS Secrets Manager."""
    webhooks_file: str | None = None
    """The path of a JSON file {organizationId: {"url": …, "secret": …}}, in the same way."""
    model: str | None = None
    """`provider/name` of the default model of llm nodes. With None they speak their fallback."""
    frozen_models: bool = True
    """Whether the default model that was frozen with a version answers for it. False: `model` answers for all."""
    speech_to_text: str | None = None
    """The engines with which the worker hears. The API freezes them with a version; None if it does not know them."""
    text_to_speech: str | None = None
    """The engines with which the worker speaks, in the same way."""
    model_providers: tuple[ModelProvider, ...] = (ModelProvider("openai", OPENAI_URL, None, "OPENAI_API_KEY"),)
    """The providers, in addition to Bedrock, which needs no address and no key."""
    model_prices: tuple[tuple[str, float, float], ...] = ()
    """`provider/name` of a model, and US dollars for a million tokens of its input and of its output."""
    bedrock_region: str = "us-east-1"
    aws_profile: str | None = None
    """The AWS profile for Bedrock; None is the credentials of the process."""
    turn_seconds: float = 10.0
    """Seconds the models and tools of one turn may take together."""
    idle_minutes: float = 30.0
    """Minutes without a turn after which a session without a participant is closed."""
    public_url: str = ""
    """The public address of the API, for the link in a summary."""
    post_call_queue_url: str = ""
    """The queue of summaries."""
    post_call_dead_letter_queue_url: str = ""
    """The queue of summaries that cannot be delivered."""
    replay_queue_url: str = ""
    """The queue of replays that take longer than a request. Without it, a thread of this process runs them."""
    judge_queue_url: str = ""
    """The queue of ended sessions that a model scores."""
    traces: bool = False
    """Whether traces are sent. OpenTelemetry's SDK reads the collector's address and headers from its own variables."""
    traces_secret: str | None = None
    """The secret in Secrets Manager with the headers for the collector. It is read when spans are sent."""
    javascript_children: int = 1
    """Child processes of the JavaScript engine."""
    starts_ahead: bool = False
    """True if no caller waits for the start of this process: a snapshot is taken, or it is provisioned."""
    threads: bool = False
    """True if several turns run at once in this process. A Lambda function serves one at a time."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. SettingsError is raised if a variable is malformed."""
    auth = environment.get("CALLFLOW_AUTH", "aws")
    if auth not in ("aws", "local"):
        raise SettingsError(f"CALLFLOW_AUTH is {auth!r}; set it to aws or local, or unset it for aws")
    numbers = environment.get("CALLFLOW_NUMBERS") or ("open" if auth == "local" else "granted")
    if numbers not in ("granted", "open"):
        raise SettingsError(f"CALLFLOW_NUMBERS is {numbers!r}; set it to granted or open")
    call_capability = environment.get("CALLFLOW_CALL_CAPABILITY") or "required"
    if call_capability not in ("required", "accepted"):
        raise SettingsError(f"CALLFLOW_CALL_CAPABILITY is {call_capability!r}; set it to required or accepted")
    call_key = environment.get("CALLFLOW_CALL_KEY", "")
    if 0 < len(call_key) < MIN_CALL_KEY:
        raise SettingsError(f"CALLFLOW_CALL_KEY has fewer than {MIN_CALL_KEY} characters; set a longer random one")
    turn_seconds = _number(environment, "CALLFLOW_TURN_SECONDS", 10.0)
    if not 1 <= turn_seconds <= 25:
        raise SettingsError("CALLFLOW_TURN_SECONDS must be 1 to 25: API Gateway ends a request at 29")
    idle_minutes = _number(environment, "CALLFLOW_QUIET_MINUTES", 30.0)
    if not 1 <= idle_minutes <= 7 * 24 * 60:
        raise SettingsError(
            "CALLFLOW_QUIET_MINUTES must be 1 to 10080: a shorter time would close calls that are in progress"
        )
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1"
    providers = _model_providers(environment)
    return Settings(
        auth="local" if auth == "local" else "aws",
        stack=environment.get("CALLFLOW_STACK") or "local",
        metric_flows=_metric_flows(environment),
        region=region,
        sessions_table=environment.get("CALLFLOW_SESSIONS_TABLE", "callflow-sessions"),
        flows_table=environment.get("CALLFLOW_FLOWS_TABLE", "callflow-flows"),
        dynamodb_endpoint=environment.get("CALLFLOW_DYNAMODB_ENDPOINT") or None,
        session_days=int(_number(environment, "CALLFLOW_SESSION_DAYS", 90)),
        livekit_url=environment.get("LIVEKIT_URL", ""),
        livekit_api_key=environment.get("LIVEKIT_API_KEY", ""),
        livekit_api_secret=environment.get("LIVEKIT_API_SECRET", ""),
        secrets_prefix=environment.get("CALLFLOW_SECRETS_PREFIX") or "callflow/",
        livekit_secret=environment.get("CALLFLOW_LIVEKIT_SECRET") or None,
        openai_secret=environment.get("CALLFLOW_OPENAI_SECRET") or None,
        call_key=call_key,
        call_keys_secret=environment.get("CALLFLOW_CALL_KEYS_SECRET") or None,
        call_capability="accepted" if call_capability == "accepted" else "required",
        role_without_group=_role_without_group(environment),
        organization_calls=_limit(environment, "CALLFLOW_ORGANIZATION_CALLS"),
        agent_name=environment.get("CALLFLOW_AGENT_NAME", "callflow"),
        tools_may_be_private=environment.get("CALLFLOW_TOOLS_MAY_BE_PRIVATE") == "1",
        numbers="open" if numbers == "open" else "granted",
        secrets_file=environment.get("CALLFLOW_SECRETS_FILE") or None,
        webhooks_file=environment.get("CALLFLOW_WEBHOOKS_FILE") or None,
        model=_model(environment, {"bedrock", *(provider.name for provider in providers)}),
        frozen_models=_on(environment, "CALLFLOW_FROZEN_MODELS"),
        speech_to_text=environment.get("CALLFLOW_STT", "").strip() or None,
        text_to_speech=environment.get("CALLFLOW_TTS", "").strip() or None,
        model_providers=providers,
        model_prices=_model_prices(environment),
        bedrock_region=environment.get("CALLFLOW_BEDROCK_REGION") or region,
        aws_profile=environment.get("AWS_PROFILE") or None,
        turn_seconds=turn_seconds,
        idle_minutes=idle_minutes,
        starts_ahead=environment.get("AWS_LAMBDA_INITIALIZATION_TYPE") in ("snap-start", "provisioned-concurrency"),
        public_url=_address(environment, "CALLFLOW_PUBLIC_URL"),
        post_call_queue_url=_address(environment, "CALLFLOW_POST_CALL_QUEUE_URL"),
        post_call_dead_letter_queue_url=_address(environment, "CALLFLOW_POST_CALL_DEAD_LETTER_QUEUE_URL"),
        replay_queue_url=_address(environment, "CALLFLOW_REPLAY_QUEUE_URL"),
        judge_queue_url=_address(environment, "CALLFLOW_JUDGE_QUEUE_URL"),
        traces=any(_address(environment, name) for name in TRACES_ADDRESSES),
        traces_secret=environment.get("CALLFLOW_TRACES_SECRET") or None,
    )


def _metric_flows(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    variable = "CALLFLOW_METRIC_FLOWS"
    names = [each for each in environment.get(variable, "").split(",") if each.strip()]
    flows = [re.fullmatch(r"\s*([^\s,/]+)/([^\s,/]+)\s*", each) for each in names]
    if len(names) > MAX_METRIC_FLOWS or None in flows:
        raise SettingsError(
            f"{variable} is no list of at most {MAX_METRIC_FLOWS} flows; set it to such as acme/support,globex/orders"
        )
    return tuple(dict.fromkeys((each[1], each[2]) for each in flows if each is not None))


def _role_without_group(environment: Mapping[str, str]) -> Role | Literal["none"]:
    written = environment.get("CALLFLOW_ROLE_WITHOUT_GROUP") or "admin"
    role = highest([written])
    if role is None and written != "none":
        known = ", ".join(ROLES)
        raise SettingsError(f"CALLFLOW_ROLE_WITHOUT_GROUP is {written!r}; set it to one of {known}, or to none")
    return role or "none"


def _on(environment: Mapping[str, str], name: str) -> bool:
    """Read a switch that is on by default."""
    written = environment.get(name) or "1"
    if written not in ("0", "1"):
        raise SettingsError(f"{name} is {written!r}; set it to 0, or to 1, or unset it for 1")
    return written == "1"


def _limit(environment: Mapping[str, str], name: str) -> int:
    written = environment.get(name) or "0"
    if not re.fullmatch(r"[0-9]{1,6}", written, re.ASCII):
        raise SettingsError(f"{name} is {written!r}; set it to a whole number, or to 0 for no limit")
    return int(written)


def _model(environment: Mapping[str, str], providers: set[str]) -> str | None:
    model = environment.get("CALLFLOW_MODEL", "").strip()
    if not model:
        return None
    provider, _, name = model.partition("/")
    if not provider or not name:
        raise SettingsError(f"CALLFLOW_MODEL is {model!r}; set it to provider/name, such as openai/gpt-4.1-mini")
    if provider not in providers:
        known = ", ".join(sorted(providers))
        raise SettingsError(
            f"CALLFLOW_MODEL names the provider {provider!r}; use one of {known}, or add it to CALLFLOW_MODEL_PROVIDERS"
        )
    return model


class _WrittenProvider(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel, defer_build=True)

    base_url: str
    api_key_variable: str | None = None


@cache
def _providers_type() -> TypeAdapter[dict[str, _WrittenProvider]]:
    return TypeAdapter(dict[str, _WrittenProvider])


def _model_providers(environment: Mapping[str, str]) -> tuple[ModelProvider, ...]:
    openai_url = environment.get("CALLFLOW_OPENAI_BASE_URL") or OPENAI_URL
    _check_url(openai_url, "CALLFLOW_OPENAI_BASE_URL")
    # A self-hosted server often requires no key.
    key_variable = "OPENAI_API_KEY" if openai_url == OPENAI_URL else None
    providers = [ModelProvider("openai", openai_url, environment.get("OPENAI_API_KEY") or None, key_variable)]
    variable = "CALLFLOW_MODEL_PROVIDERS"
    try:
        written_providers = environment.get(variable)
        further = _providers_type().validate_json(written_providers) if written_providers else {}
    except ValidationError as error:
        # The error's own text repeats the value, which may be a key.
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise SettingsError(
            f"{variable} is wrong{' at ' + where if where else ''}; set it to JSON such as "
            '{"groq": {"baseUrl": "https://api.groq.com/openai/v1", "apiKeyVariable": "GROQ_API_KEY"}}'
        ) from None
    for name, provider in further.items():
        if name in ("bedrock", "openai") or not re.fullmatch("[a-z0-9][a-z0-9_-]*", name):
            raise SettingsError(
                f"{variable} names a provider {name!r}; choose another name than bedrock and openai, "
                "of lowercase letters, digits, - and _"
            )
        _check_url(provider.base_url, f"{variable}, baseUrl of {name},")
        key = environment.get(provider.api_key_variable) or None if provider.api_key_variable else None
        providers.append(ModelProvider(name, provider.base_url, key, provider.api_key_variable))
    return tuple(providers)


class _WrittenPrice(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    input: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
    output: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]


@cache
def _prices_type() -> TypeAdapter[dict[str, _WrittenPrice]]:
    return TypeAdapter(dict[str, _WrittenPrice])


def _model_prices(environment: Mapping[str, str]) -> tuple[tuple[str, float, float], ...]:
    variable = "CALLFLOW_MODEL_PRICES"
    written = environment.get(variable)
    if not written:
        return ()
    try:
        prices = _prices_type().validate_json(written)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
        raise SettingsError(
            f"{variable} is wrong{' at ' + where if where else ''}; set it to JSON such as "
            '{"openai/gpt-4.1-mini": {"input": 0.4, "output": 1.6}}, in US dollars for a million tokens'
        ) from None
    return tuple((model, price.input, price.output) for model, price in prices.items())


def _address(environment: Mapping[str, str], name: str) -> str:
    """Read an address; empty if the variable is not set."""
    address = environment.get(name, "").strip()
    if address:
        _check_url(address, name)
    return address


def _check_url(url: str, variable: str) -> None:
    if not re.fullmatch(r"https?://[^\s/@]+(/\S*)?", url):
        raise SettingsError(f"{variable} is no address; set it to one such as http://127.0.0.1:11434/v1")


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name)
    if not text:
        return default
    try:
        return float(text)
    except ValueError:
        raise SettingsError(f"{name} is {text!r}; set it to a number") from None
