"""Runs one command: `python -m infra.operate deploy prod`. Options are environment variables, as make passes them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.operate.deploy import deploy
from infra.operate.environment import Operation, RefusedError, read_environment
from infra.operate.index import index
from infra.operate.preflight import preflight
from infra.operate.restore import restore
from infra.operate.rollback import rollback
from infra.operate.rotate import rotate
from infra.operate.teardown import teardown

COMMANDS: Mapping[str, Callable[[Operation], int]] = {
    "preflight": preflight,
    "deploy": deploy,
    "rollback": rollback,
    "rotate": rotate,
    "restore": restore,
    "teardown": teardown,
    "index": index,
}
"""The commands. Each returns the exit status."""


def main(arguments: list[str]) -> int:
    """Run a command.

    Args:
        arguments: The command and the section of samconfig.toml.

    Returns:
        The exit status: 0 done, 1 refused or failed, 2 wrong arguments.
    """
    if len(arguments) != 2 or arguments[0] not in COMMANDS:
        sys.stderr.write(f"usage: python -m infra.operate {'|'.join(COMMANDS)} ENV\n")
        return 2
    clients: dict[str, Any] = {}

    def client(service: str) -> Any:
        if service not in clients:
            clients[service] = boto3.client(service)
        return clients[service]

    try:
        environment = read_environment(arguments[1])
        return COMMANDS[arguments[0]](Operation(environment, client, os.environ))
    except RefusedError as refused:
        sys.stderr.write(f"{refused}\n")
    except ClientError as error:
        sys.stderr.write(f"AWS refused {error.operation_name}: {error.response['Error'].get('Message', error)}\n")
    except BotoCoreError as error:
        sys.stderr.write(f"AWS cannot be reached: {error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
