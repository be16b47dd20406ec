"""podman as the container engine of SAM, with the images and settings of `.ci/containers`.

The engine's settings are copied to a temporary folder and extended there. Containers get a network of their own: an
address of this machine in it leads to the services of a test, and containers cannot reach 127.0.0.1 of this machine.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from testing.aws_lambda.client import install_client
from testing.containers.podman import ROOT, podman
from testing.processes import running

GATEWAY = "10.89.77.1"
"""The address of this machine in the containers' network."""
_SUBNET = "10.89.77.0/24"
_SETTINGS = ROOT / ".cache" / "containers"


@contextmanager
def engine(folder: Path, variables: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Run podman's service, which has the API of docker.

    Args:
        folder: A folder for the settings and the socket.
        variables: Environment variables of every container.

    Returns:
        The environment variables that lead podman, buildah and docker's clients to the engine.
    """
    environment = {
        "CONTAINERS_STORAGE_CONF": str(_SETTINGS / "storage.conf"),
        "CONTAINERS_CONF": str(_settings(folder, variables)),
        "DOCKER_HOST": f"unix://{folder}/podman.sock",
    }
    socket = folder / "podman.sock"
    service = ["podman", "system", "service", "--time", "0", environment["DOCKER_HOST"]]
    with running(service, socket.exists, environment=environment, log=folder / "podman.log"):
        yield environment


def _settings(folder: Path, variables: Mapping[str, str]) -> Path:
    written = (_SETTINGS / "containers.conf").read_text()
    assert "[network]" not in written
    assert written.count("[containers]\n") == 1
    values = json.dumps([f"{name}={value}" for name, value in variables.items()])
    extended = written.replace("[containers]\n", f"[containers]\nenv = {values}\n")
    network = {"default_subnet": _SUBNET, "network_config_dir": str(folder / "networks")}
    lines = [f"{name} = {json.dumps(value)}" for name, value in network.items()]
    path = folder / "containers.conf"
    path.write_text(extended + "\n".join(["[network]", *lines]) + "\n")
    return path


def make_runtime_image(folder: Path, environment: Mapping[str, str], architecture: str) -> None:
    """Make the image of Lambda's Python 3.13 under the name that SAM asks for.

    Args:
        folder: A folder for the image's files.
        environment: Of `engine`.
        architecture: `x86_64` or `arm64`.
    """
    shutil.copytree(ROOT / "testing" / "aws_lambda" / "image", folder)
    platform = "aarch64" if architecture == "arm64" else architecture
    target = ("--python-platform", f"{platform}-manylinux_2_28", "--python-version", "3.13", "--only-binary", ":all:")
    install_client(folder / "runtime", *target)
    name = "public.ecr.aws/lambda/python:3.13"
    # SAM adds its own emulator to the image and keeps the result, also after a change of the image.
    made = [f"{name}-rapid-{architecture}", f"{name}-{architecture}"]
    podman("image", "rm", "--force", "--ignore", *made, environment=environment)
    podman("build", "--isolation", "chroot", "--tag", made[1], str(folder), environment=environment)
