"""The quotas of speech that a deployment asks for, by the engines that the parameters name."""

from __future__ import annotations

import pytest

from infra.operate.quotas import needed

SMALL = {"Worker": "yes", "MostWorkers": "4", "CallsPerWorker": "10"}


@pytest.mark.parametrize(
    ("hears", "speaks", "wanted"),
    [
        ("aws", "aws", {"transcribe": 40, "polly": 20}),
        ("deepgram/nova-3,aws", "aws/neural,aws", {"transcribe": 40, "polly": 20}),
        ("local", "local,aws/generative", {"polly": 20}),
        ("openai/aws", "aws/neural", {}),
    ],
)
def test_each_engine_of_a_list_needs_its_quota(hears: str, speaks: str, wanted: dict[str, float]) -> None:
    found = {quota.service: quota.needed for quota in needed({**SMALL, "SpeechToText": hears, "TextToSpeech": speaks})}
    assert {name: found[name] for name in ("transcribe", "polly") if name in found} == wanted
