"""The test call of a tool, and the tools of an MCP server, in responses."""

from __future__ import annotations

from typing_extensions import TypedDict

from flow_core.json import Json


class SentRequest(TypedDict):
    """The request that was sent. A secret stands in `url` as `{{ secrets.NAME }}`."""

    method: str
    url: str


class FailedExpression(TypedDict):
    """An expression of the tool that failed. `field` is its place, such as `url` or `assign.status`."""

    field: str
    error: str


class ToolTestResult(TypedDict):
    """What a test call led to.

    `status` and `body` are null if there was no answer; `problem` then says why, and is null otherwise. `variables` are
    those that `assign` has set. `exit` is the exit by which a flow would leave the node. Of a tool of a model it is
    `error` if the model gets an error; `result` is what the model reads, and null for a tool node.
    """

    request: SentRequest
    status: int | None
    headers: dict[str, str]
    body: Json
    millis: float
    exit: str
    variables: dict[str, Json]
    failed: list[FailedExpression]
    problem: str | None
    result: str | None


class ServerTool(TypedDict):
    """A tool as its MCP server lists it.

    `parameters` is the JSON schema of its arguments. `repeatable`: the server says that a second call changes nothing.
    """

    name: str
    description: str
    parameters: dict[str, Json]
    repeatable: bool


class ServerTools(TypedDict):
    """The tools of an MCP server. `problem` says why there is no list, and is null if there is one."""

    tools: list[ServerTool]
    problem: str | None
