"""Restricts the local stack to programs of this machine and to pages that it has served.

The local stack has no sign-in. A web page from elsewhere could reach it in two ways: with a host name that resolves to
127.0.0.1 (DNS rebinding), which `Host` shows, or by a request across sites, which `Origin` shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from functions.api.http.problem_handlers import response_of
from functions.api.http.problems import ProblemError
from functions.api.http.request_id import HEADER, choose_request_id
from functions.settings import SettingsError

VARIABLE = "CALLFLOW_HOSTS"
"""The environment variable with further host names."""
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""The host names of this machine."""
_HOST = re.compile(r"(\[[0-9a-f:]+\]|[^:\[\]/@\s]+)(:[0-9]{1,5})?\Z")
_NAME = re.compile(r"\[[0-9a-f:]+\]|[a-z0-9._-]+")


def hosts_from(environment: Mapping[str, str]) -> frozenset[str]:
    """Return this machine's host names and those of CALLFLOW_HOSTS.

    Args:
        environment: The environment variables. CALLFLOW_HOSTS is a list with commas.

    Returns:
        The names without port, in lower case.

    Raises:
        SettingsError: If a name is malformed.
    """
    added = {name.strip().lower() for name in environment.get(VARIABLE, "").split(",")} - {""}
    for name in added:
        if not _NAME.fullmatch(name):
            raise SettingsError(
                f"{VARIABLE} has {name!r}; set it to host names without port, such as build.example,10.0.0.5"
            )
    return THIS_MACHINE | added


class KnownHosts:
    """ASGI middleware that refuses other hosts and origins. It is the outermost one.

    Args:
        app: The application behind it.
        hosts: Host names without port. Every port is accepted.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = THIS_MACHINE) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or refuse it."""
        problem = self._problem(Headers(scope=scope)) if scope["type"] in {"http", "websocket"} else None
        if problem is None:
            await self._app(scope, receive, send)
            return
        response = response_of(problem)
        response.headers[HEADER] = choose_request_id(Headers(scope=scope).get(HEADER))
        await response(scope, receive, send)

    def _problem(self, headers: Headers) -> ProblemError | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or _name(hosts[0]) not in self._hosts:
            shown = ", ".join(hosts)[:100] or "none"
            detail = (
                f"The local stack does not serve this Host: {shown}. {VARIABLE} lists further hosts that it serves."
            )
            return ProblemError(HTTPStatus.BAD_REQUEST, detail)
        for origin in headers.getlist("origin"):
            if _host_of(origin) not in self._hosts:
                detail = (
                    f"The local stack refuses requests of pages from {origin[:100]}. {VARIABLE} lists further hosts "
                    "whose pages may send requests."
                )
                return ProblemError(HTTPStatus.FORBIDDEN, detail)
        return None


def _host_of(origin: str) -> str | None:
    """Return the host of an origin. None: the origin is malformed."""
    try:
        return _name(urlsplit(origin).netloc)
    except ValueError:
        return None


def _name(authority: str) -> str | None:
    """Return the host of an authority, without its port. None: the authority is malformed."""
    found = _HOST.match(authority.lower())
    return None if found is None else found[1]
