"""Starts ministack with seven repairs. It runs in ministack's environment, and testing/deployed.py starts it.

ministack 1.5.33 differs from AWS in seven ways that matter here:

1. An update of a nested stack forgets the attributes of unchanged resources. Then each `!GetAtt` of one fails.
2. It has no application autoscaling. Resources of its types are accepted here without an effect.
3. It runs SAM's transform without the values of the parameters.
4. A change set has resources whose condition is false, so it shows no removal of one.
5. It keeps a queue's MaximumConcurrency as the text of its parameter. Then nothing is read from the queue.
6. Its API Gateway reads no address of an integration that streams. It calls the function as one that does not stream;
   its functions run without Lambda's Runtime API, so they cannot stream.
7. Its API Gateway leaves out the methods of a definition that are for any method.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from ministack.app import main
from ministack.services import apigateway_v1
from ministack.services.cloudformation import changesets, engine, handlers, provisioners
from samtranslator.translator import transform

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


def _with_number(properties: Any) -> Any:
    """Return the properties of an event source mapping with the number that its parameter means."""
    scaling = properties.get("ScalingConfig")
    if scaling is None:
        return properties
    return {**properties, "ScalingConfig": {"MaximumConcurrency": int(scaling["MaximumConcurrency"])}}


def _mapping(handlers: Mapping[str, Any]) -> Mapping[str, Any]:
    create, update = handlers["create"], handlers["update"]
    return {
        **handlers,
        "create": lambda logical_id, properties, stack: create(logical_id, _with_number(properties), stack),
        "update": lambda made, before, after, stack: update(made, before, _with_number(after), stack),
    }


def _accepted(kind: str) -> Mapping[str, Any]:
    return {
        "create": lambda logical_id, properties, stack: (f"{stack}-{logical_id}-{kind}", {}),
        "update": lambda physical_id, before, after, stack: (physical_id, {}),
        "delete": lambda physical_id, properties: None,
    }


_transform, _apply_transforms = transform.transform, engine._apply_transforms
_resolve = changesets._resolve_props_for_diff


def _transformed(template: Any, provided: Any = None, previous: Any = None) -> Any:
    values = engine._transform_parameters(template, provided, previous)
    # The engine imports the transform when it runs it.
    transform.transform = lambda fragment, _, *given: _transform(fragment, values, *given)
    return _apply_transforms(template, provided, previous)


def _resolved(template: Any, parameters: Any, *stack: str) -> Any:
    conditions = engine._evaluate_conditions(template, parameters) if template else {}
    resources = _resolve(template, parameters, *stack).get("Resources", {})
    made = {name: each for name, each in resources.items() if conditions.get(each.get("Condition"), True)}
    return {"Resources": made}


_import_path = apigateway_v1._import_path_item


def _imported(api_id: str, path: str, operations: Mapping[str, Any], *given: Any) -> None:
    named = {"any" if name == "x-amazon-apigateway-any-method" else name: each for name, each in operations.items()}
    _import_path(api_id, path, named, *given)


_function_of = apigateway_v1._extract_lambda_ref_from_integration_uri
apigateway_v1._extract_lambda_ref_from_integration_uri = lambda uri: _function_of(
    uri.replace("/response-streaming-invocations", "/invocations")
)
apigateway_v1._OPENAPI_HTTP_METHODS = frozenset({*apigateway_v1._OPENAPI_HTTP_METHODS, "any"})
apigateway_v1._import_path_item = _imported
changesets._resolve_props_for_diff = _resolved
for module in (changesets, engine, handlers):
    module._apply_transforms = _transformed
provisioners._provision_resource = _provisioned
provisioners._update_resource = _updated
for name in ("ScalableTarget", "ScalingPolicy"):
    provisioners._RESOURCE_HANDLERS[f"AWS::ApplicationAutoScaling::{name}"] = _accepted(name)

_MAPPING = "AWS::Lambda::EventSourceMapping"
provisioners._RESOURCE_HANDLERS[_MAPPING] = _mapping(provisioners._RESOURCE_HANDLERS[_MAPPING])

if __name__ == "__main__":
    sys.exit(main())
