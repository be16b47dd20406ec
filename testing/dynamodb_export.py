"""Writes a table as DynamoDB's export to S3 does. ministack and moto accept an export and write no file."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any


def write_export(
    put: Callable[[str, bytes], None],
    items: Iterable[Mapping[str, Any]],
    *,
    at: datetime,
    prefix: str = "",
    files: int = 2,
    **summary: object,
) -> str:
    """Write a full export.

    Args:
        put: Stores the content of a file under a key.
        items: The items as boto3's client returns them.
        at: The time of the export.
        prefix: The export's S3Prefix.
        files: The number of data files. DynamoDB writes at least one for each partition.
        **summary: Fields of the summary that differ from those of a full export.

    Returns:
        The folder of the export, with a slash at its end.
    """
    folder = f"{prefix}/" if prefix else ""
    folder += f"AWSDynamoDB/{int(at.timestamp() * 1000):014d}-a1b2c3d4/"
    put(f"{folder}_started", b"")
    listed, every = [], list(items)
    for number in range(files):
        lines = [json.dumps({"Item": _plain(item)}) for item in every[number::files]]
        content = gzip.compress("".join(f"{line}\n" for line in lines).encode())
        key = f"{folder}data/{number:026d}.json.gz"
        put(key, content)
        digest = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
        listed.append({"itemCount": len(lines), "md5Checksum": digest, "etag": "0-1", "dataFileS3Key": key})
    put(f"{folder}manifest-files.json", "".join(f"{json.dumps(each)}\n" for each in listed).encode())
    written = {
        "version": "2020-06-30",
        "tableArn": "arn:aws:dynamodb:us-east-1:123456789012:table/Flows",
        "exportTime": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "manifestFilesS3Key": f"{folder}manifest-files.json",
        "itemCount": len(every),
        "outputFormat": "DYNAMODB_JSON",
        "exportType": "FULL_EXPORT",
        **summary,
    }
    put(f"{folder}manifest-summary.json", json.dumps(written).encode())
    return folder


def _plain(node: Any) -> Any:
    """Return the items with bytes in Base64."""
    if isinstance(node, bytes):
        return base64.b64encode(node).decode()
    if isinstance(node, Mapping):
        return {key: _plain(each) for key, each in node.items()}
    return [_plain(each) for each in node] if isinstance(node, list) else node
