"""Runs podman and buildah with the storage that `.ci/containers` makes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from testing.calls.livekit_stack import missing

ROOT = Path(__file__).parents[2]
"""The top folder of the repository."""
BASE = "docker.io/library/python:3.13-slim"
"""The stand-in for Python's official image."""
_CACHE = ROOT / ".cache" / "containers"
_ENVIRONMENT = {
    "CONTAINERS_STORAGE_CONF": str(_CACHE / "storage.conf"),
    "CONTAINERS_CONF": str(_CACHE / "containers.conf"),
}


def need_podman() -> None:
    """Skip the test, or fail in CI, if containers cannot run here."""
    installed = all(shutil.which(program) for program in ("podman", "buildah", "runc"))
    made = installed and (_CACHE / "storage.conf").exists()
    if not made or podman("image", "exists", BASE, check=False).returncode:
        missing("podman with an image of Python", "make containers, as root")


def podman(
    *arguments: str, check: bool = True, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run podman.

    Args:
        arguments: The command and its arguments.
        check: Whether a failure of podman raises.
        environment: Variables to add, such as those that `--env NAME` passes on.

    Returns:
        The completed process with its output.

    Raises:
        AssertionError: podman failed.
    """
    return _run(["podman", *arguments], check, environment)


def build(dockerfile: str, tag: str, *options: str) -> str:
    """Build an image from the repository with buildah. A layer that was built before is used again.

    Args:
        dockerfile: The path of the Dockerfile in the repository.
        tag: The name of the image.
        options: Further options of `buildah bud`.

    Returns:
        The name of the image.

    Raises:
        AssertionError: The build failed.
    """
    # Docker's format, because OCI's has no HEALTHCHECK.
    how = ["--isolation", "chroot", "--layers", "--format", "docker", "--file", dockerfile, "--tag", tag]
    _run(["buildah", "bud", *how, *options, str(ROOT)], True, None)
    return tag


def _run(command: list[str], check: bool, environment: Mapping[str, str] | None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command,
        env={**os.environ, **_ENVIRONMENT, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not check or done.returncode == 0, f"{' '.join(command[:3])}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done
