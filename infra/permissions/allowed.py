"""Reads the rights of each role from the templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from infra.permissions.rights import Right, Rights

ROOT = Path(__file__).parents[2]
"""The top folder of the repository."""


def allowed(path: Path = ROOT / "infra") -> Rights:
    """Return the rights of every role in the templates. Every condition of a template counts as true."""
    rights: Rights = {}
    for template in sorted(path.rglob("*.yaml")):
        document = yaml.load(template.read_text(), Template)  # noqa: S506 - a SafeLoader that knows CloudFormation's tags
        for name, resource in (document.get("Resources") or {}).items():
            if resource["Type"] == "AWS::IAM::Role":
                rights[name] = set(_statements(resource["Properties"].get("Policies", [])))
    return rights


def _statements(node: Any) -> Iterator[Right]:
    """Yield the rights of all statements inside a node, also those inside `!If`."""
    if isinstance(node, Mapping) and "Effect" in node:
        for action in _listed(node["Action"]):
            for resource in _resources(node["Resource"]):
                yield Right(action, _resource_kind(resource))
    elif isinstance(node, Mapping | list):
        for child in node.values() if isinstance(node, Mapping) else node:
            yield from _statements(child)


def _resources(node: Any) -> list[str]:
    """Return the resources of a statement. An `!If [Condition, one, other]` has both."""
    found: list[str] = []
    for each in _listed(node):
        found += _resources(each[1:]) if isinstance(each, list) else [each]
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _resource_kind(resource: str) -> str:
    """Return the kind of a statement's resource. An unknown resource is returned unchanged, so it is a difference."""
    for mark, thing in (
        ("SessionsArn}/index/", f"sessions index {resource.rsplit('/', 1)[-1]}"),
        ("SessionsArn}/stream/", "sessions stream"),
        ("SessionsStreamArn", "sessions stream"),
        ("SessionsArn", "sessions"),
        ("FlowsArn", "flows"),
        ("SecretsPrefix}tools/", "secrets of tools"),
        ("SecretsPrefix}webhooks/", "secrets of webhooks"),
        ("SecretsPrefix}livekit-", "secret of LiveKit"),
        ("LiveKitSecret", "secret of LiveKit"),
        ("OpenAiSecret", "secret of OpenAI"),
        ("TracesSecret", "secret of traces"),
        ("CallKeysArn", "key of calls"),
        ("PostCallQueueArn", "queue"),
        ("PostCallFailuresArn", "dead letters"),
        ("ReplayQueueArn", "queue of replays"),
        ("JudgeQueueArn", "queue of judgements"),
        ("BedrockModelArns", "models"),
        ("Logs", "logs"),
        ("Repository.Arn", "image"),
        ("execute-api", "api"),
        (":task/", "task"),
        (":service/", "service of ECS"),
        ("s3:::${Bucket}/", "copies"),
    ):
        if mark in resource:
            return thing
    return resource


class Template(yaml.SafeLoader):
    """A YAML loader that reads `!Ref`, `!Sub` and other tags as their argument."""


def _tag(loader: yaml.SafeLoader, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return [loader.construct_object(child, deep=True) for child in node.value]


Template.add_multi_constructor("!", _tag)
