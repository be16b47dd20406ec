"""A Lambda handler that streams what its event says, for tests of the runtime client. It needs no library."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from functions.lambdas import runtime_client
from functions.lambdas.streamed import Streamed

_MAX_LOOKS = 1_500
_LOOK_SECONDS = 0.02

streams = runtime_client.install()


def handler(event: Mapping[str, Any], context: object) -> object:
    """Answer an event.

    Args:
        event: `log`: a file that gets a line for each failure, and one at the end of the body. `body`: the steps:
            `{"part": text, "times": n}`, `{"await": file}` or `{"raise": text}`. Without `body` the response is whole.
        context: Lambda's context, which is not used.

    Returns:
        The response.
    """
    log = Path(event["log"])
    if "body" not in event:
        return {"streams": streams}

    def failed(failure: str, error: BaseException | None, /, **_: str | int) -> None:
        _write(log, f"{failure} {type(error).__name__}")

    return Streamed(event.get("status", 200), {"content-type": "text/plain"}, _body(event["body"], log), failed)


def _body(steps: Sequence[Mapping[str, Any]], log: Path) -> Iterator[bytes]:
    for step in steps:
        if "await" in step:
            _await(Path(step["await"]))
        elif "raise" in step:
            raise RuntimeError(step["raise"])
        else:
            yield step["part"].encode() * step.get("times", 1)
    _write(log, "made")


def _await(file: Path) -> None:
    for _ in range(_MAX_LOOKS):
        if file.exists():
            return
        time.sleep(_LOOK_SECONDS)
    raise TimeoutError(str(file))


def _write(log: Path, line: str) -> None:
    with log.open("a") as lines:
        lines.write(f"{line}\n")
