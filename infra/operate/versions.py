"""Published versions of the stack's functions, and the alias that callers use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infra.operate.environment import Operation
from infra.operate.standing import Standing, resources

ALIAS = "live"
"""The alias that API Gateway, queues and schedules call."""
FUNCTIONS = ("TurnFunction", "ApiFunction", "PostCallFunction", "DeliverFunction", "IdleFunction")
"""The stack's functions, which are its outputs too."""
KEEP_VERSIONS = 5
"""Versions of a function that stay for a rollback. Each one with SnapStart keeps a snapshot, which costs money."""


@dataclass(frozen=True, slots=True)
class Published:
    """The versions of a function."""

    function: str
    """The function's name."""
    live: int
    """The version of the alias."""
    versions: tuple[int, ...]
    """All published versions, ascending."""

    def before(self) -> int | None:
        """Return the newest version that is older than that of the alias."""
        return max((each for each in self.versions if each < self.live), default=None)


def published(operation: Operation, stack: Standing) -> dict[str, Published]:
    """Return the versions of each function of a stack, by the name of its output."""
    functions, found = operation.client("lambda"), {}
    for output in FUNCTIONS:
        if output not in stack.outputs:
            continue
        name = stack.outputs[output]
        live = functions.get_alias(FunctionName=name, Name=ALIAS)["FunctionVersion"]
        pages = functions.get_paginator("list_versions_by_function").paginate(FunctionName=name)
        numbers = [each["Version"] for page in pages for each in page["Versions"]]
        found[output] = Published(name, int(live), tuple(sorted(int(each) for each in numbers if each.isdigit())))
    return found


def rolled_back(operation: Operation, versions: Mapping[str, Published]) -> list[str]:
    """Return the functions whose alias is not at the version that the stack published last."""
    last = {}
    for path, resource in resources(operation):
        if resource["ResourceType"] == "AWS::Lambda::Version" and resource.get("PhysicalResourceId"):
            last[path.partition("Version")[0]] = resource["PhysicalResourceId"].rpartition(":")[2]
    return [
        f"{output} at {each.live}"
        for output, each in versions.items()
        if last.get(output, "").isdigit() and int(last[output]) != each.live
    ]


def prune(operation: Operation, versions: Mapping[str, Published]) -> int:
    """Delete old versions, and return how many: all but the newest five and that of the alias."""
    deleted = 0
    for each in versions.values():
        for version in each.versions[:-KEEP_VERSIONS]:
            if version != each.live:
                operation.client("lambda").delete_function(FunctionName=each.function, Qualifier=str(version))
                deleted += 1
    return deleted
