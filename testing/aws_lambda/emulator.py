"""A Lambda function under AWS's runtime interface emulator, with the package that is deployed.

The emulator is AWS's own Runtime API and supervisor: it starts the runtime with the first event, ends it at the time
limit and starts it again for the next event. It has no SnapStart, and it returns a streamed response at its end:
runtime_api.py has both.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from testing.aws_lambda.arriving import http_response
from testing.aws_lambda.client import runtime_client
from testing.aws_lambda.described import ROOT, Described
from testing.aws_lambda.runtime_api import FunctionError
from testing.calls.livekit_stack import missing
from testing.processes import HOST, free_port

EMULATOR = ROOT / ".cache" / "lambda-emulator" / "bin" / "aws-lambda-rie"

_MAX_START_SECONDS = 60


class TimedOutError(FunctionError):
    """The function did not answer within its time limit."""


def required_emulator() -> Path:
    """Return the emulator's program. Without it the test is skipped, and fails in CI."""
    if not EMULATOR.exists():
        missing("the Lambda runtime interface emulator", "make lambda-emulator")
    return EMULATOR


def packaged(folder: Path) -> Path:
    """Make the package of the functions in `folder` for this machine and this Python. It is what `sam build` makes."""
    target = {
        "LAMBDA_PLATFORM": f"{platform.machine()}-manylinux_2_28",
        "LAMBDA_PYTHON": f"{sys.version_info.major}.{sys.version_info.minor}",
    }
    subprocess.run([ROOT / "infra" / "package", folder], env={**os.environ, **target}, check=True)
    return folder


class Emulated:
    """A running function.

    Args:
        address: The URL to which events are sent.
        log: The file with the standard output and error of the emulator and the function.
        pid: The process id of the emulator.
    """

    def __init__(self, address: str, log: Path, pid: int) -> None:
        self._address = address
        self.log = log
        self._pid = pid

    def runtime(self) -> int:
        """Return the process id of the function's process. There is one after the first event."""
        children = Path("/proc", str(self._pid), "task").glob("*/children")
        [pid] = [int(pid) for each in children for pid in each.read_text().split()]
        return pid

    def invoke(self, event: object) -> Any:
        """Send an event and return the answer.

        Args:
            event: JSON as bytes, or a value that is written as JSON.

        Returns:
            The value that the handler returns. A streamed response, which the emulator returns at its end, is read as
            API Gateway reads it.

        Raises:
            TimedOutError: If the function's time has passed.
            FunctionError: If the handler raises an exception, or cannot be imported. The text is the runtime's message.
        """
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        answer = httpx.post(self._address, content=body, timeout=300)
        if answer.text.startswith("Task timed out"):
            raise TimedOutError(answer.text)
        assert answer.content, f"the emulator answered {answer.status_code} without a body; its log is {self.log}"
        if bytes(8) in answer.content:
            status, headers, content = http_response(answer.content)
            return {"statusCode": status, "headers": headers, "body": content.decode()}
        value = answer.json()
        if isinstance(value, dict) and "errorMessage" in value:
            raise FunctionError(f"{value.get('errorType')}: {value['errorMessage']}")
        return value


@contextmanager
def emulated(
    described: Described, package: Path, environment: Mapping[str, str], log: Path, *, seconds: int | None = None
) -> Iterator[Emulated]:
    """Run a function of the template.

    Args:
        described: The function.
        package: The folder of the package.
        environment: The function's environment variables.
        log: The file that gets the output.
        seconds: Another time limit than the template's.
    """
    address, api = f"{HOST}:{free_port()}", f"{HOST}:{free_port()}"
    command = [
        *(str(required_emulator()), "--log-level", "error"),
        *("--runtime-interface-emulator-address", address, "--runtime-api-address", api),
        *(sys.executable, "-S", "-m", "awslambdaric", described.handler),
    ]
    variables = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(package), str(runtime_client(sys.executable))]),
        "LAMBDA_TASK_ROOT": str(package),
        "AWS_LAMBDA_FUNCTION_NAME": described.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(described.megabytes),
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(seconds or described.seconds),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        **environment,
    }
    with log.open("ab") as out:
        process = subprocess.Popen(command, env=variables, cwd=package, stdout=out, stderr=out)
    try:
        _await_start(process, f"http://{address}", log)
        yield Emulated(f"http://{address}/2015-03-31/functions/function/invocations", log, process.pid)
    finally:
        process.terminate()  # the emulator ends the runtime first
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_start(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _MAX_START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise FunctionError(f"the emulator did not start: {log.read_text()[-2000:]}")
