"""A function's Description names the parameters on which it depends, so that a change of one publishes a version.

decisions/0034 has the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from infra.operate.release import DIGITS
from tests.infra.test_templates import FUNCTIONS, template

DOCUMENT = template("template.yaml")
PARAMETERS: Mapping[str, Mapping[str, Any]] = DOCUMENT["Parameters"]
MAX_DESCRIPTION = 256
"""Characters of a function's description: a limit of Lambda."""
ONLY_BY_MAKE_DEPLOY = {
    "Environment",
    "SecretsPrefix",
    "Canary",
    "Alarms",
    "ReservedTurns",
    "Empty",
    "SpeechToText",
    "TextToSpeech",
    "TracesCollector",
    "TracesSecret",
    "MetricFlows",
}
"""Parameters without a place in a description. `Environment` and `SecretsPrefix` are parts of names. Names of engines,
addresses and others are too long: `make deploy` publishes a version in any case, by `Release`. The others are no
properties of a version."""


def named(node: Any) -> Iterator[str]:
    """Yield the parameters that a part of the template names."""
    if isinstance(node, Mapping | list):
        for child in node.values() if isinstance(node, Mapping) else node:
            yield from named(child)
    elif isinstance(node, str):
        yield from (name for name in [node, *re.findall(r"\$\{(\w+)\}", node)] if name in PARAMETERS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_functions_description_names_the_parameters_on_which_it_depends(function: str) -> None:
    properties = dict(DOCUMENT["Resources"][function]["Properties"])
    described = set(re.findall(r"\$\{(\w+)\}", properties.pop("Description")))
    for other in ("Events", "DeploymentPreference"):
        properties.pop(other, None)
    needed = set(named([properties, DOCUMENT["Globals"]["Function"]])) - ONLY_BY_MAKE_DEPLOY
    assert needed <= described
    assert described <= PARAMETERS.keys()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_functions_description_is_short_enough_with_the_longest_parameters(function: str) -> None:
    longest = {
        "Release": DIGITS,
        "CallCapability": 8,
        "RoleWithoutGroup": 6,
        "Architecture": 6,
        "TurnMemory": 5,
        "ApiMemory": 5,
        "SessionDays": 4,
        "FrozenModels": 1,
    }
    text = DOCUMENT["Resources"][function]["Properties"]["Description"]
    for name in re.findall(r"\$\{(\w+)\}", text):
        text = text.replace(f"${{{name}}}", "x" * int(PARAMETERS[name].get("MaxLength") or longest[name]))
    # SAM appends a space and the empty hash.
    assert len(text) + 1 <= MAX_DESCRIPTION


def test_sam_resolves_text_only_so_these_parameters_are_text() -> None:
    for function in FUNCTIONS:
        for name in re.findall(r"\$\{(\w+)\}", DOCUMENT["Resources"][function]["Properties"]["Description"]):
            assert PARAMETERS[name]["Type"] == "String"
