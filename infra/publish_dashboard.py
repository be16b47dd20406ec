"""Puts the built dashboard into the bucket of a stack of samconfig.toml: `python -m infra.publish_dashboard prod`.

A page that somebody has open asks for the files of its own build. So the new ones are there before the page that names
them, and the old ones stay for a while after it.
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
"""What stands in this folder changes its name with its contents."""
FOREVER, ASKED_EACH_TIME = "public, max-age=31536000, immutable", "no-cache"
OPEN_PAGES = timedelta(days=7)
"""How long a file stays that the newest build does not have: as long as a page may be open."""

# As CloudFront compresses them, and as no machine's own table of types changes them.
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


class CannotPublishError(Exception):
    """Said to whoever publishes."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where it goes, by the outputs of a stack."""

    url: str
    bucket: str
    distribution: str
    config: Mapping[str, str]


def stack_name(environment: str, samconfig: Path = ROOT / "samconfig.toml") -> str:
    section = tomllib.loads(samconfig.read_text()).get(environment, {})
    try:
        return str(section["global"]["parameters"]["stack_name"])
    except (KeyError, TypeError):
        raise CannotPublishError(f"samconfig.toml has no [{environment}.global.parameters] with a stack_name") from None


def site(outputs: Mapping[str, str]) -> Site:
    """CannotPublishError where the stack has no dashboard."""
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
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def publish(site: Site, dist: Path, s3: Any, cloudfront: Any, now: datetime | None = None) -> list[str]:
    """What was deleted. Again is the same."""
    files = _files(dist)
    for key, path in files.items():
        s3.put_object(Bucket=site.bucket, Key=key, Body=path.read_bytes(), **_headers(key))
    config = json.dumps(site.config, indent=2).encode()
    s3.put_object(Bucket=site.bucket, Key=CONFIG, Body=config, **_headers(CONFIG))
    # The last: from here on, people get the new build.
    s3.put_object(Bucket=site.bucket, Key=PAGE, Body=(dist / PAGE).read_bytes(), **_headers(PAGE))

    gone = _gone(s3, site.bucket, {*files, CONFIG, PAGE}, (now or datetime.now(UTC)) - OPEN_PAGES)
    for key in gone:
        s3.delete_object(Bucket=site.bucket, Key=key)
    paths = [f"/{key}" for key in sorted({PAGE, CONFIG, *gone, *(key for key in files if not key.startswith(HASHED))})]
    cloudfront.create_invalidation(
        DistributionId=site.distribution,
        InvalidationBatch={
            "Paths": {"Quantity": len(paths), "Items": paths},
            "CallerReference": f"publish-{datetime.now(UTC).isoformat()}",
        },
    )
    return gone


def _files(dist: Path) -> dict[str, Path]:
    """All but the page, by key. What begins with a dot is the build's own."""
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
    return {"ContentType": TYPES[suffix], "CacheControl": FOREVER if key.startswith(HASHED) else ASKED_EACH_TIME}


def _gone(s3: Any, bucket: str, kept: set[str], before: datetime) -> list[str]:
    """What no build has brought since then: each build writes all of its files anew."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    there = [each for page in pages for each in page.get("Contents", [])]
    return [str(each["Key"]) for each in there if each["Key"] not in kept and each["LastModified"] < before]


def main() -> int:
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
