"""The dashboard on the API's server: its files and its page for deep links. No other file of this machine is served."""

from __future__ import annotations

import gzip
import http.client
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from functions.api.app import create_app
from local.site import demo_tools
from local.site.dashboard import add_dashboard
from testing.api.stack import LOCAL, ApiResponse, Stack, assert_problem, stack_on

PAGE = '<!doctype html><script type="module" src="/assets/index-B1c2.js"></script>' + "<!-- -->" * 200
SCRIPT = "console.log('callflow');" * 100
SECRET = "not for anyone"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with stack_on(LOCAL) as made:
        yield made


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A built dashboard, and other files that must not be served."""
    made = tmp_path / "dashboard" / "dist"
    (made / "assets").mkdir(parents=True)
    (made / "index.html").write_text(PAGE)
    (made / "icon.svg").write_text("<svg/>")
    (made / "assets" / "index-B1c2.js").write_text(SCRIPT)
    (tmp_path / "dashboard" / "secret.txt").write_text(SECRET)
    (tmp_path / "secret.txt").write_text(SECRET)
    (made / "assets" / "link.txt").symlink_to(tmp_path / "secret.txt")
    return made


def _client(stack: Stack, dist: Path) -> TestClient:
    app = create_app(stack.services)
    app.include_router(demo_tools.router)
    add_dashboard(app, dist)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def client(stack: Stack, dist: Path) -> TestClient:
    return _client(stack, dist)


def _is_page(answer: ApiResponse) -> bool:
    return answer.status_code == 200 and answer.text == PAGE


@pytest.mark.parametrize(
    "path",
    ["/", "/index.html", "/flows/x/test", "/flows/x/", "/a.b/c.d", "/%F0%9F%98%80", "/x" * 900, "/apis", "//x"],
)
def test_the_page_is_served_for_every_path_of_a_view(client: TestClient, path: str) -> None:
    answer = client.get(f"http://testserver{path}")
    assert _is_page(answer)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-request-id"]


def test_hashed_files_are_cached_forever_and_others_are_revalidated(client: TestClient) -> None:
    script = client.get("/assets/index-B1c2.js")
    assert (script.status_code, script.text) == (200, SCRIPT)
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" not in script.headers
    assert client.get("/icon.svg").headers["cache-control"] == "no-cache"


def test_a_hashed_file_of_another_build_is_404(client: TestClient) -> None:
    assert_problem(client.get("/assets/index-0ld.js"), 404)


def test_the_config_names_the_local_identity(client: TestClient) -> None:
    answer = client.get("/config.json")
    assert answer.json() == {"auth": "local"}
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-cache"


def test_a_known_page_is_a_304(client: TestClient) -> None:
    tag = client.get("/").headers["etag"]
    answer = client.get("/flows/x", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_long_files_are_compressed_if_the_client_accepts_it(client: TestClient) -> None:
    for path in ("/", "/assets/index-B1c2.js"):
        assert client.get(path, headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
        assert "content-encoding" not in client.get(path, headers={"Accept-Encoding": "identity"}).headers


def test_a_head_request_has_the_headers_of_a_get(client: TestClient) -> None:
    for path in ("/", "/flows/x", "/assets/index-B1c2.js", "/config.json"):
        answer = client.head(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == client.get(path).headers["cache-control"]


def test_the_dashboard_does_not_change_the_api(client: TestClient) -> None:
    assert client.get("/api/health").json()["status"] == "ok"
    assert_problem(client.get("/api/nothing"), 404)
    assert_problem(client.get("/api"), 404)
    assert_problem(client.get("/api/"), 404)
    wrong = client.delete("/api/flows")
    assert_problem(wrong, 405)
    assert wrong.headers["allow"] == "GET"
    assert "swagger" in client.get("/docs").text
    assert client.get("/openapi.json").json()["openapi"]
    assert_problem(client.get("/docs/nothing"), 404)
    assert_problem(client.get("/demo/nothing"), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_page_accepts_no_writing_method(client: TestClient, method: str) -> None:
    assert_problem(client.request(method, "/flows/x"), 404)


def test_without_a_build_the_page_names_the_command_to_build(stack: Stack, dist: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "later"
    client = _client(stack, elsewhere)
    for path in ("/", "/flows/x/test"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "make dashboard" in answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"
    assert client.get("/api/health").status_code == 200
    dist.rename(elsewhere)
    assert _is_page(client.get("/"))


@pytest.fixture
def port(client: TestClient) -> Iterator[int]:
    """Start a real server. A client that sends unnormalized paths needs a socket."""
    config = uvicorn.Config(client.app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def test_no_path_leaves_the_folder_of_the_build(port: int, dist: Path) -> None:
    for path in (
        "/../secret.txt",
        "/../../secret.txt",
        "/assets/../../secret.txt",
        "/assets/../../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        f"/{dist.parent}/secret.txt",
        f"//{dist.parent}/secret.txt",
        "/assets/link.txt",
        "/x%00y",
        "/assets/%00",
        "/" + "y" * 5000,
    ):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.putrequest("GET", path, skip_accept_encoding=True)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        assert SECRET not in body, path
        assert answer.status in (200, 404), path
        assert answer.status == 404 or body == PAGE, path


def test_a_compressed_file_can_be_decompressed(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/flows/x", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(connection.getresponse().read()).decode() == PAGE
    connection.close()
