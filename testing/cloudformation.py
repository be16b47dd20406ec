"""A template with its parameters set: references and conditions are resolved, as CloudFormation does it.

It knows the functions that infra/alarms.yaml and infra/worker.yaml use. Others stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

PSEUDO = {"AWS::Region": "us-east-1", "AWS::NoValue": None}
"""Pseudo parameters."""


class Tagged(yaml.SafeLoader):
    """A YAML loader that reads `!Sub x` as {"Fn::Sub": "x"}, and so each tag."""


def _tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    else:
        value = [loader.construct_object(child, deep=True) for child in node.value]
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


Tagged.add_multi_constructor("!", _tag)


def resources(path: Path, **parameters: object) -> Mapping[str, Any]:
    """Return the resources that a template makes, resolved.

    Args:
        path: The template.
        **parameters: The parameters, in addition to those with a default.

    Returns:
        Name -> resource, without those whose condition is false.
    """
    document = yaml.load(path.read_text(), Tagged)
    written = document.get("Parameters", {})
    unknown = parameters.keys() - written.keys()
    assert not unknown, f"{path.name} has no parameters {unknown}"
    known = {**PSEUDO, **{name: each["Default"] for name, each in written.items() if "Default" in each}, **parameters}
    conditions = document.get("Conditions", {})

    def holds(condition: Any) -> bool:
        ((function, given),) = condition.items()
        match function:
            case "Condition":
                return holds(conditions[given])
            case "Fn::Equals":
                return str(resolved(given[0])) == str(resolved(given[1]))
            case "Fn::Not":
                return not holds(given[0])
            case "Fn::And":
                return all(holds(each) for each in given)
            case "Fn::Or":
                return any(holds(each) for each in given)
        raise ValueError(f"unknown condition {function}")

    def resolved(value: Any) -> Any:
        match value:
            case {"Ref": name}:
                return known.get(name, f"<{name}>")
            case {"Fn::Sub": str() as text}:
                return re.sub(r"\$\{([\w:]+)\}", lambda found: str(known.get(found[1], f"<{found[1]}>")), text)
            case {"Fn::Join": [delimiter, parts]}:
                return str(delimiter).join(map(str, resolved(parts)))
            case {"Fn::Split": [delimiter, text]}:
                return str(resolved(text)).split(str(delimiter))
            case {"Fn::If": [condition, then, otherwise]}:
                return resolved(then if holds({"Condition": condition}) else otherwise)
            case dict():
                return {key: resolved(each) for key, each in value.items()}
            case list():
                return [resolved(each) for each in value]
        return value

    return {
        name: resolved(each)
        for name, each in document["Resources"].items()
        if "Condition" not in each or holds({"Condition": each["Condition"]})
    }
