"""Runs a container of a task definition as Fargate does: its user, its mounts and its read-only root file system."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from infra.permissions.allowed import Template
from testing.containers.podman import ROOT, podman
from testing.processes import PATIENCE

Json = dict[str, Any]


def task_container(name: str) -> Json:
    """Return a container of the worker's task definition, as infra/worker.yaml has it.

    Args:
        name: The name of the container.
    """
    template = yaml.load((ROOT / "infra/worker.yaml").read_text(), Template)
    containers = template["Resources"]["Task"]["Properties"]["ContainerDefinitions"]
    [found] = [each for each in containers if each["Name"] == name]
    return dict(found)


@dataclass(slots=True)
class Container:
    """A container that runs, or has run."""

    name: str

    def healthy(self) -> bool:
        """Run the task definition's health check."""
        kind, *command = task_container("worker")["HealthCheck"]["Command"]
        assert kind == "CMD"
        return podman("exec", self.name, *command, check=False).returncode == 0

    def ask(self, url: str) -> tuple[int, str]:
        """Send a GET request from inside the container. Return status and text."""
        script = (
            "import sys, urllib.request, urllib.error\n"
            "try: answer = urllib.request.urlopen(sys.argv[1], timeout=5)\n"
            "except urllib.error.HTTPError as error: answer = error\n"
            "print(answer.status, answer.read().decode())"
        )
        done = podman("exec", self.name, "python", "-c", script, url, check=False)
        status, _, text = done.stdout.strip().partition(" ")
        return (int(status) if status else 0), text

    def terminate(self) -> None:
        """Send the image's stop signal, as ECS does first."""
        podman("kill", "--signal", str(self.configuration().get("StopSignal") or "SIGTERM"), self.name)

    def exit_code(self) -> int:
        """Wait for the end of the container. Return its exit code."""
        return int(podman("wait", self.name).stdout)

    def running(self) -> bool:
        """Return whether the container runs."""
        return podman("inspect", "--format", "{{.State.Running}}", self.name).stdout.strip() == "true"

    def log(self) -> str:
        """Return all that the container has written."""
        done = podman("logs", self.name)
        return done.stdout + done.stderr

    def configuration(self) -> Json:
        """Return the configuration of the container, as Docker's API has it."""
        configuration: Json = json.loads(podman("inspect", self.name).stdout)[0]["Config"]
        return configuration


@contextmanager
def on_fargate(
    image: str, definition: Mapping[str, Any], environment: Mapping[str, str], folder: Path, *, volumes: bool = True
) -> Iterator[Container]:
    """Run a container as Fargate runs it, with the network of this machine.

    Fargate mounts a task's volume with the owner and rights of the image's folder if a VOLUME of the image names the
    path. Otherwise the volume belongs to root and only root may write to it:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html

    Args:
        image: The image.
        definition: The container of the task definition.
        environment: The variables of the container. Those of the definition that have a plain value are added.
        folder: An empty folder for the mounts.
        volumes: False ignores the VOLUMEs of the image.

    Yields:
        The container. It is removed at the end.
    """
    named = json.loads(podman("image", "inspect", image).stdout)[0]["Config"].get("Volumes") or {}
    options = [
        "--network",
        "host",
        "--no-healthcheck",
        "--cap-drop",
        "all",
        "--stop-timeout",
        str(definition.get("StopTimeout", 30)),
    ]
    if definition.get("ReadonlyRootFilesystem"):
        options += ["--read-only", "--read-only-tmpfs=false"]
    if not volumes:
        options += ["--image-volume", "ignore"]
    for number, mount in enumerate(definition.get("MountPoints", [])):
        path = mount["ContainerPath"]
        if volumes and path in named:
            continue  # podman makes an anonymous volume with the owner and rights of the image's folder
        source = folder / f"volume-{number}"
        source.mkdir(mode=0o755)
        options += ["--volume", f"{source}:{path}"]
    plain = {each["Name"]: str(each["Value"]) for each in definition["Environment"]}
    fixed = {name: value for name, value in plain.items() if name in ("HOME",)}
    for name, value in {**fixed, **environment}.items():
        options += ["--env", f"{name}={value}"]
    container = Container(podman("run", "--detach", *options, image).stdout.strip())
    try:
        yield container
    finally:
        podman("rm", "--force", "--volumes", "--time", str(int(min(PATIENCE, 10))), container.name, check=False)
