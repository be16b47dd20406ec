"""The dashboard's site: its routes, its caches, and the agreement of page, sign-in and template."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.permissions.allowed import Template

ROOT = Path(__file__).parents[2]
SITE: dict[str, Any] = yaml.load((ROOT / "infra" / "site.yaml").read_text(), Template)["Resources"]
SIGN_IN: dict[str, Any] = yaml.load((ROOT / "infra" / "sign-in.yaml").read_text(), Template)["Resources"]
DISTRIBUTION: dict[str, Any] = SITE["Distribution"]["Properties"]["DistributionConfig"]
AUTH = ROOT / "dashboard" / "src" / "auth"
NODE = ROOT / ".venv" / "bin" / "node"


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/", "/index.html"),
        ("/flows", "/index.html"),
        ("/flows/v1.2", "/index.html"),
        ("/flows/v1.2/test", "/index.html"),
        ("/sessions/session_1", "/index.html"),
        ("/signed-in", "/index.html"),
        ("/index.html", "/index.html"),
        ("/config.json", "/config.json"),
        ("/icon.svg", "/icon.svg"),
        ("/assets/index-1a2b.js", "/assets/index-1a2b.js"),
        ("/assets/fonts/a.woff2", "/assets/fonts/a.woff2"),
        ("/assets/", "/assets/"),
    ],
)
def test_views_get_the_page_and_files_get_files(asked: str, answered: str) -> None:
    code = SITE["Views"]["Properties"]["FunctionCode"]
    event = json.dumps({"request": {"uri": asked}})
    program = f"{code}\nprocess.stdout.write(handler({event}).uri)"
    assert subprocess.run([NODE, "-e", program], capture_output=True, text=True, check=True).stdout == answered


def test_responses_of_the_api_are_neither_replaced_nor_cached() -> None:
    (api,) = DISTRIBUTION["CacheBehaviors"]
    assert (api["PathPattern"], api["TargetOriginId"]) == ("/api/*", "api")
    assert api["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert "FunctionAssociations" not in api
    assert {"PUT", "POST", "DELETE", "GET"} <= set(api["AllowedMethods"])
    errors = DISTRIBUTION["CustomErrorResponses"]
    assert all(set(each) == {"ErrorCode", "ErrorCachingMinTTL"} for each in errors), "no page stands for an answer"
    assert {each["ErrorCachingMinTTL"] for each in errors} == {0}
    assert {404, 500, 502, 503, 504} <= {each["ErrorCode"] for each in errors}


def test_only_this_distribution_reads_the_bucket() -> None:
    closed = SITE["Bucket"]["Properties"]["PublicAccessBlockConfiguration"]
    assert set(closed.values()) == {True}
    assert len(closed) == 4
    allow, deny = SITE["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert (allow["Effect"], allow["Action"]) == ("Allow", "s3:GetObject")
    assert "${Distribution}" in allow["Condition"]["StringEquals"]["AWS:SourceArn"]
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_only_scripts_of_the_site_run() -> None:
    policy = SITE["Headers"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    csp = dict(
        each.strip().split(" ", 1) for each in policy["ContentSecurityPolicy"]["ContentSecurityPolicy"].split(";")
    )
    assert csp["default-src"] == "'self'"
    assert "script-src" not in csp
    assert {csp[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}


def test_page_and_sign_in_name_the_same_addresses_and_scopes() -> None:
    client = SIGN_IN["Browser"]["Properties"]
    addresses, cognito = (AUTH / "return-address.ts").read_text(), (AUTH / "cognito.ts").read_text()
    named = dict(re.findall(r'export const (SIGNED_\w+) = "([^"]+)"', addresses))
    assert client["CallbackURLs"] == [f"${{SiteUrl}}{named['SIGNED_IN']}"]
    assert client["LogoutURLs"] == [f"${{SiteUrl}}{named['SIGNED_OUT']}"]
    scope = re.search(r'scope: "([^"]+)"', cognito)
    assert scope is not None
    assert sorted(scope[1].split()) == sorted(client["AllowedOAuthScopes"])


def test_a_browser_has_no_secret_and_only_the_code_flow() -> None:
    client = SIGN_IN["Browser"]["Properties"]
    assert client["GenerateSecret"] is False
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert "custom:organizationId" in client["ReadAttributes"]
    assert client["WriteAttributes"] == ["email"]
    assert client["IdTokenValidity"] == client["AccessTokenValidity"], "the page takes one for the other"
