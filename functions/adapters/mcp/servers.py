"""Calls the tools of MCP servers over streamable HTTP. Each call is a session of its own, in a thread with a deadline.

The SDK takes a second to import: only a flow that calls an MCP server imports this module.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import anyio
import httpx
import httpx2
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent

from flow_core.effects import CallMcp, Request
from flow_core.json import Json, Unsound, sound
from functions.adapters.http.failures import Failure
from functions.adapters.http.public_network import PublicNetwork, PublicTransport
from functions.adapters.http.request import Filled, filled, looked_up
from functions.adapters.mcp.transport import TARGET, BoundedTransport
from functions.adapters.observability.redaction import Redaction
from functions.deadline import Deadline
from functions.ports.tools import Answered, Failed, SecretNamed, ToolOutcome

MAX_BYTES = 1 << 20
"""Bytes that a server may send during one call."""
MAX_MESSAGE = 300
"""Characters of a server's error message."""
PAUSE_SECONDS = 0.2
"""Seconds before another attempt."""
_FAILED = 500
"""The status of an answer that says that the tool failed."""

# They log messages and addresses, which hold a caller's words.
for _name in ("mcp", "httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class McpOverHttp:
    """`McpServers` over streamable HTTP. Thread-safe.

    Args:
        allow_private: True for the local stack, whose servers may run on the same machine.
        version: Callflow's version, for the `User-Agent` header.
        sleep: Waits some seconds before another attempt.
        transport: Makes the HTTP transport on the network.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        version: str = "dev",
        sleep: Callable[[float], None] = time.sleep,
        transport: Callable[[PublicNetwork], httpx.BaseTransport] = PublicTransport,
    ) -> None:
        self._network = PublicNetwork(allow_private=allow_private)
        self._transport = transport(self._network)
        self._defaults = {"User-Agent": f"Callflow/{version}", "Accept-Encoding": "identity"}
        self._sleep = sleep

    def call(self, effect: CallMcp, *, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """See `McpServers.call`."""
        request = Request("POST", (effect.server,), effect.headers, {}, None)
        values = looked_up(request, secrets)
        if isinstance(values, Failed):
            return values
        redaction = Redaction(values.values)
        sent = filled(request, values, self._defaults)
        outcome = self._attempts(sent, effect, deadline) if isinstance(sent, Filled) else sent
        if isinstance(outcome, Failed):
            return Failed(redaction.text(outcome.error))
        return Answered(outcome.status, {}, redaction.json(outcome.body))

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _attempts(self, sent: Filled, effect: CallMcp, deadline: Deadline) -> Answered | Failed:
        outcome: Answered | Failed | Failure = Failure("no time was left to call the tool")
        for number in range(effect.retries + 1):
            attempt_deadline = deadline.within(effect.timeout_seconds)
            if attempt_deadline.expired():
                break
            outcome = self._attempt(sent, effect, attempt_deadline)
            again = isinstance(outcome, Failure) and outcome.passing and number < effect.retries
            if not again or deadline.remaining() <= PAUSE_SECONDS:
                break
            self._sleep(PAUSE_SECONDS)
        return Failed(outcome.error) if isinstance(outcome, Failure) else outcome

    def _attempt(self, sent: Filled, effect: CallMcp, deadline: Deadline) -> Answered | Failed | Failure:
        """One call, in a thread: this thread may run an event loop of its own."""
        transport = BoundedTransport(self._network, self._transport, deadline, MAX_BYTES)
        late = Failure(f"the {TARGET} did not answer in time")
        done: list[Answered | Failed | Failure] = []

        def run() -> None:
            try:
                done.append(anyio.run(_asked, sent, effect, transport, deadline))
            except BaseException as error:  # an exception group of the SDK, or one of its own errors
                refused = _refusal_in(error)
                failed = Failed(refused) if refused is not None else Failure(f"the {TARGET} broke off its answer")
                done.append(transport.failure or (late if deadline.expired() else failed))

        thread = threading.Thread(target=run, name="call-mcp", daemon=True)
        thread.start()
        thread.join(max(0.0, deadline.remaining()) + 0.5)
        return done[0] if done else late


async def _asked(
    sent: Filled, effect: CallMcp, transport: BoundedTransport, deadline: Deadline
) -> Answered | Failed | Failure:
    with anyio.fail_after(max(0.01, deadline.remaining())):
        async with (
            httpx2.AsyncClient(transport=transport, headers=[*sent.headers], timeout=None, trust_env=False) as http,
            Client(
                streamable_http_client(str(sent.url), http_client=http, terminate_on_close=False), cache=None
            ) as client,
        ):
            return _read(await client.call_tool(effect.name, dict(effect.arguments)))


def _read(result: CallToolResult) -> Answered:
    body: Json
    if result.structured_content is not None and not result.is_error:
        value = sound(result.structured_content)
        body = f"(a result with {value.error})" if isinstance(value, Unsound) else value
    else:
        body = "\n".join(
            block.text if isinstance(block, TextContent) else f"({block.type} left out)" for block in result.content
        )
    return Answered(_FAILED if result.is_error else 200, {}, body)


def _refusal_in(error: BaseException) -> str | None:
    """Return what a server says against a call, as for a tool that it no longer has; None for another error."""
    if isinstance(error, BaseExceptionGroup):
        return next((found for inner in error.exceptions if (found := _refusal_in(inner)) is not None), None)
    if not isinstance(error, MCPError):
        return None
    return f"the {TARGET} refused the call: {' '.join(str(error).split())[:MAX_MESSAGE]}"
