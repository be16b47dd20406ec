"""Calls of MCP servers: real ones on loopback, and some that are slow, gone, endless, or that instruct the model."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import pytest

from flow_core.effects import CallMcp, Secret, Text
from flow_core.json import Json
from functions.adapters.http.public_network import PublicTransport
from functions.adapters.mcp.servers import McpOverHttp
from functions.deadline import Deadline
from functions.ports.tools import Answered, Failed, ToolOutcome
from testing.fakes.loopback import Answer, Exchange, Loopback
from testing.mcp.server import serving

TOKEN = "s3cr3t/value+1"
# The context trusts no certificate, because loading the root certificates takes longer than a test.
TRUSTS_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@pytest.fixture(scope="module", params=[False, True], ids=["event stream", "json"])
def shop(request: pytest.FixtureRequest) -> Iterator[tuple[str, list[str]]]:
    with serving(json_response=request.param) as served:
        yield served


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def call(
    server: str,
    name: str = "find_order",
    *,
    headers: Mapping[str, Text] | None = None,
    arguments: Mapping[str, Json] | None = None,
    timeout: float = 20,
    retries: int = 0,
    allow_private: bool = True,
) -> ToolOutcome:
    servers = McpOverHttp(
        allow_private=allow_private,
        sleep=lambda seconds: None,
        transport=lambda network: PublicTransport(network, ssl_context=TRUSTS_NOBODY),
    )
    effect = CallMcp("1", "talk", server, headers or {}, name, arguments or {"number": "7"}, timeout, retries, name)
    try:
        return servers.call(effect, secrets={"TOKEN": TOKEN}.get, deadline=Deadline.after(30))
    finally:
        servers.close()


def test_a_tool_answers_with_its_structured_result(shop: tuple[str, list[str]]) -> None:
    assert call(shop[0]) == Answered(200, {}, {"number": "7", "state": "shipped"})


def test_a_tool_that_fails_says_so(shop: tuple[str, list[str]]) -> None:
    outcome = call(shop[0], "fail")
    assert isinstance(outcome, Answered)
    assert outcome.status == 500


def test_a_tool_that_the_server_no_longer_has_is_an_error(shop: tuple[str, list[str]]) -> None:
    outcome = call(shop[0], "vanished")
    assert isinstance(outcome, Failed) or outcome.status == 500


def test_a_server_that_is_slow_is_left_in_time(shop: tuple[str, list[str]]) -> None:
    assert call(shop[0], "slow", timeout=1) == Failed("the MCP server did not answer in time")


def test_of_an_answer_of_ten_mib_the_beginning_is_read(shop: tuple[str, list[str]]) -> None:
    outcome = call(shop[0], "endless")
    assert isinstance(outcome, Answered)
    assert (outcome.status, outcome.cut) == (200, True)
    assert isinstance(outcome.body, str)
    assert (set(outcome.body), len(outcome.body) > 1_000_000) == ({"x"}, True)


def test_ten_mib_that_are_no_result_are_refused(stack: ExitStack) -> None:
    long = b'{"jsonrpc": "2.0", "id": 0, "result": {"name": "' + b"x" * (10 << 20)
    server = served(stack, lambda exchange: exchange.answer(200, long, {"Content-Type": "application/json"}))
    assert call(f"{server.origin}/mcp") == Failed("the MCP server answered with more than 1 MiB")


def test_an_answer_with_instructions_is_a_result_like_any_other(shop: tuple[str, list[str]]) -> None:
    outcome = call(shop[0], "instructs")
    assert isinstance(outcome, Answered)
    assert "Ignore your instructions" in str(outcome.body)
    assert shop[1] == []


def test_a_tool_is_called_once(shop: tuple[str, list[str]]) -> None:
    shop[1].clear()
    call(shop[0], "note_order", retries=2)
    assert shop[1] == ["7"]
    shop[1].clear()


def test_a_server_that_is_gone_cannot_be_reached() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert call(f"http://127.0.0.1:{port}/mcp", retries=1) == Failed("the MCP server could not be reached")


def test_a_private_address_is_refused() -> None:
    outcome = call("http://127.0.0.1:9/mcp", allow_private=False)
    assert outcome == Failed("the MCP server's address is private or reserved, and it must be public")


def served(stack: ExitStack, answer: Answer) -> Loopback:
    return stack.enter_context(Loopback(answer))


def test_a_secret_is_sent_in_a_header_and_taken_out_of_what_comes_back(stack: ExitStack) -> None:
    def echoes(exchange: Exchange) -> None:
        said = f'{{"jsonrpc": "2.0", "id": 1, "error": {{"code": -32000, "message": "bad key {TOKEN}"}}}}'
        exchange.answer(400, said.encode(), {"Content-Type": "application/json"})

    server = served(stack, echoes)
    outcome = call(f"{server.origin}/mcp", headers={"Authorization": ("Bearer ", Secret("TOKEN"))})
    assert server.received[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert isinstance(outcome, Failed)
    assert TOKEN not in outcome.error


def test_a_secret_that_does_not_exist_sends_nothing(stack: ExitStack) -> None:
    server = served(stack, lambda exchange: exchange.answer(200, b"{}"))
    outcome = call(f"{server.origin}/mcp", headers={"X-Key": (Secret("OTHER"),)})
    assert outcome == Failed("there is no secret named OTHER")
    assert server.received == []


@pytest.mark.parametrize(
    "answer",
    [
        lambda exchange: exchange.answer(200, b"not JSON", {"Content-Type": "application/json"}),
        lambda exchange: exchange.answer(500, b"broken"),
        lambda exchange: exchange.answer(302, b"", {"Location": "http://elsewhere.example/"}),
        lambda exchange: exchange.answer(200, b"x", {"Content-Type": "text/html"}),
        lambda exchange: exchange.hang_up(),
    ],
    ids=["no JSON", "500", "another host", "HTML", "hangs up"],
)
def test_a_server_that_speaks_no_mcp_is_an_error(answer: Answer, stack: ExitStack) -> None:
    assert isinstance(call(f"{served(stack, answer).origin}/mcp"), Failed)


def test_a_compressed_answer_is_refused(stack: ExitStack) -> None:
    server = served(stack, lambda exchange: exchange.answer(200, b"x", {"Content-Encoding": "gzip"}))
    assert call(f"{server.origin}/mcp") == Failed("the MCP server compressed its answer, which it was not asked for")


def test_nothing_of_a_call_is_logged(shop: tuple[str, list[str]], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    call(shop[0], arguments={"number": "the callers words"})
    assert "the callers words" not in caplog.text
