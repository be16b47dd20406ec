"""Reads a full export that DynamoDB wrote to S3. Nothing is written here.

The format is that of "DynamoDB table export output format" in DynamoDB's developer guide: a summary, a list of files
with their checksums, and gzipped lines of `{"Item": {…}}` in DynamoDB's JSON.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeAlias

SUMMARY, FILES = "manifest-summary.json", "manifest-files.json"

Item: TypeAlias = Mapping[str, Mapping[str, Any]]
"""An item with typed values, as boto3's client takes it."""


class CopyError(Exception):
    """A copy cannot be read or loaded. The text names the reason and the remedy."""


class Place(Protocol):
    """A folder of files."""

    @property
    def name(self) -> str:
        """The folder as its user wrote it."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return the content of a file; None if it does not exist."""
        ...

    def folders(self) -> list[str]:
        """List the names of the folders in this one."""
        ...

    def within(self, folder: str) -> Place:
        """Return a folder in this one."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A `Place` on this machine."""

    path: Path

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    def read(self, name: str) -> bytes | None:
        """See `Place.read`."""
        path = self.path / name
        return path.read_bytes() if path.is_file() else None

    def folders(self) -> list[str]:
        """See `Place.folders`."""
        return sorted(each.name for each in self.path.iterdir() if each.is_dir()) if self.path.is_dir() else []

    def within(self, folder: str) -> Place:
        """See `Place.within`."""
        return Folder(self.path / folder)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A `Place` in S3.

    Args:
        client: boto3's client.
        bucket: The bucket's name.
        prefix: The folder, with a slash at its end; empty for the whole bucket.
    """

    client: Any
    bucket: str
    prefix: str

    @property
    def name(self) -> str:
        """The address, such as s3://bucket/folder/."""
        return f"s3://{self.bucket}/{self.prefix}"

    def read(self, name: str) -> bytes | None:
        """See `Place.read`."""
        try:
            content: bytes = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"].read()
        except self.client.exceptions.NoSuchKey:
            return None
        return content

    def folders(self) -> list[str]:
        """See `Place.folders`."""
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix, Delimiter="/"
        )
        found = (each["Prefix"] for page in pages for each in page.get("CommonPrefixes", []))
        return sorted(prefix.removeprefix(self.prefix).rstrip("/") for prefix in found)

    def within(self, folder: str) -> Place:
        """See `Place.within`."""
        return Bucket(self.client, self.bucket, f"{self.prefix}{folder}/")


@dataclass(frozen=True, slots=True)
class Export:
    """A complete export."""

    place: Place
    at: datetime
    """The moment whose items it has."""
    table: str
    """The ARN of the table."""
    count: int
    """The number of its items."""

    def items(self) -> Iterator[Item]:
        """Yield the items.

        Raises:
            CopyError: If a file is missing or damaged, or if items are missing.
        """
        seen = 0
        for line in _lines(_needed(self.place, FILES)):
            name = str(line["dataFileS3Key"]).rsplit("/", 1)[-1]
            packed = _needed(self.place.within("data"), name)
            digest = base64.b64encode(hashlib.md5(packed, usedforsecurity=False).digest()).decode()
            if digest != line["md5Checksum"]:
                raise CopyError(f"{self.place.name}data/{name} is damaged. Take an older copy.")
            for each in _lines(gzip.decompress(packed)):
                seen += 1
                yield {key: _typed(value) for key, value in each["Item"].items()}
        if seen != self.count:
            raise CopyError(f"{self.place.name} has {seen} items instead of {self.count}. Take an older copy.")


def newest(place: Place) -> Export:
    """Find the newest complete export.

    Args:
        place: An export, its folder `AWSDynamoDB`, or the folder that holds that one.

    Returns:
        The export.

    Raises:
        CopyError: If there is none.
    """
    if place.read(SUMMARY) is not None:
        return _read(place)
    folders = place.folders()
    if "AWSDynamoDB" in folders:
        return newest(place.within("AWSDynamoDB"))
    # The name of an export begins with its time.
    for folder in reversed(folders):
        if place.within(folder).read(SUMMARY) is not None:
            return _read(place.within(folder))
    raise CopyError(
        f"{place.name} has no complete export. It is an export, or a folder that has AWSDynamoDB/<export>/."
    )


def _read(place: Place) -> Export:
    summary = json.loads(_needed(place, SUMMARY))
    kind, form = summary.get("exportType", "FULL_EXPORT"), summary["outputFormat"]
    if (kind, form) != ("FULL_EXPORT", "DYNAMODB_JSON"):
        raise CopyError(f"{place.name} is {kind} in {form}. Take a FULL_EXPORT in DYNAMODB_JSON.")
    return Export(
        place, datetime.fromisoformat(summary["exportTime"]), str(summary["tableArn"]), int(summary["itemCount"])
    )


def _needed(place: Place, name: str) -> bytes:
    content = place.read(name)
    if content is None:
        raise CopyError(f"{place.name} lacks {name}. Take an older copy.")
    return content


def _lines(text: bytes) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in text.splitlines() if line)


def _typed(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a typed value with its bytes decoded. JSON has them in Base64."""
    ((kind, content),) = value.items()
    match kind:
        case "B":
            return {kind: base64.b64decode(content)}
        case "BS":
            return {kind: [base64.b64decode(each) for each in content]}
        case "M":
            return {kind: {key: _typed(each) for key, each in content.items()}}
        case "L":
            return {kind: [_typed(each) for each in content]}
        case _:
            return {kind: content}
