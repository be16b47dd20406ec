"""Calls of a tool over HTTP: attempts, deadlines, redirects, and the removal of secrets."""

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.effects import Body, CallTool, Request, Secret, Text
from functions.adapters.http.public_network import PublicTransport
from functions.adapters.http.tools import HttpTools
from functions.deadline import Deadline
from functions.ports.tools import Answered, Failed, SecretNamed, ToolOutcome
from testing.fakes.loopback import IN_TIME_SECONDS, Answer, Exchange, Loopback

TOKEN = "s3cr3t/value+1"
# The context trusts no certificate, because loading the root certificates takes longer than a test.
TRUSTS_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Answering(httpx.BaseTransport):
    """Answers 200 to every request that can be built, and sends nothing."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"))


class Call:
    """Calls a tool on a loopback server. Pauses are recorded and not waited for."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.pauses: list[float] = []
        self.tools = HttpTools(
            allow_private=True,
            version="1.2.3",
            sleep=self.pauses.append,
            transport=lambda network: PublicTransport(network, ssl_context=TRUSTS_NOBODY),
        )
        stack.callback(self.tools.close)

    def serve(self, answer: Answer) -> Loopback:
        return self._stack.enter_context(Loopback(answer))

    def __call__(
        self,
        url: str | Text,
        method: str = "GET",
        headers: Mapping[str, Text] | None = None,
        body: Body | None = None,
        retries: int = 0,
        timeout: float = 5,
        deadline: float = 10,
        secrets: SecretNamed = {"TOKEN": TOKEN}.get,
        max_characters: int | None = None,
    ) -> ToolOutcome:
        request = Request(method, (url,) if isinstance(url, str) else url, headers or {}, {}, body)
        effect = CallTool("4", "tool-1", request, timeout, retries, max_characters=max_characters)
        return self.tools.call(effect, idempotency_key="s-1/4", secrets=secrets, deadline=Deadline.after(deadline))


@pytest.fixture
def call() -> Iterator[Call]:
    with ExitStack() as stack:
        yield Call(stack)


def in_turn(*statuses: int, headers: Mapping[str, str] | None = None) -> Answer:
    left = list(statuses)
    return lambda exchange: exchange.answer(left.pop(0), b"{}", headers)


def hang(exchange: Exchange) -> None:
    exchange.hang()


def drip(prefix: bytes) -> Answer:
    def answer(exchange: Exchange) -> None:
        exchange.raw(prefix)
        while not exchange.closing.wait(0.02):
            exchange.raw(b"x")

    return answer


def test_a_request_has_the_user_agent_and_the_accepted_types(call: Call) -> None:
    server = call.serve(in_turn(200))
    call(server.origin + "/a")
    headers = server.received[0].headers
    assert headers["user-agent"] == "Callflow/1.2.3"
    assert headers["accept"] == "application/json, */*;q=0.5"
    assert headers["host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
def test_every_method_is_sent_unchanged(call: Call, method: str) -> None:
    server = call.serve(in_turn(200))
    assert isinstance(call(server.origin, method), Answered)
    assert server.received[0].method == method


def test_a_retry_sends_the_same_idempotency_key(call: Call) -> None:
    server = call.serve(in_turn(503, 503, 200))
    outcome = call(server.origin, "POST", body=("hello",), retries=2)
    assert isinstance(outcome, Answered)
    assert outcome.status == 200
    assert [received.headers["idempotency-key"] for received in server.received] == ["s-1/4"] * 3
    assert [received.body for received in server.received] == [b"hello"] * 3
    assert call.pauses == [0.2, 0.4]


def test_an_authors_own_idempotency_key_wins(call: Call) -> None:
    server = call.serve(in_turn(503, 200))
    call(server.origin, headers={"idempotency-KEY": ("mine",)}, retries=1)
    assert [received.headers["idempotency-key"] for received in server.received] == ["mine", "mine"]


def test_the_answer_of_the_last_attempt_is_returned(call: Call) -> None:
    outcome = call(call.serve(in_turn(500, 502, 503)).origin, retries=2)
    assert isinstance(outcome, Answered)
    assert outcome.status == 503


def test_an_answer_of_ten_mib_is_cut_for_a_model_and_fails_for_a_flow(call: Call) -> None:
    large = b'{"orders": "' + b"x" * (10 << 20) + b'"}'
    server = call.serve(lambda exchange: exchange.answer(200, large, {"Content-Type": "application/json"}))
    assert call(server.origin) == Failed("the tool answered with more than 1 MiB")
    cut = call(server.origin, max_characters=100)
    assert isinstance(cut, Answered)
    assert cut.cut
    assert cut.body == large[: 1 << 20].decode()


@pytest.mark.parametrize("status", [400, 401, 404, 409, 304])
def test_an_answer_that_another_attempt_would_not_change_is_final(call: Call, status: int) -> None:
    server = call.serve(in_turn(status))
    outcome = call(server.origin, retries=3)
    assert isinstance(outcome, Answered)
    assert outcome.status == status
    assert len(server.received) == 1


def test_a_short_retry_after_is_respected(call: Call) -> None:
    server = call.serve(in_turn(429, 200, headers={"Retry-After": "3"}))
    outcome = call(server.origin, retries=1)
    assert isinstance(outcome, Answered)
    assert outcome.status == 200
    assert call.pauses == [3.0]


def test_a_long_retry_after_ends_the_attempts(call: Call) -> None:
    server = call.serve(in_turn(429, 200, headers={"Retry-After": "120"}))
    outcome = call(server.origin, retries=3)
    assert isinstance(outcome, Answered)
    assert outcome.status == 429


def test_a_broken_connection_is_retried(call: Call) -> None:
    def answer(exchange: Exchange) -> None:
        if len(server.received) == 1:
            exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            exchange.hang_up()
        else:
            exchange.answer(200, b"whole")

    server = call.serve(answer)
    assert call(server.origin) == Failed("the tool hung up before it had answered, or its answer is not HTTP")
    server.received.clear()
    outcome = call(server.origin, retries=1)
    assert isinstance(outcome, Answered)
    assert outcome.body == "whole"


def test_a_closed_port_is_a_failure(call: Call) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert call(f"http://127.0.0.1:{port}/", retries=2) == Failed("the tool could not be reached")
    assert len(call.pauses) == 2


@pytest.mark.parametrize(
    "prefix",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", id="the body"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Slow: ", id="the headers"),
    ],
)
def test_an_answer_that_trickles_ends_at_the_deadline(call: Call, prefix: bytes) -> None:
    server = call.serve(drip(prefix))
    began = time.monotonic()
    assert call(server.origin, timeout=0.2) == Failed("the tool did not answer in time")
    assert time.monotonic() - began < IN_TIME_SECONDS


