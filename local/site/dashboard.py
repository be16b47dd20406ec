"""The built dashboard beside the API, wherever no route of the API is: its files, and its page for all other paths."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

DIST = Path(__file__).parents[2] / "dashboard" / "dist"

_NOT_THE_DASHBOARDS = frozenset({"api", "docs", "openapi.json", "redoc", "demo"})
_HASHED = "assets"
"""What stands in this folder changes its name with its contents."""
_PAGE = "index.html"
_CONFIG = {"auth": "local"}
_FOREVER = "public, max-age=31536000, immutable"
_SECURITY = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            # The LiveKit server's address is known with a call's token alone.
            "connect-src 'self' ws: wss: https: http:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "Referrer-Policy": "same-origin",
}
_NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Callflow</title>
<p>The dashboard is not built. Build it with <code>make dashboard</code>, then load this page again.
<p>The API is here already: <a href="/docs">/docs</a>.
</html>
"""


def add_dashboard(app: FastAPI, dist: Path = DIST) -> None:
    """Each route of the API comes first, and so do its answers to a wrong method."""
    app.router.default = _Dashboard(dist, app.router.default)


class _Dashboard:
    def __init__(self, dist: Path, otherwise: ASGIApp) -> None:
        """otherwise: answers what is none of the dashboard's."""
        self._otherwise = otherwise
        self._packed = GZipMiddleware(_Files(dist), compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        mine = asked and _first_part(scope) not in _NOT_THE_DASHBOARDS
        await (self._packed if mine else self._otherwise)(scope, receive, send)


class _Files:
    """Looked for at each request: the dashboard may be built while this runs."""

    def __init__(self, dist: Path) -> None:
        self._files = StaticFiles(directory=dist, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._response(scope)
        response.headers["X-Content-Type-Options"] = "nosniff"
        if response.headers.get("content-type", "").startswith("text/html"):
            response.headers.update(_SECURITY)
        await response(scope, receive, send)

    async def _response(self, scope: Scope) -> Response:
        path = self._files.get_path(scope)
        if path == "config.json":
            return JSONResponse(_CONFIG, headers={"Cache-Control": "no-cache"})
        found = await self._file(path, scope)
        hashed = _first_part(scope) == _HASHED
        if found is not None:
            found.headers["Cache-Control"] = _FOREVER if hashed else "no-cache"
            return found
        if hashed:
            # A page of an older build asks for it: a script that is HTML would be no better answer.
            raise HTTPException(HTTPStatus.NOT_FOUND)
        page = await self._file(_PAGE, scope)
        if page is None:
            page = HTMLResponse(_NOT_BUILT, HTTPStatus.SERVICE_UNAVAILABLE)
        page.headers["Cache-Control"] = "no-cache"
        return page

    async def _file(self, path: str, scope: Scope) -> Response | None:
        try:
            return await self._files.get_response(path, scope)
        except HTTPException:
            return None


def _first_part(scope: Scope) -> str:
    return str(scope["path"]).lstrip("/").partition("/")[0]
