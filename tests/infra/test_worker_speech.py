"""The worker's role may use Transcribe and Polly if the parameters name them, alone or among several engines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from testing.cloudformation import Tagged, resources

ROOT = Path(__file__).parents[2]
POLLY = {"polly:SynthesizeSpeech", "polly:DescribeVoices"}


def rights_of_speech(hears: str, speaks: str) -> set[str]:
    """Return the actions of Transcribe and Polly that the worker's role has."""
    role = resources(ROOT / "infra" / "worker.yaml", SpeechToText=hears, TextToSpeech=speaks)["WorkerRole"]
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


@pytest.mark.parametrize("file", ["template.yaml", "infra/worker.yaml"])
def test_a_list_of_engines_has_no_spaces_that_the_conditions_would_miss(file: str) -> None:
    written = yaml.load((ROOT / file).read_text(), Tagged)["Parameters"]
    for name in ("SpeechToText", "TextToSpeech"):
        pattern = written[name]["AllowedPattern"]
        assert re.fullmatch(pattern, "aws,local")
        assert not re.fullmatch(pattern, "aws, local")
        assert not re.fullmatch(pattern, "")
