"""Uploads the built dashboard to the bucket of a stack of samconfig.toml: `python -m infra.publish_dashboard prod`.

An open page requests files of its own build. So the new files are uploaded before the page that names them, and the
old files stay for some time.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import boto3

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dashboard" / "dist"

PAGE, CONFIG = "index.html", "config.json"
HASHED = "assets/"
"""The folder of the files whose names change with their contents."""
IMMUTABLE, REVALIDATE = "public, max-age=31536000, immutable", "no-cache"
"""The Cache-Control headers of hashed files and of all others."""
OLD_FILES_STAY = timedelta(days=7)
"""The time for which files of older builds stay, because a page of such a build may be open."""

TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Content types by suffix. CloudFront compresses these types. The table of the machine is not used: machines differ."""


class CannotPublishError(Exception):
    """The dashboard cannot be published. The text names the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class Site:
    """The destination, from the outputs of a stack."""

    url: str
    bucket: str
    """The name of the bucket."""
    distribution: str
    """The id of the CloudFront distribution."""
    config: Mapping[str, str]
    """The content of config.json, which the page reads."""


def stack_name(environment: str, samconfig: Path = ROOT / "samconfig.toml") -> str:
    """Return the name of a stack.

    Args:
        environment: A section of samconfig.toml.
        samconfig: The file.

    Returns:
        The stack's name.

    Raises:
        CannotPublishError: If the section or the name is missing.
    """
    section = tomllib.loads(samconfig.read_text()).get(environment, {})
    try:
        return str(section["global"]["parameters"]["stack_name"])
    except (KeyError, TypeError):
        raise CannotPublishError(f"samconfig.toml has no [{environment}.global.parameters] with a stack_name") from None


def site(outputs: Mapping[str, str]) -> Site:
    """Return the destination.

    Args:
        outputs: The outputs of the stack.

    Returns:
        The destination.

    Raises:
        CannotPublishError: If the stack has no dashboard.
    """
    try:
        # A pool's id begins with its region.
        region, pool = outputs["UserPool"].partition("_")[0], outputs["UserPool"]
        return Site(
            url=outputs["DashboardUrl"],
            bucket=outputs["DashboardBucket"],
            distribution=outputs["DashboardDistribution"],
            config={
                "auth": "cognito",
                "authority": f"https://cognito-idp.{region}.amazonaws.com/{pool}",
                "clientId": outputs["DashboardClient"],
                "domain": outputs["SignInDomain"],
            },
        )
    except KeyError as missing:
        raise CannotPublishError(f"the stack has no output {missing}: deploy it with Dashboard=yes") from None


def outputs_of(stack: str, cloudformation: Any) -> dict[str, str]:
    """Return the outputs of a stack by key."""
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def publish(site: Site, dist: Path, s3: Any, cloudfront: Any, now: datetime | None = None) -> list[str]:
    """Upload the build and delete expired files. The function can be repeated.

    Args:
        site: The destination.
        dist: The folder of the build.
        s3: A boto3 client.
        cloudfront: A boto3 client.
        now: The current time. None: that of the machine.

    Returns:
        The keys of the deleted files.
    """
    files = _files(dist)
    for key, path in files.items():
        s3.put_object(Bucket=site.bucket, Key=key, Body=path.read_bytes(), **_headers(key))
    config = json.dumps(site.config, indent=2).encode()
    s3.put_object(Bucket=site.bucket, Key=CONFIG, Body=config, **_headers(CONFIG))
    # Last, because from here on browsers get the new build.
    s3.put_object(Bucket=site.bucket, Key=PAGE, Body=(dist / PAGE).read_bytes(), **_headers(PAGE))

    expired = _expired(s3, site.bucket, {*files, CONFIG, PAGE}, (now or datetime.now(UTC)) - OLD_FILES_STAY)
    for key in expired:
        s3.delete_object(Bucket=site.bucket, Key=key)
    paths = [
        f"/{key}" for key in sorted({PAGE, CONFIG, *expired, *(key for key in files if not key.startswith(HASHED))})
    ]
    cloudfront.create_invalidation(
        DistributionId=site.distribution,
        InvalidationBatch={
            "Paths": {"Quantity": len(paths), "Items": paths},
            "CallerReference": f"publish-{datetime.now(UTC).isoformat()}",
        },
    )
    return expired


def _files(dist: Path) -> dict[str, Path]:
    """Return the files but the page, by key. A name that begins with a dot belongs to the build tool."""
    if not (dist / PAGE).is_file():
        raise CannotPublishError(f"{dist} has no {PAGE}: build it with `make dashboard`")
    found = {path.relative_to(dist).as_posix(): path for path in sorted(dist.rglob("*")) if path.is_file()}
    return {
        key: path
        for key, path in found.items()
        if key not in (PAGE, CONFIG) and not any(part.startswith(".") for part in PurePosixPath(key).parts)
    }


def _headers(key: str) -> dict[str, str]:
    suffix = PurePosixPath(key).suffix
    if suffix not in TYPES:
        raise CannotPublishError(f"{key}: add the type of {suffix} files to infra/publish_dashboard.py")
    return {"ContentType": TYPES[suffix], "CacheControl": IMMUTABLE if key.startswith(HASHED) else REVALIDATE}


def _expired(s3: Any, bucket: str, current: set[str], before: datetime) -> list[str]:
    """Return the files that no build has uploaded since `before`. Each build uploads all of its files."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    there = [each for page in pages for each in page.get("Contents", [])]
    return [str(each["Key"]) for each in there if each["Key"] not in current and each["LastModified"] < before]


def main() -> int:
    """Publish the dashboard to the stack that the command line names, and return the exit status."""
    environment = sys.argv[1] if len(sys.argv) > 1 else "default"
    try:
        where = site(outputs_of(stack_name(environment), boto3.client("cloudformation")))
        publish(where, DIST, boto3.client("s3"), boto3.client("cloudfront"))
    except CannotPublishError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{where.url}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
