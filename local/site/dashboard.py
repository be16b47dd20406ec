"""Serves the built dashboard for every path that the API does not have: its files, and its page for all other paths."""

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
"""The folder of the build."""

_API_PATHS = frozenset({"api", "docs", "openapi.json", "redoc", "demo"})
"""The first parts of the paths that belong to the API."""
_HASHED = "assets"
"""The folder of the files whose names change with their contents."""
_PAGE = "index.html"
_CONFIG = {"auth": "local"}
_IMMUTABLE = "public, max-age=31536000, immutable"
_SECURITY = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            # The address of the LiveKit server comes with the token of each call.
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
<p>The dashboard is not built. Build it with <code>make dashboard</code>, then reload this page.
<p>The API is available: <a href="/docs">/docs</a>.
</html>
"""


def add_dashboard(app: FastAPI, dist: Path = DIST) -> None:
    """Serve the dashboard for the paths without a route. Routes keep their answers to a wrong method."""
    app.router.default = _Dashboard(dist, app.router.default)


class _Dashboard:
    """The dashboard in front of `default`, which answers the other requests."""

    def __init__(self, dist: Path, default: ASGIApp) -> None:
        self._default = default
        self._packed = GZipMiddleware(_Files(dist), compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        readable = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        is_page = readable and _first_part(scope) not in _API_PATHS
        await (self._packed if is_page else self._default)(scope, receive, send)


class _Files:
    """The files of the build. They are looked up for each request, because a build may replace them."""

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
            found.headers["Cache-Control"] = _IMMUTABLE if hashed else "no-cache"
            return found
        if hashed:
            # A page of an older build asks for this file. The HTML page would be a broken script.
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
