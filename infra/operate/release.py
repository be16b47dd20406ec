"""The digest of package, parameters, image and versions of secrets. A new one publishes versions of functions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from botocore.exceptions import ClientError

from infra.operate.environment import Operation

DIGITS = 16
"""Hexadecimal digits of a release. SAM uses ten."""


def release(template: str, parameters: Mapping[str, str], *others: str) -> str:
    """Return the digest.

    Args:
        template: The packaged template. It names each package by the hash of its content.
        parameters: All parameters, given or kept. `Release` does not count.
        others: What else a function or worker reads: the image, versions of secrets.

    Returns:
        The digest, as the parameter `Release` takes it.
    """
    counted = {name: value for name, value in parameters.items() if name != "Release"}
    text = json.dumps([template, counted, others], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def secret_versions(operation: Operation, names: Iterable[str]) -> list[str]:
    """Return name and current version of each secret. A secret that does not exist has no version."""
    found = []
    for name in sorted(filter(None, names)):
        try:
            described = operation.client("secretsmanager").describe_secret(SecretId=name)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            found.append(f"{name}: missing")
            continue
        stages = described.get("VersionIdsToStages", {})
        found.append(f"{name}: {sorted(version for version, of in stages.items() if 'AWSCURRENT' in of)}")
    return found
