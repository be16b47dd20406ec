"""The stack that stands: its parameters, outputs and resources, and waiting for its end of an operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from infra.operate.environment import Operation, RefusedError

WAIT_SECONDS = 10
"""Seconds between two looks at a stack."""
MAX_LOOKS = 3 * 3600 // WAIT_SECONDS
"""Looks at a stack until the command gives up: three hours, as long as CloudFormation waits for a service of ECS."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A stack as it is now."""

    status: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)


def standing(operation: Operation) -> Standing | None:
    """Describe the stack of an environment.

    Args:
        operation: The command's surroundings.

    Returns:
        The stack; None if there is none, or only the shell that an unused change set leaves.

    Raises:
        ClientError: If CloudFormation refuses the request.
    """
    try:
        described = operation.client("cloudformation").describe_stacks(StackName=operation.environment.stack)
    except ClientError as error:
        if "does not exist" in error.response["Error"].get("Message", ""):
            return None
        raise
    stack = described["Stacks"][0]
    if stack["StackStatus"] in ("REVIEW_IN_PROGRESS", "DELETE_COMPLETE"):
        return None
    return Standing(
        status=str(stack["StackStatus"]),
        parameters={each["ParameterKey"]: each.get("ParameterValue", "") for each in stack.get("Parameters", [])},
        outputs={each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])},
    )


def there(operation: Operation) -> Standing:
    """Describe the stack of an environment; RefusedError is raised if there is none."""
    found = standing(operation)
    if found is None:
        raise RefusedError(f"there is no stack {operation.environment.stack}: make deploy, or set ENV or AWS_REGION")
    return found


def resources(
    operation: Operation, stack: str | None = None, path: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """List the resources of a stack and of its nested stacks.

    Args:
        operation: The command's surroundings.
        stack: The stack's name or ARN. None: that of the environment.
        path: The names of the stacks above, such as `Workers.`.

    Yields:
        The path and the summary of each resource, as CloudFormation returns it.
    """
    name = stack or operation.environment.stack
    pages = operation.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=name)
    for page in pages:
        for each in page["StackResourceSummaries"]:
            yield path + each["LogicalResourceId"], each
            if each["ResourceType"] == "AWS::CloudFormation::Stack" and each.get("PhysicalResourceId"):
                yield from resources(operation, each["PhysicalResourceId"], f"{path}{each['LogicalResourceId']}.")


def finished(operation: Operation, stack: str | None = None) -> str:
    """Wait until a stack's operation is over.

    Args:
        operation: The command's surroundings.
        stack: The stack's name or ARN. None: that of the environment.

    Returns:
        The status; DELETE_COMPLETE if the stack is gone.

    Raises:
        RefusedError: After three hours.
        ClientError: If CloudFormation refuses the request.
    """
    cloudformation = operation.client("cloudformation")
    for _ in range(MAX_LOOKS):
        try:
            [found] = cloudformation.describe_stacks(StackName=stack or operation.environment.stack)["Stacks"]
        except ClientError as error:
            if "does not exist" in error.response["Error"].get("Message", ""):
                return "DELETE_COMPLETE"
            raise
        if not found["StackStatus"].endswith("_IN_PROGRESS"):
            return str(found["StackStatus"])
        operation.sleep(WAIT_SECONDS)
    raise RefusedError("the stack is still busy after three hours; look at its events in the console")


def failures(operation: Operation) -> list[str]:
    """Return one line for each failed resource of the last operation, the first failure first."""
    lines = []
    events = operation.client("cloudformation").describe_stack_events(StackName=operation.environment.stack)
    for event in events["StackEvents"]:
        if event["ResourceStatus"].endswith("_FAILED"):
            lines.append(f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', event['ResourceStatus'])}")
        own = event["LogicalResourceId"] == operation.environment.stack
        if own and event.get("ResourceStatusReason") == "User Initiated":
            break
    return lines[::-1]
