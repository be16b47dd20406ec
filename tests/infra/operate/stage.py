"""A stack in memory, in place of CloudFormation and Lambda, and an operation on it that records what it prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.operate.environment import Environment, Operation

STACK = "callflow-prod"
ENVIRONMENT = Environment("prod", STACK, STACK, {"Environment": "prod", "LogDays": "90"}, {"app": "callflow"})


def refusal(code: str, message: str = "", operation: str = "Any") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)


class Pages:
    """A paginator with one page."""

    def __init__(self, page: Callable[..., Mapping[str, Any]]) -> None:
        self._page = page

    def paginate(self, **given: Any) -> Iterable[Mapping[str, Any]]:
        return [self._page(**given)]


@dataclass
class CloudFormation:
    """One stack, and the change set that the next request gets."""

    status: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    resources: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """The resources of each stack by its name or ARN."""
    changes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """The changes of each change set; that of the stack is called `own`."""
    fails: str = ""
    """The reason why no change set can be made."""
    ends: str = "UPDATE_COMPLETE"
    """The status after the execution."""
    made: list[dict[str, Any]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    """The requests that change something, in order."""

    def describe_stacks(self, StackName: str) -> Mapping[str, Any]:  # noqa: N803 - AWS's name
        if StackName == "aws-sam-cli-managed-default":
            return {"Stacks": [{"Outputs": [{"OutputKey": "SourceBucket", "OutputValue": "the-bucket"}]}]}
        if self.status is None:
            raise refusal("ValidationError", f"Stack with id {StackName} does not exist")
        parameters = [{"ParameterKey": key, "ParameterValue": value} for key, value in self.parameters.items()]
        outputs = [{"OutputKey": key, "OutputValue": value} for key, value in self.outputs.items()]
        return {"Stacks": [{"StackStatus": self.status, "Parameters": parameters, "Outputs": outputs}]}

    def describe_stack_events(self, **_: str) -> Mapping[str, Any]:
        return {
            "StackEvents": [
                {"LogicalResourceId": STACK, "ResourceStatus": "UPDATE_ROLLBACK_COMPLETE"},
                {"LogicalResourceId": "Workers", "ResourceStatus": "UPDATE_FAILED", "ResourceStatusReason": "no image"},
                {
                    "LogicalResourceId": STACK,
                    "ResourceStatus": "UPDATE_IN_PROGRESS",
                    "ResourceStatusReason": "User Initiated",
                },
                {"LogicalResourceId": "Old", "ResourceStatus": "UPDATE_FAILED"},
            ]
        }

    def get_paginator(self, _: str) -> Pages:
        return Pages(lambda StackName: {"StackResourceSummaries": self.resources.get(StackName, [])})  # noqa: N803

    def create_change_set(self, **given: Any) -> Mapping[str, str]:
        self.made.append(given)
        return {"Id": "own"}

    def describe_change_set(self, ChangeSetName: str, NextToken: str = "") -> Mapping[str, Any]:  # noqa: N803
        if self.fails:
            return {"Status": "FAILED", "StatusReason": self.fails}
        found = self.changes.get(ChangeSetName, [])
        page = found[1:] if NextToken else found[:1]
        more = {} if NextToken or len(found) < 2 else {"NextToken": "more"}
        return {"Status": "CREATE_COMPLETE", "Changes": [{"ResourceChange": each} for each in page], **more}

    def delete_change_set(self, ChangeSetName: str) -> None:  # noqa: N803 - AWS's name
        self.done.append(f"drop {ChangeSetName}")

    def execute_change_set(self, ChangeSetName: str) -> None:  # noqa: N803 - AWS's name
        self.done.append(f"execute {ChangeSetName}")
        self.status = self.ends

    def delete_stack(self, StackName: str) -> None:  # noqa: N803 - AWS's name
        self.done.append(f"delete {StackName}")
        self.status = None


@dataclass
class Lambda:
    """Functions with their versions. A version that sleeps refuses its first invocation, then becomes active."""

    live: dict[str, int] = field(default_factory=dict)
    versions: dict[str, list[int]] = field(default_factory=dict)
    states: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """The states of a version, one for each look; the last one stays."""
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    """The description of a version."""
    done: list[str] = field(default_factory=list)

    def get_alias(self, FunctionName: str, Name: str) -> Mapping[str, str]:  # noqa: N803 - AWS's names
        assert Name == "live"
        return {"FunctionVersion": str(self.live[FunctionName])}

    def get_paginator(self, _: str) -> Pages:
        def page(FunctionName: str) -> Mapping[str, Any]:  # noqa: N803 - AWS's name
            return {"Versions": [{"Version": str(each)} for each in ["$LATEST", *self.versions[FunctionName]]]}

        return Pages(page)

    def get_function_configuration(self, FunctionName: str, Qualifier: str) -> Mapping[str, str]:  # noqa: N803
        states = self.states.get((FunctionName, Qualifier), ["Active"])
        if (description := self.descriptions.get((FunctionName, Qualifier))) is not None:
            return {"State": "Active", "Description": description}
        return {"State": states.pop(0) if len(states) > 1 else states[0]}

    def invoke(self, FunctionName: str, Qualifier: str, Payload: bytes) -> None:  # noqa: N803 - AWS's names
        self.done.append(f"invoke {FunctionName}:{Qualifier}")
        raise refusal("SnapStartNotReadyException")

    def update_alias(self, FunctionName: str, Name: str, FunctionVersion: str, **_: Any) -> None:  # noqa: N803
        self.done.append(f"move {FunctionName}:{FunctionVersion}")
        self.live[FunctionName] = int(FunctionVersion)

    def delete_function(self, FunctionName: str, Qualifier: str) -> None:  # noqa: N803 - AWS's names
        self.done.append(f"delete {FunctionName}:{Qualifier}")


class Bucket:
    """S3, which keeps what is uploaded."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put_object(self, Bucket: str, Key: str, Body: bytes) -> None:  # noqa: N803 - AWS's names
        self.files[f"{Bucket}/{Key}"] = Body

    def generate_presigned_url(self, _: str, given: Mapping[str, str]) -> str:
        return f"https://s3.test/{given['Bucket']}/{given['Key']}?X-Amz-Signature=none"


class Said(Operation):
    """An operation that keeps its lines."""

    lines: list[str]

    def say(self, line: str = "") -> None:
        self.lines.append(line)


def operation(
    root: Path,
    clients: Mapping[str, Any],
    options: Mapping[str, str] | None = None,
    environment: Environment = ENVIRONMENT,
) -> Said:
    """Make an operation whose clients are given, and whose programs run nothing."""

    def client(service: str) -> Any:
        return clients[service]

    made = Said(
        environment, client, options or {}, run=lambda _: None, ask=lambda _: "", sleep=lambda _: None, root=root
    )
    object.__setattr__(made, "lines", [])
    return made
