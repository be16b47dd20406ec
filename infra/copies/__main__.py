"""Loads a copy of the flows table into a new stack, or tells the age of the newest copy.

`python -m infra.copies load s3://bucket/callflow-prod --stack callflow-prod` and
`python -m infra.copies age s3://bucket/callflow-prod`. docs/runbooks/region-loss.md describes when.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3

from infra.copies.export import Bucket, CopyError, Folder, Place, newest
from infra.copies.load import load

MAX_AGE = timedelta(hours=26)
"""The age of the newest copy beyond which a nightly one is missing."""


def main(arguments: Sequence[str]) -> int:
    """Run a command.

    Args:
        arguments: The command line without the program.

    Returns:
        0; 1 after an error, or if the newest copy is too old.
    """
    parser = argparse.ArgumentParser(prog="python -m infra.copies", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    load_it = commands.add_parser("load", help="write a copy into the flows table of a new stack")
    load_it.add_argument("place", help="s3://bucket/folder or a folder of this machine: the newest copy in it")
    load_it.add_argument("--stack", required=True, help="the stack's name")
    load_it.add_argument("--again", action="store_true", help="continue an attempt that was interrupted")
    age = commands.add_parser("age", help="fail if the newest copy is older than a day")
    age.add_argument("place")
    given = parser.parse_args(arguments)
    try:
        return _load(given) if given.command == "load" else _age(given)
    except CopyError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _load(given: argparse.Namespace) -> int:
    copy = newest(_place(given.place))
    table = _flows_table(given.stack)
    sys.stdout.write(f"{copy.place.name}: {copy.count} items of {copy.table} at {copy.at.isoformat()}\n")
    counts = load(boto3.client("dynamodb"), table, copy.items(), again=given.again)
    sys.stdout.writelines(f"{count:8} {kind}\n" for kind, count in sorted(counts.items()))
    sys.stdout.write(f"They are in {table}.\n")
    return 0


def _age(given: argparse.Namespace) -> int:
    copy = newest(_place(given.place))
    age = datetime.now(UTC) - copy.at
    sys.stdout.write(f"{copy.place.name}: {copy.count} items, {age.total_seconds() / 3600:.1f} hours old\n")
    if age > MAX_AGE:
        raise CopyError("The newest copy is older than a day. Look at the alarm flows-not-copied and at ListExports.")
    return 0


def _place(name: str) -> Place:
    if not name.startswith("s3://"):
        return Folder(Path(name))
    bucket, _, folder = name.removeprefix("s3://").rstrip("/").partition("/")
    return Bucket(boto3.client("s3"), bucket, f"{folder}/" if folder else "")


def _flows_table(stack: str) -> str:
    from botocore.exceptions import ClientError

    try:
        found: Any = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        raise CopyError(f"{stack}: {error.response['Error']['Message']}. Deploy the stack first.") from error
    outputs = {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}
    if "FlowsTable" not in outputs:
        raise CopyError(f"{stack} has no output FlowsTable. Wait for the end of its deployment.")
    return str(outputs["FlowsTable"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
