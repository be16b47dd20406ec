"""The built dashboard as infra/site.yaml publishes it: files, the page of all views, headers, and an API."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jwt
import yaml

from infra.permissions.allowed import Template
from testing.browser.oidc_provider import Provider, serving

ROOT = Path(__file__).parents[2]
HEADERS = yaml.load((ROOT / "infra" / "site.yaml").read_text(), Template)["Resources"]["Headers"]["Properties"]
CSP: str = HEADERS["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]["ContentSecurityPolicy"][
    "ContentSecurityPolicy"
]


@dataclass
class Site:
    dist: Path
    provider: Provider
    config: Mapping[str, str] | None
    """The content of config.json. None if the file does not exist."""
    url: str = ""
    claims: list[dict[str, Any]] = field(default_factory=list)
    """The claims of the token of each request to the API."""
    refused: set[str] = field(default_factory=set)
    """Tokens that the API refuses, regardless of their claims."""
    bearers: list[str] = field(default_factory=list)
    served: list[str] = field(default_factory=list)

    def api(self, path: str, token: str) -> tuple[int, dict[str, Any]]:
        if self.config != {"auth": "local"}:
            self.bearers.append(token)
            try:
                claims = self.provider.verified(token)
            except jwt.InvalidTokenError as error:
                return 401, {"title": "Unauthorized", "status": 401, "detail": str(error)}
            if token in self.refused:
                return 401, {"title": "Unauthorized", "status": 401, "detail": "The token has expired."}
            self.claims.append(claims)
        if path == "/api/flows":
            return 200, {"flows": [], "cursor": None}
        return 404, {"title": "Not Found", "status": 404, "detail": "There is no such thing here."}


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            site.served.append(path)
            if path.startswith("/api/"):
                status, body = site.api(path, self.headers.get("Authorization", "").removeprefix("Bearer "))
                self._answer(status, json.dumps(body).encode(), "application/json")
            elif path == "/config.json":
                found = site.config is not None
                self._answer(200 if found else 403, json.dumps(site.config).encode(), "application/json")
            else:
                is_file = re.match(r"/assets/|/[^/]+\.[^/]+$", path)
                file = site.dist / (path.lstrip("/") if is_file else "index.html")
                if file.is_file():
                    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                    self._answer(200, file.read_bytes(), kind)
                else:
                    self._answer(403, b"", "application/xml")

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-cache")
            # The provider has no certificate here, and the site's own policy opens only `https:`.
            self.send_header("Content-Security-Policy", CSP.replace(" https:", f" https: {site.provider.url}"))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep requests out of the output of the tests."""

    return Handler


@contextmanager
def published_site(dist: Path, provider: Provider, config: Mapping[str, str] | None) -> Iterator[Site]:
    site = Site(dist, provider, config)
    with serving(lambda url: _handler(site)) as url:
        site.url = provider.site = url
        yield site
