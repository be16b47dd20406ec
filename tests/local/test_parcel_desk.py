"""The parcel desk: a model on a scripted server calls the tools of the local stack's MCP server."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from starlette.applications import Starlette

from flow_core.check.mcp_tools import ListedTool
from flow_core.flow import Flow
from functions.adapters.http.public_network import PublicTransport
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.mcp.servers import McpOverHttp
from functions.adapters.models.openai import OpenAi
from functions.deadline import Deadline
from functions.json_schema.check import schema_problem
from functions.ports.flows import Definition
from functions.ports.tools import Failed, McpLists
from functions.records import FlowPin
from functions.turn.mcp_tools import ListTools
from local.examples import EXAMPLES, EXAMPLES_ADDRESS
from local.site import demo_mcp
from local.site.demo_mcp import DemoLists
from testing.fakes.loopback import Answer, Loopback
from testing.fakes.model_servers import calling, completion, in_turn
from testing.mcp.server import served
from testing.stage import NoSecrets, Stage

# The context trusts no certificate, because loading the root certificates takes longer than a test.
TRUSTS_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def servers(stack: ExitStack) -> McpOverHttp:
    made = McpOverHttp(
        allow_private=True, transport=lambda network: PublicTransport(network, ssl_context=TRUSTS_NOBODY)
    )
    stack.callback(made.close)
    return made


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of the local stack's MCP server."""
    with served(Starlette(routes=[demo_mcp.route()])) as origin:
        yield origin


def says(words: str, *, done: bool = False) -> Answer:
    return completion(json.dumps({"reply": words, "done": done}))


def at_the_desk(stack: ExitStack, servers: McpOverHttp, address: str, *answers: Answer) -> tuple[Stage, Loopback]:
    """Publish the example and begin a call. The model gives the answers in order."""
    written = json.loads((EXAMPLES / "parcel-desk" / "flow.json").read_text().replace(EXAMPLES_ADDRESS, address))
    draft = Definition("parcel-desk", FlowPin(None, 1), written)
    published = ListTools(servers, NoSecrets(), schema_problem)("acme", draft)
    server = stack.enter_context(Loopback(in_turn(*answers)))
    javascript = stack.enter_context(JavaScript())
    model = OpenAi(f"{server.origin}/v1", lambda: "key").model("m")
    flow = Flow.model_validate(published.written)
    stage = Stage((flow,), javascript, mcp=servers, model=model, turn_seconds=30)
    stage.turn("0")
    return stage, server


def results_in(server: Loopback) -> list[str]:
    """Return what the model was told last about its calls."""
    messages = json.loads(server.received[-1].body)["messages"]
    return [message["content"] for message in messages if message["role"] == "tool"]


def test_the_model_gets_the_tools_that_the_server_lists(stack: ExitStack, servers: McpOverHttp, address: str) -> None:
    stage, server = at_the_desk(stack, servers, address, says("What is its number?"))
    stage.turn("1", "Where is my parcel?")
    find, redeliver = (each["function"] for each in json.loads(server.received[-1].body)["tools"])
    assert find["description"] == "Finds out where a parcel is and when it arrives."
    assert redeliver["description"].endswith("Only if the caller has named the day.")
    assert redeliver["parameters"]["required"] == ["number", "day"]


def test_a_parcel_is_found_and_delivered_on_another_day_after_a_yes(
    stack: ExitStack, servers: McpOverHttp, address: str
) -> None:
    stage, server = at_the_desk(
        stack,
        servers,
        address,
        calling(("find_parcel", '{"number": "400200"}')),
        says("It is in the depot and arrives on Friday."),
        calling(("redeliver", '{"number": "400200", "day": "2026-12-07"}')),
        says("It comes on Monday."),
        says("Gladly.", done=True),
    )
    assert stage.turn("1", "Where is my parcel 400200?")["response"] == "One moment, I look for your parcel."
    assert stage.turn("2")["response"] == "It is in the depot and arrives on Friday."
    assert '"in the depot"' in results_in(server)[0]
    asked = stage.turn("3", "Can you bring it on Monday?")["response"]
    assert asked == "Shall we deliver the parcel 4 0 0 2 0 0 on Monday, December 7, 2026?"
    assert stage.turn("4", "Yes, please.")["response"] == "It comes on Monday."
    assert '"arrives": "2026-12-07"' in results_in(server)[0]
    reply = stage.turn("5", "No, thanks.")
    assert (reply["completed"], stage.head.state.outcome) == (True, "helped")


def test_nothing_is_delivered_on_another_day_after_a_no(stack: ExitStack, servers: McpOverHttp, address: str) -> None:
    stage, server = at_the_desk(
        stack,
        servers,
        address,
        calling(("redeliver", '{"number": "400100", "day": "2026-12-07"}')),
        says("Then it stays as it is."),
    )
    stage.turn("1", "Bring the parcel 400100 on Monday.")
    assert stage.turn("2", "No.")["response"] == "Then it stays as it is."
    assert not [run for turn in stage.turns for run in turn.effects if run.kind == "CallMcp"]
    assert results_in(server) == ["The caller said no. Nothing was called."]


def test_a_parcel_that_the_service_does_not_know_is_an_error_to_the_model(
    stack: ExitStack, servers: McpOverHttp, address: str
) -> None:
    stage, server = at_the_desk(
        stack, servers, address, calling(("find_parcel", '{"number": "123456"}')), says("I can't find it.")
    )
    stage.turn("1", "Where is my parcel 123456?")
    assert stage.turn("2")["response"] == "I can't find it."
    (result,) = results_in(server)
    assert result.startswith("Error")
    assert "There is no parcel 123456." in result


def test_the_list_in_the_process_is_the_list_over_http(servers: McpOverHttp, address: str) -> None:
    def listed(lists: McpLists) -> tuple[ListedTool, ...] | Failed:
        url = f"{address}{demo_mcp.PATH}"
        return lists.list_tools(url, {}, secrets=lambda name: None, deadline=Deadline.after(30))

    assert listed(servers) == listed(DemoLists(address))
    other = listed(DemoLists("http://127.0.0.1:9"))
    assert isinstance(other, Failed)
    assert "an example may name the MCP server of the local stack only" in other.error
