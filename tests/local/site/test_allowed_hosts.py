"""The local stack has no sign-in. It answers only programs of this machine and pages that it serves."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from functions.settings import SettingsError
from local.site.allowed_hosts import THIS_MACHINE, KnownHosts, hosts_from
from testing.api.stack import assert_problem


def client(hosts: frozenset[str] = THIS_MACHINE) -> TestClient:
    async def answer(request: Request) -> PlainTextResponse:
        return PlainTextResponse("answered")

    app = Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "PUT", "POST"])])
    return TestClient(KnownHosts(app, hosts), base_url="http://127.0.0.1:8000")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "127.0.0.1", "localhost:5173", "LocalHost", "[::1]:8000", "[::1]", "127.0.0.1:1"]
)
def test_a_request_to_a_name_of_this_machine_is_answered_at_any_port(host: str) -> None:
    assert client().get("/api/health", headers={"Host": host}).text == "answered"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8000",
        "evil.example@127.0.0.1",
        "127.0.0.1:8000@evil.example",
        "127.0.0.1:8000.evil.example",
        "127.0.0.2",
        "0.0.0.0:8000",
        "2130706433",
        "[::ffff:127.0.0.1]",
        "",
    ],
)
def test_a_request_to_a_foreign_name_is_refused(host: str) -> None:
    answer = client().put("/api/flows/rebound", headers={"Host": host}, content=b"{}")
    assert_problem(answer, 400)
    assert "CALLFLOW_HOSTS" in answer.json()["detail"]


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://evil.example:8000",
        "null",
        "http://127.0.0.1.evil.example",
        "file://",
        "http://[",
    ],
)
@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json"])
def test_a_request_of_a_foreign_page_is_refused(origin: str, content_type: str) -> None:
    headers = {"Origin": origin, "Content-Type": content_type}
    assert_problem(client().post("/api/flows/x/process", headers=headers, content=b"{}"), 403)


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://localhost:5173", "http://[::1]:8000"])
def test_a_request_of_the_dashboards_development_server_is_answered(origin: str) -> None:
    assert client().post("/api/flows/x/process", headers={"Origin": origin}).text == "answered"


def test_a_refusal_has_a_request_id() -> None:
    answer = client().get("/", headers={"Host": "evil.example", "X-Request-Id": "mine"})
    assert answer.headers["x-request-id"] == "mine"
    assert client().get("/", headers={"Host": "evil.example"}).headers["x-request-id"]


def test_a_setting_names_further_hosts() -> None:
    hosts = hosts_from({"CALLFLOW_HOSTS": "Build.example, 10.0.0.5,"})
    assert hosts == THIS_MACHINE | {"build.example", "10.0.0.5"}
    assert client(hosts).get("/", headers={"Host": "build.example:8000"}).text == "answered"
    assert client(hosts).get("/", headers={"Host": "127.0.0.1"}).text == "answered"
    assert hosts_from({}) == THIS_MACHINE


@pytest.mark.parametrize("written", ["http://build.example", "build.example:8000", "a b"])
def test_an_invalid_host_name_is_a_settings_error(written: str) -> None:
    with pytest.raises(SettingsError, match="CALLFLOW_HOSTS"):
        hosts_from({"CALLFLOW_HOSTS": written})
