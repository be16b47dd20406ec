"""The conversations that the fault benches play: the examples, with tools and models that are pure functions."""

from __future__ import annotations

import json
from dataclasses import replace

from flow_core.effects import AskModel, CallMcp, CallTool
from flow_core.evaluate import Evaluated
from flow_core.flow import Flow
from flow_core.json import Variables
from flow_core.state import Message, ToolCall
from functions.adapters.javascript.engine import JavaScript
from functions.json_schema.check import schema_problem
from functions.ports.flows import Definition
from functions.ports.model import ModelOutcome, Replied
from functions.ports.tools import Answered, ToolOutcome
from functions.records import FlowPin, Interruption, TurnCall
from functions.turn.mcp_tools import ListTools
from local.commands.check import flow_beside
from local.examples import EXAMPLES, EXAMPLES_ADDRESS
from local.site.demo_mcp import DemoLists
from testing.faults import Script
from testing.stage import NoSecrets


def example(name: str) -> Flow:
    read = flow_beside(EXAMPLES / name / "flow.json")
    assert read is not None
    return read


def as_published(name: str) -> Flow:
    """Return the example with what the MCP server of the local stack lists."""
    written = json.loads((EXAMPLES / name / "flow.json").read_text())
    list_tools = ListTools(DemoLists(EXAMPLES_ADDRESS), NoSecrets(), schema_problem)
    return Flow.model_validate(list_tools("acme", Definition(name, FlowPin(None, 1), written)).written)


def tool(effect: CallTool) -> ToolOutcome:
    url = "".join(map(str, effect.request.url))
    if url.endswith("/demo/appointments"):
        return Answered(201, {}, {"reference": "A0042"})
    if url.endswith("/cancel"):
        return Answered(200, {}, {"cancelled": True})
    if url.endswith("/demo/system-status"):
        return Answered(200, {}, {"status": "operational", "incidents": 0})
    if url.endswith("/demo/identify"):
        return Answered(200, {}, {"known": True})
    if url.endswith("/demo/orders/1001"):
        return Answered(200, {}, {"status": "shipped", "arrives": "2026-12-01"})
    return Answered(404, {}, {"error": "no such order"})


def mcp_tool(effect: CallMcp) -> ToolOutcome:
    """A server of the same orders, with a session of its own for each call."""
    if effect.name == "orders.cancel":
        return Answered(200, {}, {"cancelled": True})
    found = effect.arguments["number"] == "1001"
    return Answered(200, {}, {"status": "shipped"}) if found else Answered(500, {}, "no such order")


def parcel_service(effect: CallMcp) -> ToolOutcome:
    """The parcel service of the local stack."""
    if effect.arguments["number"] != "400200":
        return Answered(500, {}, "There is no parcel of this number.")
    return Answered(200, {}, {"status": "in the depot", "arrives": effect.arguments.get("day", "2026-12-04")})


def at_parcel_desk(effect: AskModel, last: str) -> ModelOutcome:
    """A model that looks two parcels up, has one delivered on another day, and then says what it was told."""
    if last.startswith("where") and not effect.calls:
        numbers = ("400300", "400200")
        return Replied("", calls=tuple(ToolCall("find_parcel", {"number": number}) for number in numbers))
    if last.startswith("bring") and not effect.calls:
        return Replied("", calls=(ToolCall("redeliver", {"number": "400200", "day": "2026-12-07"}),))
    told = "; ".join(call.result or "" for call in effect.calls)
    return Replied(f"I know: {told}", {"done": last.startswith("no")}, 10, 5)


def at_order_desk(effect: AskModel, last: str) -> ModelOutcome:
    """A model that looks several orders up, is wrong once, cancels one, and then says what it was told."""
    if last.startswith("where") and not effect.calls:
        wrong = ToolCall("find_order", {}, "Error, nothing was called: there is no number.", failed=True)
        return Replied("", calls=(wrong, ToolCall("find_order", {"number": "1001"})))
    if [call.name for call in effect.calls] == ["find_order"] * 2:
        return Replied("", calls=(ToolCall("find_order", {"number": "9999"}),))
    if last.startswith("cancel") and not effect.calls:
        return Replied("", calls=(ToolCall("cancel_order", {"number": "1002"}),))
    told = "; ".join(call.result or "" for call in effect.calls)
    return Replied(f"I know: {told}", {"done": last.startswith("no")}, 10, 5)


def model(effect: AskModel) -> ModelOutcome:
    last = effect.messages[-1].content
    if effect.instructions.startswith("You are the order desk"):
        return at_order_desk(effect, last)
    if effect.instructions.startswith("You are the desk of a parcel service"):
        return at_parcel_desk(effect, last)
    return Replied(f"You said: {last}", {"done": last.startswith("no")}, 10, 5)


def chooser(effect: AskModel) -> ModelOutcome:
    """Choose the repair where it is on offer, else none."""
    offered = effect.extract["chosen-id"]["enum"]
    return Replied("", {"chosen-id": "repair" if isinstance(offered, list) and "repair" in offered else "none"}, 10, 5)


def script(name: str, *turns: TurnCall) -> Script:
    return Script(example(name), turns, tool, model)


