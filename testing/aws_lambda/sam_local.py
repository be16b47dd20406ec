"""`sam build`, `sam local invoke` and `sam local start-api`, with podman, on the functions of template.yaml."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from testing.aws_lambda.described import ROOT
from testing.calls.livekit_stack import missing
from testing.processes import HOST, free_port, running

ARCHITECTURE = "arm64" if platform.machine() == "aarch64" else "x86_64"
"""This machine's, as the template and SAM call it. The template's default is arm64."""

SAM = ROOT / ".cache" / "deploy" / "bin" / "sam"


def required_sam() -> None:
    """Skip the test if SAM is missing. In CI, fail."""
    if not SAM.exists():
        missing("sam", "make .cache/deploy/.installed")


@dataclass(frozen=True, slots=True)
class SamLocal:
    """The functions, built by `sam build`.

    Args:
        folder: A folder for files.
        environment: Of `containers.engine`.
        variables: The values of the template's variables, by function.
    """

    folder: Path
    environment: Mapping[str, str]
    variables: Mapping[str, Mapping[str, str]]

    @property
    def log(self) -> Path:
        """The output of SAM and of the functions."""
        return self.folder / "sam.log"

    def build(self) -> None:
        """Run `sam build` for this machine's architecture."""
        target = {"LAMBDA_PLATFORM": f"{platform.machine()}-manylinux_2_28"}
        self._run("build", "--build-dir", str(self.folder / "build"), environment=target)

    def invoke(self, function: str, event: object) -> Any:
        """Run `sam local invoke`, and return the function's answer."""
        path = self.folder / f"{function}.json"
        path.write_text(json.dumps(event))
        printed = self._run("local", "invoke", function, "--event", str(path), *self._options())
        return json.loads(printed.strip().splitlines()[-1])

    @contextmanager
    def api(self) -> Iterator[httpx.Client]:
        """Run `sam local start-api`, and yield a client of it."""
        log, port = self.folder / f"start-api-{(port := free_port())}.log", port
        command: list[str | Path] = [SAM, "local", "start-api", "--host", HOST, "--port", str(port), *self._options()]
        # A function keeps its container, and its process, for the next request.
        command += ["--warm-containers", "LAZY"]
        with (
            running(command, lambda: "Running on" in log.read_text(), environment=self._environment(), log=log),
            httpx.Client(base_url=f"http://{HOST}:{port}", timeout=120) as client,
        ):
            yield client

    def _options(self) -> list[str]:
        variables = self.folder / "variables.json"
        variables.write_text(json.dumps(self.variables))
        return [
            *("--template", str(self.folder / "build" / "template.yaml")),
            *("--env-vars", str(variables), "--parameter-overrides", f"Architecture={ARCHITECTURE}"),
            "--skip-pull-image",
        ]

    def _run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
        """Run a command of SAM, and return its standard output. The standard error goes to the log."""
        variables = {**os.environ, **self._environment(), **(environment or {})}
        with self.log.open("ab") as log:
            done = subprocess.run(
                [SAM, *arguments], cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=log, timeout=600
            )
        assert done.returncode == 0, self.log.read_text()[-5000:]
        return done.stdout.decode()

    def _environment(self) -> dict[str, str]:
        return {
            **self.environment,
            "SAM_CLI_TELEMETRY": "0",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
        }
