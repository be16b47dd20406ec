"""Who the local stack answers: programs of this machine, and web pages that it served itself.

It has no sign-in, so that a web page from elsewhere must not reach it: neither under a name that was made to lead to
127.0.0.1 (DNS rebinding, seen in `Host`), nor by a request that a browser sends across sites (seen in `Origin`).
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
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HOST = re.compile(r"(\[[0-9a-f:]+\]|[^:\[\]/@\s]+)(:[0-9]{1,5})?\Z")
_NAME = re.compile(r"\[[0-9a-f:]+\]|[a-z0-9._-]+")


def hosts_from(environment: Mapping[str, str]) -> frozenset[str]:
    """This machine's names, and those that CALLFLOW_HOSTS adds, separated by commas. SettingsError."""
    added = {name.strip().lower() for name in environment.get(VARIABLE, "").split(",")} - {""}
    for name in added:
        if not _NAME.fullmatch(name):
            raise SettingsError(
                f"{VARIABLE} has {name!r}; set it to host names without port, such as build.example,10.0.0.5"
            )
    return THIS_MACHINE | added


class KnownHosts:
    """ASGI middleware, in front of everything else."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = THIS_MACHINE) -> None:
        """hosts: names without port; every port is taken."""
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
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
                f"The local stack does not answer to this Host: {shown}. {VARIABLE} names those that it answers to."
            )
            return ProblemError(HTTPStatus.BAD_REQUEST, detail)
        for origin in headers.getlist("origin"):
            if _host_of(origin) not in self._hosts:
                detail = (
                    f"The local stack takes no requests of pages from {origin[:100]}. {VARIABLE} names the hosts whose "
                    "pages it takes them from."
                )
                return ProblemError(HTTPStatus.FORBIDDEN, detail)
        return None


def _host_of(origin: str) -> str | None:
    """None for what is no address."""
    try:
        return _name(urlsplit(origin).netloc)
    except ValueError:
        return None


def _name(authority: str) -> str | None:
    """The host's name without its port; None for what is no host."""
    found = _HOST.match(authority.lower())
    return None if found is None else found[1]
