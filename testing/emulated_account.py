"""Starts ministack with two repairs. It runs in ministack's environment, and testing/deployed.py starts it.

ministack 1.5.33 forgets the attributes of unchanged resources when it updates a nested stack, and then each `!GetAtt`
of one fails. And it has no application autoscaling: resources of its types are accepted here without an effect.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from ministack.app import main
from ministack.services.cloudformation import provisioners

_provision, _update = provisioners._provision_resource, provisioners._update_resource
_attributes: dict[tuple[str, str], dict[str, Any]] = {}
"""The last attributes of each resource, by type and physical id."""


def _provisioned(kind: str, logical_id: str, properties: Any, stack: str) -> tuple[str, dict[str, Any]]:
    made, attributes = _provision(kind, logical_id, properties, stack)
    _attributes[kind, made] = attributes
    return made, attributes


def _updated(kind: str, made: str, before: Any, after: Any, *given: Any, **named: Any) -> tuple[str, dict[str, Any]]:
    updated, attributes = _update(kind, made, before, after, *given, **named)
    attributes = attributes or _attributes.get((kind, updated), {})
    _attributes[kind, updated] = attributes
    return updated, attributes


def _accepted(kind: str) -> Mapping[str, Any]:
    return {
        "create": lambda logical_id, properties, stack: (f"{stack}-{logical_id}-{kind}", {}),
        "update": lambda physical_id, before, after, stack: (physical_id, {}),
        "delete": lambda physical_id, properties: None,
    }


provisioners._provision_resource = _provisioned
provisioners._update_resource = _updated
for name in ("ScalableTarget", "ScalingPolicy"):
    provisioners._RESOURCE_HANDLERS[f"AWS::ApplicationAutoScaling::{name}"] = _accepted(name)

if __name__ == "__main__":
    sys.exit(main())