def test_the_deadline_ends_every_attempt_and_pause(call: Call) -> None:
    server = call.serve(hang)
    began = time.monotonic()
    assert call(server.origin, retries=9, timeout=0.1, deadline=0.35) == Failed("the tool did not answer in time")
    assert time.monotonic() - began < IN_TIME_SECONDS
    assert 1 <= len(server.received) < 9


def test_a_pause_beyond_the_deadline_is_not_begun(call: Call) -> None:
    outcome = call(call.serve(in_turn(503, 200)).origin, retries=1, deadline=0.15)
    assert isinstance(outcome, Answered)
    assert outcome.status == 503
    assert call.pauses == []


def redirect(status: int, location: str) -> Answer:
    def answer(exchange: Exchange) -> None:
        if exchange.received.target == "/from":
            exchange.answer(status, headers={"Location": location})
        else:
            exchange.answer(200, b"arrived")

    return answer


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [(301, "GET", b""), (302, "GET", b""), (303, "GET", b""), (307, "POST", b"{}"), (308, "POST", b"{}")],
)
def test_a_redirect_on_the_same_host_is_followed_as_browsers_do(
    call: Call, status: int, method: str, body: bytes
) -> None:
    server = call.serve(redirect(status, "/to?x=1"))
    outcome = call(server.origin + "/from", "POST", headers={"Authorization": (Secret("TOKEN"),)}, body=("{}",))
    assert isinstance(outcome, Answered)
    assert outcome.body == "arrived"
    last = server.received[-1]
    assert (last.target, last.method, last.body) == ("/to?x=1", method, body)
    assert last.headers["authorization"] == TOKEN
    assert ("content-type" in last.headers) == bool(body)


def test_a_redirect_to_another_port_sends_nothing_there(call: Call) -> None:
    other = call.serve(in_turn(200))
    server = call.serve(redirect(307, other.origin))
    outcome = call(server.origin + "/from", retries=3)
    assert outcome == Failed("the tool redirected to another host, and only redirects on the same host are followed")
    assert other.received == []
    assert len(server.received) == 1


@pytest.mark.parametrize(
    "location",
    ["http://169.254.169.254/latest", "//example.org/", "file:///etc/passwd", "http://x:y@127.0.0.1/", "http://["],
)
def test_a_redirect_anywhere_else_is_a_failure(call: Call, location: str) -> None:
    outcome = call(call.serve(redirect(302, location)).origin + "/from")
    assert isinstance(outcome, Failed)
    assert outcome.error.startswith("the tool redirected to ")


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=20)
    | st.from_regex(r"\A(xn--)?[a-z0-9-]{0,6}\.?(xn--[a-z0-9-]{0,6})?\Z")
    | st.sampled_from(["xn--", "xn--a", "\u3002", "a" * 70, "\ud800", "[::1", "1.2.3.4:0", "a@b", "%00", "\u00df"])
)
def test_no_host_name_raises_an_exception(host: str) -> None:
    tools = HttpTools(transport=lambda network: Answering())
    for url in (f"http://{host}.example.com/x", f"http://{host}/", f"{host}://a/", host):
        effect = CallTool("4", "tool-1", Request("GET", (url,), {}, {}, None), 5, 0)
        outcome = tools.call(effect, idempotency_key="k", secrets=lambda name: None, deadline=Deadline.after(5))
        assert isinstance(outcome, Answered | Failed)


