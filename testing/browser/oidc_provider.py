"""A small OIDC provider on 127.0.0.1 with Cognito's paths and rules. It supports only the code flow with PKCE."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

EMAIL, PASSWORD, ORGANIZATION = "ann@example.com", "A-long-enough-passw0rd", "acme"
CLIENT = "the-dashboard"


@dataclass
class Provider:
    url: str
    site: str = ""
    """The URL of the site to which the provider redirects users."""
    seconds: int = 3600
    """Seconds that a token is valid."""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    """Refresh token → the scope of its sign-in."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """The path and the parameters of each request."""
    forms_shown: int = 0

    @property
    def issuer(self) -> str:
        return f"{self.url}/pool"

    def verified(self, token: str) -> dict[str, Any]:
        """Verify signature, issuer, audience and time as API Gateway does. Raise jwt.InvalidTokenError on a failure."""
        claims: dict[str, Any] = jwt.decode(
            token, self.key.public_key(), algorithms=["RS256"], audience=CLIENT, issuer=self.issuer
        )
        return claims

    def tokens(self, scope: str) -> dict[str, Any]:
        now = int(time.time())
        common = {"sub": "u-1", "iss": self.issuer, "iat": now, "exp": now + self.seconds, "auth_time": 1}
        # Cognito returns the address with the scope email, and a custom attribute only with profile.
        custom = {"custom:organizationId": ORGANIZATION} if "profile" in scope.split() else {}
        email = {"email": EMAIL} if {"email", "profile"} & set(scope.split()) else {}
        identity = {**common, **custom, **email, "aud": CLIENT, "token_use": "id", "jti": secrets.token_hex(4)}
        access = {**common, "client_id": CLIENT, "token_use": "access", "scope": scope}
        return {
            "id_token": jwt.encode(identity, self.key, "RS256"),
            "access_token": jwt.encode(access, self.key, "RS256"),
            "expires_in": self.seconds,
            "token_type": "Bearer",
        }


class _RefusedError(Exception):
    """A refusal. Its text is the OAuth error code."""


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_OPTIONS(self) -> None:
            self._answer(204, b"", "text/plain")

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            asked = _flat(url.query)
            provider.asked.append((url.path, asked))
            if url.path == "/oauth2/authorize":
                self._authorize(asked)
            elif url.path == "/logout":
                if asked != {"client_id": CLIENT, "logout_uri": f"{provider.site}/signed-out"}:
                    self._answer(400, b"The parameters of /logout are wrong.", "text/plain")
                    return
                self._redirect(asked["logout_uri"], "session=; Max-Age=0; Path=/")
            else:
                self._answer(404, b"", "text/plain")

        def do_POST(self) -> None:
            path = urlsplit(self.path).path
            asked = _flat(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
            provider.asked.append((path, asked))
            if path == "/login":
                if (asked["email"], asked["password"]) != (EMAIL, PASSWORD):
                    self._answer(403, b"Incorrect username or password.", "text/plain")
                    return
                self._code(json.loads(asked["asked"]), "session=1; Path=/; HttpOnly")
            elif path == "/oauth2/token":
                try:
                    self._answer(200, json.dumps(self._token(asked)).encode(), "application/json")
                except _RefusedError as refused:
                    self._answer(400, json.dumps({"error": str(refused)}).encode(), "application/json")
            elif path == "/oauth2/revoke":
                provider.refresh_tokens.pop(asked["token"], None)
                self._answer(200, b"", "text/plain")

        def _authorize(self, asked: dict[str, str]) -> None:
            wanted = {
                "client_id": CLIENT,
                "redirect_uri": f"{provider.site}/signed-in",
                "response_type": "code",
                "code_challenge_method": "S256",
            }
            if wrong := [name for name, value in wanted.items() if asked.get(name) != value]:
                self._answer(400, f"wrong: {wrong}".encode(), "text/plain")
            elif SimpleCookie(self.headers.get("Cookie", "")).get("session"):
                self._code(asked, None)
            else:
                provider.forms_shown += 1
                form = f"""<!doctype html><title>Sign in</title><form method="post" action="/login">
                    <input type="hidden" name="asked" value="{html.escape(json.dumps(asked))}">
                    <label>Email <input name="email"></label>
                    <label>Password <input name="password" type="password"></label>
                    <button>Sign in</button></form>"""
                self._answer(200, form.encode(), "text/html")

        def _code(self, asked: dict[str, str], cookie: str | None) -> None:
            code = secrets.token_urlsafe(16)
            provider.codes[code] = asked
            back = urlencode({"code": code, "state": asked["state"]})
            self._redirect(f"{asked['redirect_uri']}?{back}", cookie)

        def _token(self, asked: dict[str, str]) -> dict[str, Any]:
            if asked.get("client_id") != CLIENT or "client_secret" in asked:
                raise _RefusedError("invalid_client")
            if asked["grant_type"] == "refresh_token":
                scope = provider.refresh_tokens.get(asked["refresh_token"])
                if scope is None:
                    raise _RefusedError("invalid_grant")
                return provider.tokens(scope)  # Cognito sends no new refresh token here
            given = provider.codes.pop(asked["code"], None)
            digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if given is None or given["code_challenge"] != challenge or given["redirect_uri"] != asked["redirect_uri"]:
                raise _RefusedError("invalid_grant")
            refresh_token = secrets.token_urlsafe(16)
            provider.refresh_tokens[refresh_token] = given["scope"]
            return {**provider.tokens(given["scope"]), "refresh_token": refresh_token}

        def _redirect(self, location: str, cookie: str | None) -> None:
            self.send_response(302)
            self.send_header("Location", location)
            if cookie:
                self.send_header("Set-Cookie", cookie)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Headers", "*")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep requests out of the output of the tests."""

    return Handler


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def serving(handler: Any) -> Iterator[str]:
    """Serve on a free port. `handler` builds the request handler class from the server's URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    url = f"http://127.0.0.1:{server.server_port}"
    server.RequestHandlerClass = handler(url)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield url
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def oidc_provider() -> Iterator[Provider]:
    provider = Provider("")
    with serving(lambda url: _handler(provider)) as url:
        provider.url = url
        yield provider
