"""Calls and lists the tools of MCP servers over streamable HTTP, each time in a session and a thread with a deadline.

The SDK takes a second to import: only a flow that names an MCP server imports this module.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TypeVar

import anyio
import httpx
import httpx2
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client

from flow_core.check.mcp_tools import ListedTool
from flow_core.effects import CallMcp, Request, Text
from flow_core.json import Unsound, sound
from functions.adapters.http.failures import Failure
from functions.adapters.http.public_network import PublicNetwork, PublicTransport
from functions.adapters.http.request import Filled, filled, looked_up
from functions.adapters.mcp.results import read, read_beginning
from functions.adapters.mcp.transport import TARGET, BoundedTransport
from functions.adapters.observability.redaction import Redaction
from functions.deadline import Deadline
from functions.ports.tools import Answered, Failed, SecretNamed, ToolOutcome

MAX_BYTES = 1 << 20
"""Bytes that a server may send during one call, or for one list. Of a longer answer the beginning is read."""
MAX_MESSAGE = 300
"""Characters of a server's error message."""
PAUSE_SECONDS = 0.2
"""Seconds before another attempt."""
MAX_PAGES = 50
"""Pages of a list of tools."""

Result = TypeVar("Result")

# They log messages and addresses, which hold a caller's words.
for _name in ("mcp", "httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class McpOverHttp:
    """`McpServers` and `McpLists` over streamable HTTP. Thread-safe.

    Args:
        allow_private: True for the local stack, whose servers may run on the same machine.
        version: Callflow's version, for the `User-Agent` header.
        trace: Returns the headers that carry the trace of a call. The author's headers override them.
        sleep: Waits some seconds before another attempt.
        transport: Makes the HTTP transport on the network.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        version: str = "dev",
        trace: Callable[[], Mapping[str, str]] = dict,
        sleep: Callable[[float], None] = time.sleep,
        transport: Callable[[PublicNetwork], httpx.BaseTransport] = PublicTransport,
    ) -> None:
        self._network = PublicNetwork(allow_private=allow_private)
        self._transport = transport(self._network)
        self._defaults = {"User-Agent": f"Callflow/{version}", "Accept-Encoding": "identity"}
        self._trace = trace
        self._sleep = sleep

    def call(self, effect: CallMcp, *, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """See `McpServers.call`."""
        request = Request("POST", (effect.server,), effect.headers, {}, None)
        values = looked_up(request, secrets)
        if isinstance(values, Failed):
            return values
        redaction = Redaction(values.values)
        sent = filled(request, values, {**self._defaults, **self._trace()})
        outcome = self._attempts(sent, effect, deadline) if isinstance(sent, Filled) else sent
        if isinstance(outcome, Failed):
            return Failed(redaction.text(outcome.error))
        return Answered(outcome.status, {}, redaction.json(outcome.body), outcome.cut)

    def list_tools(
        self, server: str, headers: Mapping[str, Text], *, secrets: SecretNamed, deadline: Deadline
    ) -> tuple[ListedTool, ...] | Failed:
        """See `McpLists.list_tools`."""
        request = Request("POST", (server,), headers, {}, None)
        values = looked_up(request, secrets)
        if isinstance(values, Failed):
            return values
        sent = filled(request, values, self._defaults)
        if isinstance(sent, Failed):
            return sent
        transport = BoundedTransport(self._network, self._transport, deadline, MAX_BYTES)
        found = _in_session(listed, sent, transport, deadline)
        redaction = Redaction(values.values)
        if not isinstance(found, tuple):
            return Failed(redaction.text(found.error))
        return tuple(_without(redaction, tool) for tool in found)

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
        async def called(client: Client) -> Answered:
            return read(await client.call_tool(effect.name, dict(effect.arguments)))

        transport = BoundedTransport(self._network, self._transport, deadline, MAX_BYTES)
        outcome = _in_session(called, sent, transport, deadline)
        if isinstance(outcome, Failure) and transport.cut is not None:
            return read_beginning(transport.cut) or outcome
        return outcome


def _in_session(
    work: Callable[[Client], Awaitable[Result]], sent: Filled, transport: BoundedTransport, deadline: Deadline
) -> Result | Failed | Failure:
    """Do a piece of work in a session of its own, in a thread: this thread may run an event loop of its own."""
    late = Failure(f"the {TARGET} did not answer in time")
    done: list[Result | Failed | Failure] = []

    async def worked() -> Result:
        with anyio.fail_after(max(0.01, deadline.remaining())):
            async with (
                httpx2.AsyncClient(transport=transport, headers=[*sent.headers], timeout=None, trust_env=False) as http,
                Client(
                    streamable_http_client(str(sent.url), http_client=http, terminate_on_close=False), cache=None
                ) as client,
            ):
                return await work(client)

    def run() -> None:
        try:
            done.append(anyio.run(worked))
        except BaseException as error:  # an exception group of the SDK, or one of its own errors
            refused = _refusal_in(error)
            failed = Failed(refused) if refused is not None else Failure(f"the {TARGET} broke off its answer")
            done.append(transport.failure or (late if deadline.expired() else failed))

    thread = threading.Thread(target=run, name="call-mcp", daemon=True)
    thread.start()
    thread.join(max(0.0, deadline.remaining()) + 0.5)
    return done[0] if done else late


def _without(redaction: Redaction, tool: ListedTool) -> ListedTool:
    """Return a tool without the secrets that its server may repeat."""
    parameters = redaction.json(dict(tool.parameters))
    return replace(
        tool,
        name=redaction.text(tool.name),
        description=redaction.text(tool.description),
        parameters=parameters if isinstance(parameters, dict) else {},
    )


async def listed(client: Client) -> tuple[ListedTool, ...] | Failed:
    """List the tools of the server of a client, each page once. Values that no record can hold are a failure."""
    found: list[ListedTool] = []
    cursor: str | None = None
    for _ in range(MAX_PAGES):
        page = await client.list_tools(cursor=cursor)
        for tool in page.tools:
            value = sound([tool.name, tool.description or "", tool.input_schema])
            if isinstance(value, Unsound):
                return Failed(f"the {TARGET} lists a tool with {value.error}")
            hints = tool.annotations
            repeatable = hints is not None and bool(hints.read_only_hint or hints.idempotent_hint)
            found.append(ListedTool(tool.name, tool.description or "", tool.input_schema, repeatable))
        cursor = page.next_cursor
        if cursor is None:
            return tuple(found)
    return Failed(f"the {TARGET} lists its tools in more than {MAX_PAGES} pages")


def _refusal_in(error: BaseException) -> str | None:
    """Return what a server says against a call, as for a tool that it no longer has; None for another error."""
    if isinstance(error, BaseExceptionGroup):
        return next((found for inner in error.exceptions if (found := _refusal_in(inner)) is not None), None)
    if not isinstance(error, MCPError):
        return None
    return f"the {TARGET} refused the call: {' '.join(str(error).split())[:MAX_MESSAGE]}"
