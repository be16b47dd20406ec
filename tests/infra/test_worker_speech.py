"""The worker's role may use Transcribe and Polly if the parameters name them, alone or among several engines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent_worker.settings import from_environment
from agent_worker.speech.settings import speech_from_environment
from testing.cloudformation import Tagged, resources

ROOT = Path(__file__).parents[2]
POLLY = {"polly:SynthesizeSpeech", "polly:DescribeVoices"}


def rights_of_speech(hears: str, speaks: str) -> set[str]:
    """Return the actions of Transcribe and Polly that the worker's role has."""
    return _speech(resources(ROOT / "infra" / "worker.yaml", SpeechToText=hears, TextToSpeech=speaks)["WorkerRole"])


def _speech(role: Mapping[str, Any]) -> set[str]:
    statements = [
        statement
        for policy in role["Properties"]["Policies"]
        if policy is not None
        for statement in policy["PolicyDocument"]["Statement"]
        if statement is not None
    ]
    named = [each["Action"] for each in statements]
    actions = [action for each in named for action in ([each] if isinstance(each, str) else each)]
    return {each for each in actions if each.startswith(("transcribe:", "polly:"))}


@pytest.mark.parametrize(
    ("hears", "transcribe"),
    [
        ("aws", True),
        ("aws,local", True),
        ("deepgram/nova-3,aws", True),
        ("openai/whisper-1,aws,local", True),
        ("local", False),
        ("openai/aws", False),
        ("aws-like/nova,local", False),
    ],
)
def test_the_role_may_use_transcribe_if_an_engine_is_transcribe(hears: str, transcribe: bool) -> None:
    assert rights_of_speech(hears, "local") == ({"transcribe:StartStreamTranscription"} if transcribe else set())


@pytest.mark.parametrize(
    ("speaks", "polly"),
    [
        ("aws", True),
        ("aws/neural", True),
        ("aws,aws/neural", True),
        ("cartesia/sonic-3,aws/long-form", True),
        ("openai/tts-1", False),
        ("openai/aws", False),
        ("local,awsome/voice", False),
    ],
)
def test_the_role_may_use_polly_if_an_engine_is_polly(speaks: str, polly: bool) -> None:
    assert rights_of_speech("local", speaks) == (POLLY if polly else set())


@pytest.mark.parametrize(
    ("speaks", "polly"),
    [
        ("aws", True),
        ("aws/neural", True),
        ("aws,local", True),
        ("cartesia/sonic-3,aws", False),
        ("openai/aws", False),
        ("awsome/voice", False),
        ("", False),
    ],
)
def test_the_api_may_use_polly_if_the_first_engine_is_polly(speaks: str, polly: bool) -> None:
    """Agents name voices of the first engine, so no other voices are listed and heard."""
    role = resources(ROOT / "infra" / "roles.yaml", TextToSpeech=speaks)["ApiRole"]
    assert _speech(role) == (POLLY if polly else set())


@pytest.mark.parametrize("file", ["template.yaml", "infra/worker.yaml"])
def test_a_list_of_engines_has_no_spaces_that_the_conditions_would_miss(file: str) -> None:
    written = yaml.load((ROOT / file).read_text(), Tagged)["Parameters"]
    for name in ("SpeechToText", "TextToSpeech"):
        pattern = written[name]["AllowedPattern"]
        assert re.fullmatch(pattern, "aws,local")
        assert not re.fullmatch(pattern, "aws, local")
        assert not re.fullmatch(pattern, "")


@pytest.mark.parametrize("file", ["template.yaml", "infra/worker.yaml"])
def test_the_parameters_of_speech_take_what_the_worker_takes(file: str) -> None:
    written = yaml.load((ROOT / file).read_text(), Tagged)["Parameters"]
    for value in ("", "en-US=orders", "en-US=orders,de-DE=my.orders_2"):
        assert re.fullmatch(written["TranscribeVocabularies"]["AllowedPattern"], value)
        speech_from_environment({"CALLFLOW_TRANSCRIBE_VOCABULARIES": value})
    for value in ("orders", "en=orders", "en-US=orders, de-DE=orders"):
        assert not re.fullmatch(written["TranscribeVocabularies"]["AllowedPattern"], value)
    for value in written["TurnEnd"]["AllowedValues"]:
        assert speech_from_environment({"CALLFLOW_TURN_END": value}).turn_end == value
    for name in ("Default", "MinValue", "MaxValue"):
        value = str(written["KeptSpeech"][name])
        assert speech_from_environment({"CALLFLOW_KEPT_SPEECH_MB": value}).kept_megabytes == int(value)
    default = speech_from_environment({})
    assert (written["TurnEnd"]["Default"], written["KeptSpeech"]["Default"]) == (
        default.turn_end,
        default.kept_megabytes,
    )


@pytest.mark.parametrize("file", ["template.yaml", "infra/worker.yaml"])
def test_the_parameter_of_drafts_takes_what_the_worker_takes(file: str) -> None:
    drafts = yaml.load((ROOT / file).read_text(), Tagged)["Parameters"]["Drafts"]
    read = [
        from_environment({"CALLFLOW_STT": "local", "CALLFLOW_TTS": "local", "CALLFLOW_DRAFTS": value}).drafts
        for value in drafts["AllowedValues"]
    ]
    assert (drafts["Default"], read) == ("", [None, False, True])


def test_the_workers_container_has_the_settings_of_speech() -> None:
    found = resources(
        ROOT / "infra" / "worker.yaml",
        SpeechToText="aws",
        TextToSpeech="aws",
        Image="an-image",
        TurnEnd="meaning",
        Drafts="0",
        KeptSpeech=50,
        TranscribeVocabularies="en-US=orders",
    )
    [worker] = [each for each in found["Task"]["Properties"]["ContainerDefinitions"] if each["Name"] == "worker"]
    environment = {each["Name"]: str(each["Value"]) for each in worker["Environment"]}
    assert environment["CALLFLOW_DRAFTS"] == "0"
    settings = speech_from_environment(environment, lambda module: True)
    assert (settings.turn_end, settings.kept_megabytes) == ("meaning", 50)
    assert settings.vocabularies == {"en-US": "orders"}
