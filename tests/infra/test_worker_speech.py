"""The worker's role may use Transcribe and Polly if the parameters name them, alone or among several engines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]


class Functions(yaml.SafeLoader):
    """A YAML loader that reads `!Join [...]` as `{"Fn::Join": [...]}`, and other tags alike."""


def _tag(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        argument: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        argument = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        argument = loader.construct_mapping(node, deep=True)
    return {name if name in ("Condition", "Ref") else f"Fn::{name}": argument}


Functions.add_multi_constructor("!", _tag)


def template(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.load((ROOT / name).read_text(), Functions)
    return loaded


WORKER = template("infra/worker.yaml")


def evaluated(written: Any, parameters: Mapping[str, str]) -> Any:
    """Evaluate the functions that the conditions of speech use."""
    match written:
        case {"Fn::Equals": [left, right]}:
            return evaluated(left, parameters) == evaluated(right, parameters)
        case {"Fn::Not": [condition]}:
            return not evaluated(condition, parameters)
        case {"Fn::Or": conditions}:
            return any(evaluated(each, parameters) for each in conditions)
        case {"Fn::Join": [delimiter, parts]}:
            return str(delimiter).join(evaluated(parts, parameters))
        case {"Fn::Split": [delimiter, text]}:
            return evaluated(text, parameters).split(delimiter)
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{(\w+)\}", lambda found: parameters[found[1]], text)
        case {"Condition": name}:
            return evaluated(WORKER["Conditions"][name], parameters)
        case _:
            raise ValueError(f"unknown: {written}")


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
    parameters = {"SpeechToText": hears, "TextToSpeech": "local"}
    for condition in ("HearsByTranscribe", "SpeaksOrHearsByAws"):
        assert evaluated(WORKER["Conditions"][condition], parameters) is transcribe
    assert evaluated(WORKER["Conditions"]["SpeaksByPolly"], parameters) is False


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
    parameters = {"SpeechToText": "local", "TextToSpeech": speaks}
    for condition in ("SpeaksByPolly", "SpeaksOrHearsByAws"):
        assert evaluated(WORKER["Conditions"][condition], parameters) is polly


@pytest.mark.parametrize("file", ["template.yaml", "infra/worker.yaml"])
def test_a_list_of_engines_has_no_spaces_that_the_conditions_would_miss(file: str) -> None:
    written = template(file)["Parameters"]
    for name in ("SpeechToText", "TextToSpeech"):
        pattern = written[name]["AllowedPattern"]
        assert re.fullmatch(pattern, "aws,local")
        assert not re.fullmatch(pattern, "aws, local")
        assert not re.fullmatch(pattern, "")
