"""`make rollback`: moves the functions' aliases, or the worker's image, to the one before."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from infra.operate.deploy import deploy, image
from infra.operate.environment import Operation, RefusedError
from infra.operate.standing import Standing, there
from infra.operate.versions import ALIAS, Published, published

WAIT_SECONDS, MAX_LOOKS = 5, 180
"""A version that slept needs minutes for its snapshot: fifteen at most are waited for."""
STREAMS = "Streams turns."
"""The beginning of TurnFunction's description since the API streams. An earlier version's responses are no streams."""


def rollback(operation: Operation) -> int:
    """Roll back.

    Args:
        operation: The command's surroundings. Option PART: `functions` (default) or `worker`.

    Returns:
        The exit status.

    Raises:
        RefusedError: If there is nothing before, or a version before cannot answer this stack's API.
    """
    stack, part = there(operation), operation.options.get("PART", "functions")
    if part == "worker":
        return _worker(operation, stack)
    if part != "functions":
        raise RefusedError(f"PART is {part!r}; set it to functions or worker")
    targets = [(each, each.before()) for each in published(operation, stack).values()]
    missing = [each.function for each, before in targets if before is None]
    if missing:
        raise RefusedError(f"Nothing was changed. These functions have no version before: {', '.join(missing)}")
    for each, before in targets:
        _require_streams(operation, each, str(before))
    # All of them are awake before the first alias moves, so that no caller meets a version that sleeps.
    for each, before in targets:
        awake(operation, each.function, str(before))
    for each, before in targets:
        _move(operation, each, str(before))
    operation.say("The functions run the version before. `make deploy` moves them forward again.")
    return 0


def _require_streams(operation: Operation, each: Published, version: str) -> None:
    now, then = (
        operation.client("lambda")
        .get_function_configuration(FunctionName=each.function, Qualifier=qualifier)
        .get("Description", "")
        .startswith(STREAMS)
        for qualifier in (str(each.live), version)
    )
    if now and not then:
        raise RefusedError(
            f"Nothing was changed. API Gateway streams turns, and version {version} of {each.function} cannot. Check "
            "out the release before and deploy it: docs/deploy.md, Streamed turns"
        )


def _move(operation: Operation, each: Published, version: str) -> None:
    # Without weights: a canary that is in progress would send a part of the requests to the newer version.
    operation.client("lambda").update_alias(
        FunctionName=each.function, Name=ALIAS, FunctionVersion=version, RoutingConfig={"AdditionalVersionWeights": {}}
    )
    operation.say(f"{each.function}: {each.live} -> {version}")


def awake(operation: Operation, function: str, version: str) -> None:
    """Wake a version and wait until it is active.

    Lambda deletes the snapshot of a version that nobody invokes for two weeks. The first invocation after that fails,
    and makes Lambda prepare the snapshot again.

    Args:
        operation: The command's surroundings.
        function: The function's name.
        version: The version.

    Raises:
        RefusedError: If it does not become active within fifteen minutes.
    """
    functions = operation.client("lambda")
    woken = False
    for _ in range(MAX_LOOKS):
        state = functions.get_function_configuration(FunctionName=function, Qualifier=version).get("State", "Active")
        if state == "Active":
            return
        if state == "Failed":
            break
        if state == "Inactive" and not woken:
            operation.say(f"{function}: version {version} sleeps; waking it takes some minutes")
            _invoke(functions, function, version)
            woken = True
        operation.sleep(WAIT_SECONDS)
    raise RefusedError(f"Nothing was changed. Version {version} of {function} is not active; choose another release")


def _invoke(functions: Any, function: str, version: str) -> None:
    try:
        # An event without records. A version that sleeps refuses it before its code runs.
        functions.invoke(FunctionName=function, Qualifier=version, Payload=b'{"Records": []}')
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("SnapStartNotReadyException", "ResourceNotReadyException"):
            raise


def _worker(operation: Operation, stack: Standing) -> int:
    now, parameter = image(operation, stack), stack.outputs.get("WorkerImageParameter", "")
    pages = operation.client("ssm").get_paginator("get_parameter_history").paginate(Name=parameter)
    values = [str(each["Value"]) for page in pages for each in page["Parameters"]]
    earlier = [value for value in values if value not in (now, "none")]
    if not earlier:
        raise RefusedError("Nothing was changed. The worker has no image before")
    operation.client("ssm").put_parameter(Name=parameter, Value=earlier[-1], Overwrite=True)
    operation.say(f"the worker's image: {now} -> {earlier[-1]}")
    return deploy(operation)
