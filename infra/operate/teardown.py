"""`make teardown`: says what stays of a stack and what it costs, and deletes the stack if the operator names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infra.operate.environment import Operation, RefusedError
from infra.operate.standing import failures, finished, resources, there

KEPT: Mapping[str, str] = {
    "AWS::DynamoDB::Table": "0.25 $ a GB and month, and 0.20 $ a GB for point-in-time recovery",
    "AWS::Cognito::UserPool": "nothing without sign-ins",
    "AWS::ECR::Repository": "0.10 $ a GB and month",
    "AWS::S3::Bucket": "0.023 $ a GB and month",
}
"""Types of resources that stay, and what they cost. Prices from memory, us-east-1. The templates retain these types."""


@dataclass(frozen=True, slots=True)
class _Kept:
    path: str
    kind: str
    name: str

    def line(self) -> str:
        return f"  {self.path:24} {self.name:56} {KEPT[self.kind]}"


def teardown(operation: Operation) -> int:
    """Delete a stack.

    Args:
        operation: The command's surroundings. Option CONFIRM: the stack's name.

    Returns:
        The exit status.

    Raises:
        RefusedError: Without CONFIRM, or if CloudFormation cannot delete it.
    """
    stack, name = there(operation), operation.environment.stack
    kept = [
        _Kept(path, resource["ResourceType"], resource["PhysicalResourceId"])
        for path, resource in resources(operation)
        if resource["ResourceType"] in KEPT and resource.get("PhysicalResourceId")
    ]
    operation.say(f"{name} answers calls until it is deleted. These stay, with their data:")
    for each in kept:
        operation.say(each.line())
    operation.say(
        f"  secrets in Secrets Manager ({stack.outputs.get('LiveKitSecret', '')} and others): 0.40 $ each a month"
    )
    again = " ".join(
        f"{key}={stack.outputs.get(key, '')}" for key in ("SessionsTable", "SessionsStreamArn", "FlowsTable")
    )
    command = f'make deploy ENV={operation.environment.section} SET="{again}"'
    operation.say(f"A new stack uses the same tables with:\n  {command}")
    if operation.options.get("CONFIRM") != name:
        raise RefusedError(f"Nothing was deleted. If you want this: make teardown CONFIRM={name}")
    operation.client("cloudformation").delete_stack(StackName=name)
    status = finished(operation)
    if status != "DELETE_COMPLETE":
        reasons = "\n".join(f"  {line}" for line in failures(operation))
        raise RefusedError(f"{name} is {status}; mend this and repeat the command:\n{reasons}")
    operation.say(f"{name} is deleted. docs/deploy.md, Deleting a stack, says how to delete what stayed.")
    return 0
