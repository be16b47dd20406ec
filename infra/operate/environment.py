"""A section of samconfig.toml, and what a command gets: the section, clients of AWS and the operator's options."""

from __future__ import annotations

import shlex
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
"""The top folder of the repository."""


class RefusedError(Exception):
    """A command does not do what was requested. The text names the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A section of samconfig.toml."""

    section: str
    stack: str
    """The name of the stack."""
    prefix: str
    """The prefix of the package's files in the bucket of SAM."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    confirm: bool = False
    """True if a change set is executed only after the operator's consent."""


def read_environment(section: str, path: Path = ROOT / "samconfig.toml") -> Environment:
    """Read a section.

    Args:
        section: The section's name, such as `prod`.
        path: The file.

    Returns:
        The section.

    Raises:
        RefusedError: If the section or its stack_name is missing.
    """
    written = tomllib.loads(path.read_text()).get(section, {})
    stack = written.get("global", {}).get("parameters", {}).get("stack_name")
    if not isinstance(stack, str):
        sections = sorted(tomllib.loads(path.read_text()).keys() - {"version"})
        raise RefusedError(
            f"samconfig.toml has no [{section}.global.parameters] with a stack_name; set ENV to one of: "
            + ", ".join(sections)
        )
    deploy = written.get("deploy", {}).get("parameters", {})
    return Environment(
        section=section,
        stack=stack,
        prefix=str(deploy.get("s3_prefix", stack)),
        parameters=assignments(deploy.get("parameter_overrides", "")),
        tags=assignments(deploy.get("tags", "")),
        confirm=bool(deploy.get("confirm_changeset", False)),
    )


def assignments(text: str | list[str]) -> dict[str, str]:
    """Read `Name=value Other="two words"`.

    Args:
        text: The text, as the operator writes it and as `sam deploy --guided` does, or a list of such parts.

    Returns:
        The values by name.

    Raises:
        RefusedError: If a part has no equals sign.
    """
    found = {}
    for part in shlex.split(text) if isinstance(text, str) else text:
        name, equals, value = part.partition("=")
        if not equals or not name:
            raise RefusedError(f"{part!r} is not written as Name=value")
        found[name] = value
    return found


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 - sam, with arguments of this package
    if done.returncode:
        raise RefusedError(f"{command[0]} {command[1]} failed, as described above")


def _ask(question: str) -> str:
    return input(question) if sys.stdin.isatty() else ""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a command gets. Tests replace the clients and the functions."""

    environment: Environment
    client: Callable[[str], Any]
    """Returns boto3's client of a service."""
    options: Mapping[str, str] = field(default_factory=dict)
    """The environment variables: SET, ALLOW, YES and the like."""
    run: Callable[[list[str | Path]], None] = _run
    """Runs a program in the top folder. RefusedError is raised if it fails."""
    ask: Callable[[str], str] = _ask
    """Asks the operator; an empty answer if nobody is there."""
    sleep: Callable[[float], None] = time.sleep
    root: Path = ROOT

    def say(self, line: str = "") -> None:
        """Print a line."""
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
