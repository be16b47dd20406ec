"""The settings that are frozen with a version."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.json import Json
from functions.ports.flows import Definition, VersionSettings
from functions.records import FlowPin
from functions.turn.frozen.settings import DeployedSettings, with_settings
from testing.flows import flow, node

DEPLOYED = DeployedSettings("openai/small", "aws", "aws/neural")


def settings(*nodes: dict[str, Json], deployed: DeployedSettings = DEPLOYED, **fields: Json) -> VersionSettings:
    subflows = fields.pop("subflows", {})
    assert isinstance(subflows, dict)
    definition = Definition("f", FlowPin(None, 1), flow(list(nodes), [], **fields), subflows=subflows)
    frozen = with_settings(definition, deployed)
    assert replace(frozen, settings=None) == definition
    assert frozen.settings is not None
    return frozen.settings


def tool(url: str = "https://api.test/orders", **data: Json) -> dict[str, Json]:
    return node("tool", "tool-1", request={"method": "GET", "url": url}, **data)


def test_the_settings_name_model_speech_and_language() -> None:
    llm = node("llm", model="bedrock/nova", instructions="Talk.", fallback="Sorry.")
    found = settings(node("start"), llm, {**llm, "id": "other"}, language="de-DE", timeZone="Europe/Berlin")
    assert found == VersionSettings(
        language="de-DE",
        time_zone="Europe/Berlin",
        model="openai/small",
        models=("bedrock/nova",),
        speech_to_text="aws",
        text_to_speech="aws/neural",
    )


def test_a_flow_that_says_nothing_has_the_default_language_and_zone() -> None:
    found = settings(node("start"), deployed=DeployedSettings())
    assert found == VersionSettings("en-US", "UTC")


@pytest.mark.parametrize(
    "other",
    [
        settings(tool(), deployed=replace(DEPLOYED, model="openai/large")),
        settings(tool(), deployed=replace(DEPLOYED, model=None)),
        settings(tool(), deployed=replace(DEPLOYED, speech_to_text="deepgram/nova-3")),
        settings(tool(), deployed=replace(DEPLOYED, text_to_speech="aws")),
        settings(tool(), language="en-GB"),
        settings(tool(), timeZone="Europe/London"),
        settings(tool("https://api.test/other")),
        settings(tool(timeoutSeconds=3)),
        settings(tool(), tool("https://api.test/more")),
        settings(tool(), node("llm", instructions="Talk.", fallback="Sorry.", model="openai/large")),
        settings(tool(), node("llm", instructions="Talk.", fallback="Sorry.", tools=[{"name": "find"}])),
        settings(tool(), subflows={"in@1": {"definition": flow([tool("https://inner.test")], []), "rules": 2}}),
        settings(),
    ],
)
def test_another_setting_or_another_tool_has_another_hash(other: VersionSettings) -> None:
    assert other.hash != settings(tool()).hash


@pytest.mark.parametrize(
    "same",
    [
        settings(node("start", message="Hello."), tool()),
        settings(tool(message="Let me look.", label="Orders", assign={"a": "response.body"})),
        settings(tool(), subflows={"in@1": {"definition": flow([node("start")], []), "rules": 2}}),
        settings({**tool(), "position": {"x": 5, "y": 7}}),
        settings(tool(), name="another name"),
    ],
)
def test_words_and_the_way_of_the_flow_do_not_change_the_hash(same: VersionSettings) -> None:
    assert same.hash == settings(tool()).hash


def test_the_order_of_the_nodes_does_not_count() -> None:
    one, other = tool(), tool("https://api.test/more")
    assert settings(one, other).hash == settings(other, one).hash


def test_a_hash_stays_when_a_release_adds_a_setting_that_a_version_does_not_have() -> None:
    """The hash is stored with sessions, and is computed again from the settings of the version."""
    assert VersionSettings("en-US", "UTC").hash == "96123928d06eb207"


def test_a_malformed_definition_has_settings_too() -> None:
    """What is stored is not always what `check` accepts today."""
    definition = Definition("f", FlowPin(None, 1), {"nodes": [1, {"data": 2}, {"type": "llm", "data": {"tools": 3}}]})
    found = with_settings(definition, DEPLOYED).settings
    assert found is not None
    assert (found.language, found.tools) == ("en-US", None)
