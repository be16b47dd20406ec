"""The files of the dashboard's bucket, their headers and the order of their uploads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.publish_dashboard import IMMUTABLE, REVALIDATE, CannotPublishError, Site, publish, site, stack_name

OUTPUTS = {
    "UserPool": "eu-central-1_Abc123",
    "DashboardUrl": "https://d1.cloudfront.net",
    "DashboardBucket": "the-site",
    "DashboardDistribution": "E1",
    "DashboardClient": "a-client",
    "SignInDomain": "https://callflow-dev-1.auth.eu-central-1.amazoncognito.com",
}


class Stage:
    """S3 and a fake CloudFront. Both record their requests."""

    def __init__(self) -> None:
        self.s3 = boto3.client("s3", region_name="us-east-1")
        self.s3.create_bucket(Bucket="the-site")
        self.asked: list[tuple[str, str]] = []
        self.invalidated: list[list[str]] = []

        def note(params: dict[str, Any], model: Any, **_: object) -> None:
            self.asked.append((model.name, params.get("Key", "")))

        self.s3.meta.events.register("provide-client-params.s3.*", note)

    def create_invalidation(self, DistributionId: str, InvalidationBatch: dict[str, Any]) -> None:  # noqa: N803
        assert DistributionId == "E1"
        assert InvalidationBatch["Paths"]["Quantity"] == len(InvalidationBatch["Paths"]["Items"])
        self.invalidated.append(InvalidationBatch["Paths"]["Items"])
        self.asked.append(("CreateInvalidation", ""))

    def publish(self, dist: Path, now: datetime | None = None) -> list[str]:
        self.asked.clear()
        return publish(site(OUTPUTS), dist, self.s3, self, now)

    def there(self) -> dict[str, tuple[str, str]]:
        """Return the content type and the cache control of each file."""
        found = {}
        for each in self.s3.list_objects_v2(Bucket="the-site")["Contents"]:
            head = self.s3.head_object(Bucket="the-site", Key=each["Key"])
            found[each["Key"]] = (head["ContentType"], head["CacheControl"])
        return found


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield Stage()


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    return build(tmp_path / "dist", "one")


def build(at: Path, name: str) -> Path:
    for path, text in {
        "index.html": f"<script src=/assets/{name}.js>",
        f"assets/{name}.js": "1",
        "assets/page.css": "a{}",
        "icon.svg": "<svg/>",
        ".vite/manifest.json": "{}",
    }.items():
        (at / path).parent.mkdir(parents=True, exist_ok=True)
        (at / path).write_text(text)
    return at


def test_each_file_has_its_content_type_and_cache_control(stage: Stage, dist: Path) -> None:
    stage.publish(dist)
    assert stage.there() == {
        "assets/one.js": ("text/javascript; charset=utf-8", IMMUTABLE),
        "assets/page.css": ("text/css; charset=utf-8", IMMUTABLE),
        "config.json": ("application/json", REVALIDATE),
        "icon.svg": ("image/svg+xml", REVALIDATE),
        "index.html": ("text/html; charset=utf-8", REVALIDATE),
    }


def test_the_uploaded_config_has_the_settings_of_the_sign_in(stage: Stage, dist: Path) -> None:
    (dist / "config.json").write_text('{"auth": "local"}')
    stage.publish(dist)
    assert json.loads(stage.s3.get_object(Bucket="the-site", Key="config.json")["Body"].read()) == {
        "auth": "cognito",
        "authority": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abc123",
        "clientId": "a-client",
        "domain": "https://callflow-dev-1.auth.eu-central-1.amazoncognito.com",
    }


def test_the_page_is_uploaded_after_its_files_and_before_deletions(stage: Stage, tmp_path: Path) -> None:
    stage.publish(build(tmp_path / "old", "old"))
    assert stage.publish(build(tmp_path / "new", "new"), datetime.now(UTC) + timedelta(days=8)) == ["assets/old.js"]
    puts = [key for name, key in stage.asked if name == "PutObject"]
    assert puts[-1] == "index.html"
    assert "assets/new.js" in puts
    names = [name for name, _ in stage.asked]
    assert names.index("DeleteObject") > max(at for at, name in enumerate(names) if name == "PutObject")
    assert names[-1] == "CreateInvalidation"
    assert "assets/old.js" not in stage.there()


def test_files_of_a_recent_build_stay_for_open_pages(stage: Stage, tmp_path: Path) -> None:
    stage.publish(build(tmp_path / "old", "old"))
    assert stage.publish(build(tmp_path / "new", "new"), datetime.now(UTC) + timedelta(days=6)) == []
    assert {"assets/old.js", "assets/new.js"} <= stage.there().keys()


def test_a_repeated_publish_changes_no_file(stage: Stage, dist: Path) -> None:
    stage.publish(dist)
    there = stage.there()
    assert stage.publish(dist, datetime.now(UTC) + timedelta(days=30)) == []
    assert stage.there() == there


def test_files_without_a_hash_in_their_name_are_invalidated(stage: Stage, dist: Path) -> None:
    stage.publish(dist)
    assert stage.invalidated == [["/config.json", "/icon.svg", "/index.html"]]


def test_no_request_is_sent_without_a_build(stage: Stage, tmp_path: Path) -> None:
    with pytest.raises(CannotPublishError, match="make dashboard"):
        stage.publish(tmp_path)
    assert stage.asked == []


def test_a_file_of_an_unknown_type_is_refused_before_the_page_is_uploaded(stage: Stage, dist: Path) -> None:
    (dist / "assets" / "film.xyz").write_text("?")
    with pytest.raises(CannotPublishError, match=r"\.xyz"):
        stage.publish(dist)
    assert ("PutObject", "index.html") not in stage.asked


def test_a_stack_without_a_dashboard_is_reported() -> None:
    with pytest.raises(CannotPublishError, match="Dashboard=yes"):
        site({"UserPool": "eu-central-1_Abc123"})


def test_each_environment_has_its_stack() -> None:
    assert (stack_name("default"), stack_name("prod")) == ("callflow-dev", "callflow-prod")
    with pytest.raises(CannotPublishError, match="nowhere"):
        stack_name("nowhere")


def test_a_site_is_read_from_the_outputs() -> None:
    found = site(OUTPUTS)
    assert isinstance(found, Site)
    assert (found.url, found.bucket, found.distribution) == ("https://d1.cloudfront.net", "the-site", "E1")
