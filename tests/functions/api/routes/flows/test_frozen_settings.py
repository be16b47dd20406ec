"""Published versions keep their settings, and their sessions name them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from functions.settings import SettingsError, from_environment
from testing.api.documents import SURVEY
from testing.api.stack import LOCAL, Stack, stack_on

SMALL = replace(LOCAL, model="openai/small", speech_to_text="aws", text_to_speech="aws/neural")


def versions(stack: Stack, flow_id: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = stack.client.get(f"/api/flows/{flow_id}/versions").json()["versions"]
    return listed


def test_a_session_names_the_settings_of_its_version() -> None:
    with stack_on(SMALL) as stack:
        stack.publish("survey", SURVEY)
        (version,) = versions(stack, "survey")
        settings = version["settings"]
        assert settings == {
            "hash": settings["hash"],
            "model": "openai/small",
            "models": [],
            "speechToText": "aws",
            "textToSpeech": "aws/neural",
            "language": "en-US",
            "timeZone": "UTC",
            "tools": None,
        }
        session = stack.session(stack.process("survey", "room", turnId="t")["sessionId"])
        assert session["settingsHash"] == settings["hash"]
        test = stack.client.post("/api/flows/survey/test-chat", json={"version": 1}).json()
        assert stack.session(test["sessionId"])["settingsHash"] == settings["hash"]
        draft = stack.client.post("/api/flows/survey/test-chat", json={"version": "draft"}).json()
        assert "settingsHash" not in stack.session(draft["sessionId"])


def test_the_same_draft_is_another_version_after_the_deployment_has_another_model() -> None:
    with stack_on(SMALL) as stack:
        assert stack.publish("survey", SURVEY) == 1
        began = stack.process("survey", "room", turnId="t")["sessionId"]
        again = stack.client.post("/api/flows/survey/publish")
        assert again.json()["version"] == 1
        stack.services.deployed = replace(stack.services.deployed, model="openai/large")  # type: ignore[misc]
        assert stack.client.post("/api/flows/survey/publish").json()["version"] == 2
        second, first = versions(stack, "survey")
        assert (first["settings"]["model"], second["settings"]["model"]) == ("openai/small", "openai/large")
        assert stack.session(began)["settingsHash"] == first["settings"]["hash"] != second["settings"]["hash"]


def test_the_deployments_model_answers_for_all_versions_in_an_outage_of_the_frozen_one() -> None:
    for frozen_models, model in ((True, "openai/small"), (False, None)):
        with stack_on(replace(SMALL, frozen_models=frozen_models)) as stack:
            stack.publish("survey", SURVEY)
            pin = stack.services.pinned.pin("demo", "survey", 1)
            assert pin is not None
            assert stack.services.pinned("demo", "survey", pin).model == model


def test_the_environment_says_what_is_frozen() -> None:
    variables = {"CALLFLOW_STT": " aws,aws/neural ", "CALLFLOW_TTS": "", "CALLFLOW_FROZEN_MODELS": "0"}
    found = from_environment(variables)
    assert (found.speech_to_text, found.text_to_speech, found.frozen_models) == ("aws,aws/neural", None, False)
    assert from_environment({}).frozen_models
    with pytest.raises(SettingsError, match="CALLFLOW_FROZEN_MODELS is 'no'"):
        from_environment({"CALLFLOW_FROZEN_MODELS": "no"})