def test_a_redirect_to_a_host_that_idna_cannot_decode_is_a_failure(call: Call) -> None:
    outcome = call(call.serve(redirect(302, "http://xn--.example.com/")).origin + "/from")
    assert outcome == Failed("the tool redirected to something that is not an http or https address")


def test_redirects_in_a_circle_end(call: Call) -> None:
    server = call.serve(redirect(302, "/from"))
    assert call(server.origin + "/from") == Failed("the tool redirected more than 5 times")
    assert len(server.received) == 6


def test_a_proxy_of_the_environment_is_not_used(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, server = call.serve(in_turn(200)), call.serve(in_turn(200))
    monkeypatch.setenv("HTTP_PROXY", proxy.origin)
    monkeypatch.setenv("ALL_PROXY", proxy.origin)
    assert isinstance(call(server.origin), Answered)
    assert proxy.received == []


def test_a_cookie_of_one_call_is_unknown_to_the_next(call: Call) -> None:
    server = call.serve(in_turn(200, 200, headers={"Set-Cookie": "session=1"}))
    outcome = call(server.origin)
    assert isinstance(outcome, Answered)
    assert "set-cookie" not in outcome.headers
    call(server.origin)
    assert "cookie" not in server.received[1].headers


def test_a_connection_is_reused(call: Call) -> None:
    server = call.serve(in_turn(200, 200, 200))
    for _ in range(3):
        call(server.origin)
    assert len({received.peer for received in server.received}) == 1


def test_each_of_many_threads_gets_its_own_answer(call: Call) -> None:
    server = call.serve(lambda exchange: exchange.answer(200, exchange.received.target.encode()))
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(lambda number: call(f"{server.origin}/{number}"), range(200)))
    assert [outcome.body for outcome in outcomes if isinstance(outcome, Answered)] == [f"/{n}" for n in range(200)]


def test_a_secret_that_the_tool_echoes_is_removed(call: Call) -> None:
    def echo(exchange: Exchange) -> None:
        token = exchange.received.headers["authorization"].removeprefix("Bearer ")
        body = (
            '{"you sent": ["' + token.replace("/", "\\/") + '", {"' + token + '": 1}], "url": "?t=s3cr3t%2fvalue%2B1"}'
        )
        exchange.answer(200, body.encode(), {"Content-Type": "application/json", "X-Echo": f"<{token}>"})

    outcome = call(call.serve(echo).origin, headers={"Authorization": ("Bearer ", Secret("TOKEN"))})
    assert isinstance(outcome, Answered)
    assert outcome.headers["x-echo"] == "<[secret TOKEN]>"
    assert outcome.body == {"you sent": ["[secret TOKEN]", {"[secret TOKEN]": 1}], "url": "?t=[secret TOKEN]"}


def test_a_short_secret_is_removed_as_a_whole_word(call: Call) -> None:
    server = call.serve(lambda exchange: exchange.answer(200, b"a pint, a pin", {"X-Echo": "PIN"}))
    outcome = call(server.origin, headers={"X-Pin": (Secret("PIN"),)}, secrets={"PIN": "pin"}.get)
    assert isinstance(outcome, Answered)
    assert outcome.body == "a pint, a [secret PIN]"
    assert outcome.headers["x-echo"] == "[secret PIN]"


def test_no_secret_reaches_a_log_or_an_error(call: Call, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answers: list[Answer] = [
        lambda exchange: exchange.answer(200, TOKEN.encode(), {"X-Echo": TOKEN}),
        lambda exchange: exchange.answer(302, headers={"Location": f"http://{TOKEN}.example/?{TOKEN}"}),
        lambda exchange: exchange.raw(f"HTTP/9 {TOKEN}\r\n\r\n".encode()),
        lambda exchange: exchange.raw(f"HTTP/1.1 200 OK\r\n{TOKEN}\r\n\r\n".encode()),
    ]
    server = call.serve(lambda exchange: answers.pop(0)(exchange))
    shown = [
        repr(call((server.origin, "/", Secret("TOKEN"), "?q=", Secret("TOKEN")), "POST", body=(Secret("TOKEN"),)))
        for _ in range(4)
    ]
    shown.append(repr(call(("http://", Secret("TOKEN"), ".invalid/"))))
    shown.append(repr(call(("no-url:", Secret("TOKEN")))))
    assert answers == []
    assert "s3cr3t" in server.received[0].target
    assert "s3cr3t" not in caplog.text + " ".join(shown)
