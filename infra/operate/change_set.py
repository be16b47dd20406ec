"""A change set: make it, show it, and find what in it would end calls or lose data."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.operate.environment import Operation, RefusedError

PROTECTED = (
    "AWS::ApiGateway::RestApi",
    "AWS::CloudFormation::Stack",
    "AWS::Cognito::UserPool",
    "AWS::Cognito::UserPoolDomain",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::ECR::Repository",
    "AWS::ECS::Cluster",
    "AWS::ECS::Service",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
)
"""Types of resources whose removal or replacement ends calls, loses data or changes an address."""
CAPABILITIES = ("CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND")
WAIT_SECONDS = 3
"""Seconds between two looks at a change set."""
MAX_LOOKS = 200
"""Looks at a change set: ten minutes."""
_EMPTY = ("didn't contain changes", "No updates are to be performed")
_SIGNS = {"Add": "+", "Modify": "~", "Remove": "-", "Import": ">", "Dynamic": "?"}


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a resource."""

    action: str
    """Add, Modify, Remove, Import or Dynamic."""
    path: str
    """The resource's logical id, with those of its nested stacks: `Workers.Service`."""
    kind: str
    """The resource's type."""
    replacement: str = ""
    """True, False or Conditional for Modify."""

    def line(self) -> str:
        """Return the line that shows it."""
        replaced = {"True": "  REPLACED", "Conditional": "  replaced if a value changes"}.get(self.replacement, "")
        return f"  {_SIGNS.get(self.action, '?')} {self.path:44} {self.kind}{replaced}"


def make(
    operation: Operation, template_url: str, parameters: list[Mapping[str, object]], *, update: bool, nested: bool
) -> str | None:
    """Make a change set and wait for it.

    Args:
        operation: The command's surroundings.
        template_url: The address of the packaged template.
        parameters: The parameters, in CloudFormation's form.
        update: False for a stack that does not exist yet.
        nested: True to look into nested stacks.

    Returns:
        The ARN of the change set; None if nothing changes.

    Raises:
        RefusedError: If CloudFormation cannot make it.
    """
    cloudformation = operation.client("cloudformation")
    arn = cloudformation.create_change_set(
        StackName=operation.environment.stack,
        ChangeSetName=f"callflow-{int(time.time())}",
        ChangeSetType="UPDATE" if update else "CREATE",
        TemplateURL=template_url,
        Parameters=parameters,
        Capabilities=list(CAPABILITIES),
        IncludeNestedStacks=nested,
        Tags=[{"Key": key, "Value": value} for key, value in operation.environment.tags.items()],
    )["Id"]
    for _ in range(MAX_LOOKS):
        described = cloudformation.describe_change_set(ChangeSetName=arn)
        if described["Status"] == "CREATE_COMPLETE":
            return str(arn)
        if described["Status"] == "FAILED":
            reason = described.get("StatusReason", "")
            drop(operation, arn)
            if any(words in reason for words in _EMPTY):
                return None
            raise RefusedError(f"CloudFormation made no change set: {reason}")
        operation.sleep(WAIT_SECONDS)
    raise RefusedError(f"the change set {arn} is not ready after ten minutes")


def drop(operation: Operation, arn: str) -> None:
    """Delete a change set without executing it."""
    operation.client("cloudformation").delete_change_set(ChangeSetName=arn)


def changes(operation: Operation, arn: str, path: str = "") -> Iterator[Change]:
    """Read the changes of a change set and of those of its nested stacks.

    Args:
        operation: The command's surroundings.
        arn: The change set.
        path: The names of the stacks above.

    Yields:
        The changes.
    """
    token: dict[str, Any] = {}
    while True:
        page = operation.client("cloudformation").describe_change_set(ChangeSetName=arn, **token)
        for each in page.get("Changes", []):
            change = each["ResourceChange"]
            name = path + change["LogicalResourceId"]
            yield Change(change["Action"], name, change["ResourceType"], change.get("Replacement") or "")
            if change.get("ChangeSetId"):
                yield from changes(operation, change["ChangeSetId"], f"{name}.")
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}


def dangers(found: Collection[Change], allowed: Collection[str]) -> list[Change]:
    """Return the changes that are refused.

    Args:
        found: All changes.
        allowed: The paths that the operator allows.

    Returns:
        The removals and replacements of protected types that are not allowed.
    """
    return [
        change
        for change in found
        if change.kind in PROTECTED
        and (change.action == "Remove" or change.replacement == "True")
        and change.path not in allowed
    ]
