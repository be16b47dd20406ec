"""The functions as template.yaml describes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from infra.permissions.allowed import Template

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Described:
    """A function of the template."""

    name: str
    """The logical id."""
    handler: str
    seconds: int
    """The time limit."""
    megabytes: int
    variables: frozenset[str]
    """The names of the environment variables."""


def functions_of_template() -> dict[str, Described]:
    """Read the functions of template.yaml, by their logical ids."""
    template = _template()
    described = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            described[name] = _described(name, resource["Properties"], template)
    return described


def resources_of_template() -> dict[str, Any]:
    """Read the resources of template.yaml, by their logical ids."""
    resources: dict[str, Any] = _template()["Resources"]
    return resources


def _template() -> dict[str, Any]:
    template: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), Template)
    return template


def _described(name: str, properties: dict[str, Any], template: dict[str, Any]) -> Described:
    memory = properties["MemorySize"]
    if not isinstance(memory, int):  # a parameter
        memory = template["Parameters"][memory]["Default"]
    everywhere = template["Globals"]["Function"]["Environment"]["Variables"]
    own = properties.get("Environment", {}).get("Variables", {})
    return Described(name, properties["Handler"], properties["Timeout"], memory, frozenset({**everywhere, **own}))