def once_only(script: Script) -> Script:
    """Return the script with a flow whose tools may not be called twice, even if the first call failed."""
    return replace(script, flow=with_retries(script.flow, 0))


def over_mcp(flow: Flow, retries: int) -> Flow:
    """Return the flow with tools of an MCP server in place of those of its models, as a publish completes them."""
    definition = flow.model_dump(mode="json", by_alias=True)
    for drawn in definition["nodes"]:
        for its_tool in drawn["data"].get("tools", ()):
            name = its_tool["name"].partition("_")[0]
            mcp = {"server": "https://crm.example/mcp", "tool": f"orders.{name}"}
            its_tool.update(request=None, mcp=mcp, retries=retries)
    return Flow.model_validate(definition)


def with_retries(flow: Flow, retries: int) -> Flow:
    definition = flow.model_dump(mode="json", by_alias=True)
    for drawn in definition["nodes"]:
        if drawn["type"] == "tool":
            drawn["data"]["retries"] = retries
        for its_tool in drawn["data"].get("tools", ()):
            its_tool["retries"] = retries
    inner = {node_id: with_retries(one, retries) for node_id, one in flow.inner.items()}
    return Flow.model_validate(definition).with_inner(inner, flow.called)


ORDER_DESK = (
    TurnCall("t1"),
    TurnCall("t2", "where is my order"),
    TurnCall("t3"),
    TurnCall("t4", "cancel the other one"),
    TurnCall("t5", "yes"),
    TurnCall("t6", "cancel it again"),
    TurnCall("t7", "no"),
)

PARCEL_DESK = (
    TurnCall("t1"),
    TurnCall("t2", "where is my parcel"),
    TurnCall("t3"),
    TurnCall("t4", "bring it on monday"),
    TurnCall("t5", "yes"),
    TurnCall("t6", "no"),
)

SCRIPTS = {
    "customer-support": script(
        "customer-support",
        TurnCall("t1", user_id="caller"),
        TurnCall("t2", "My computer won't start"),
        TurnCall("t3", "hello?", interrupted=Interruption("t2", "I understand")),
        TurnCall("t4", "hm", missed=(Message("user", "are you there", "t4"), Message("assistant", "yes", "t4"))),
        TurnCall("t5", no_input=True),
        TurnCall("t6", "no"),
        TurnCall("t7"),
    ),
    "customer-support with the model": script(
        "customer-support", TurnCall("t1"), TurnCall("t2", "When do you open?"), TurnCall("t3", "no thanks")
    ),
    "order-status": script(
        "order-status",
        TurnCall("t1", "hi there", variables={"vip": True}),
        TurnCall("t2", dtmf="4711"),
        TurnCall("t3"),
        TurnCall("t4", "yes"),
        TurnCall("t5", "one zero zero one"),
        TurnCall("t6"),
        TurnCall("t7", "no"),
    ),
    "appointment-booking": script(
        "appointment-booking",
        TurnCall("t1"),
        TurnCall("t2", "a dye please"),
        TurnCall("t3", "the third of june"),
        TurnCall("t4", "two"),
        TurnCall("t5", "john dot smith at example dot com"),
        TurnCall("t6", "yes"),
    ),
    "card-lock": script(
        "card-lock",
        TurnCall("t1"),
        TurnCall("t2", "my credit card"),
        TurnCall("t3", no_input=True),
        TurnCall("t4", "the twelfth of march nineteen eighty", interrupted=Interruption("t3", "What is")),
        TurnCall("t5", dtmf="0012"),
        TurnCall("t6", dtmf="3456"),
    ),
    "bike-shop": Script(
        example("bike-shop"),
        (
            TurnCall("t1", "what time do you close?"),
            TurnCall("t2", "my brakes squeak"),
            TurnCall("t3", "how much is a service?"),
            TurnCall("t4", "when are you open?", interrupted=Interruption("t3", "Is it")),
            TurnCall("t5", "an e-bike"),
            TurnCall("t6", "on friday"),
        ),
        tool,
        chooser,
        has_model=True,
    ),
    "order-desk": Script(
        # The tools honour their Idempotency-Key.
        with_retries(example("order-desk"), 2),
        ORDER_DESK,
        tool,
        model,
    ),
    # The server says that the tool that finds may be repeated. The other one runs at most once, so after a death nobody
    # may know whether it ran: the scripts below that compare with an undisturbed call repeat both.
    "parcel-desk": Script(with_retries(as_published("parcel-desk"), 2), PARCEL_DESK, tool, model, mcp=parcel_service),
    # The server says that its tools may be repeated.
    "order-desk over MCP": Script(over_mcp(example("order-desk"), 2), ORDER_DESK, tool, model, mcp=mcp_tool),
}


class Remembered:
    """Evaluates each expression once. With the same clock and random seed an expression is a pure function."""

    def __init__(self, javascript: JavaScript) -> None:
        self._javascript = javascript
        self._known: dict[str, Evaluated] = {}

    def __call__(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        key = json.dumps([expression, variables, at, seed])
        if key not in self._known:
            self._known[key] = self._javascript(expression, variables, at, seed)
        return self._known[key]
