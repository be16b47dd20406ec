"""The editor's parts on the real stack: messages, test calls of tools, conditions in words, and handlers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from testing.browser import axe
from testing.browser.browser import Tabs
from testing.calls.calls import Calls, Json
from testing.calls.flows import flow
from testing.fakes.loopback import Exchange, Loopback
from testing.mcp.server import serving
from testing.processes import free_port

LINE = flow(
    "line",
    {
        "start": ("start", {}),
        "ask": ("elicitation", {"prompt": "What can I do?", "variable": "wish"}),
        "hours": ("message", {"message": "We are open from nine to five."}),
        "bye": ("end", {"message": "Goodbye."}),
    },
    "start > ask, ask > hours, ask.noMatch > bye, ask.noInput > bye, hours > bye",
)


@pytest.fixture
def orders() -> Iterator[Loopback]:
    """A server that knows the state of every order."""
    with Loopback(_answer) as server:
        yield server


def _answer(exchange: Exchange) -> None:
    number = exchange.received.target.rpartition("/")[2]
    exchange.answer(200, json.dumps({"order": {"state": "sent", "number": number}}).encode(), _JSON)


_JSON = {"Content-Type": "application/json"}


def opened(tabs: Tabs, calls: Calls, flow_id: str, node_id: str) -> tuple[Page, Locator]:
    """Open a flow at a node, and return the page and the node's form."""
    page = tabs.open(f"{calls.address}/flows/{flow_id}?node={node_id}")
    form = page.get_by_role("complementary", name="Selected node")
    expect(form.get_by_label("Node ID")).to_be_visible()
    return page, form


def saved(page: Page, calls: Calls, flow_id: str, node_id: str) -> Json:
    """Save the draft, and return the data of a node."""
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    nodes = calls.api.get(f"/flows/{flow_id}", params={"version": "draft"}).json()["definition"]["nodes"]
    data: Json = next(node["data"] for node in nodes if node["id"] == node_id)
    return data


def test_a_tool_is_called_from_its_form_and_assign_takes_a_value_of_its_answer(
    tabs: Tabs, alone: Calls, orders: Loopback
) -> None:
    request = {"url": f"{orders.origin}/orders/{{{{ number }}}}"}
    shop = flow(
        "tested",
        {
            "start": ("start", {}),
            "look": ("tool", {"request": request, "message": "One moment."}),
            "bye": ("end", {"message": "It is {{ state }}."}),
        },
        "start > look, look > bye, look.error > bye",
    )
    shop["variables"] = {"number": {"type": "string", "default": "1001"}}
    alone.publish("tested", shop)
    page, form = opened(tabs, alone, "tested", "look")
    form.get_by_label("Value of number").fill("20 02")
    form.get_by_role("button", name="Call now").click()
    answer = form.get_by_role("group", name="Answer of the test call")
    expect(answer).to_contain_text("Status 200")
    expect(answer).to_contain_text("/orders/20%2002")
    assert orders.received[-1].target == "/orders/20%2002"
    form.get_by_label("Add a value of the last response").select_option("response.body.order.state")
    expect(form.get_by_label("Expression of state")).to_have_value("response.body.order.state")
    assert not (found := axe.violations(page)), "\n".join(found)
    form.get_by_role("button", name="Call now").click()
    expect(answer.get_by_label("Variables set")).to_have_value('{\n  "state": "sent"\n}')
    assert saved(page, alone, "tested", "look")["assign"] == {"state": "response.body.order.state"}
    actions = [entry["action"] for entry in alone.api.get("/audit").json()["entries"]]
    assert actions.count("tool.tested") == 2


def test_a_model_decides_a_condition_in_words(tabs: Tabs, alone: Calls) -> None:
    mood = flow(
        "mood",
        {
            "start": ("start", {}),
            "ask": ("elicitation", {"prompt": "What can I do?", "variable": "wish"}),
            "mood": ("decision", {"conditions": [{"id": "vip", "expression": "wish === 'gold'"}]}),
            "sorry": ("end", {"message": "I am sorry."}),
            "bye": ("end", {"message": "Goodbye."}),
        },
        "start > ask, ask > mood, ask.noMatch > bye, ask.noInput > bye, mood.vip > bye, mood > bye",
    )
    alone.publish("mood", {**mood, "onFailure": "sorry"})
    page, form = opened(tabs, alone, "mood", "mood")
    form.get_by_role("button", name="Add condition").click()
    form.get_by_label("Decided by").nth(1).select_option(label="A language model, in words")
    form.get_by_label("In words").fill("the caller is upset")
    expect(form.get_by_label("on error")).to_have_value("")
    expect(page.locator('.react-flow__node[data-id="mood"]')).to_contain_text("the caller is upset")
    form.get_by_label("the caller is upset").select_option("sorry")
    assert not (found := axe.violations(page)), "\n".join(found)
    assert saved(page, alone, "mood", "mood")["conditions"][1] == {"id": "cond-1", "when": "the caller is upset"}


def test_a_handler_is_added_and_drawn_beside_the_nodes(tabs: Tabs, alone: Calls) -> None:
    desk = flow(
        "desk",
        {
            "start": ("start", {}),
            "ask": ("elicitation", {"prompt": "What can I do?", "variable": "wish"}),
            "hours": ("message", {"message": "We are open from nine to five."}),
            "back": ("end", {"outcome": "resume"}),
            "bye": ("end", {"message": "Goodbye."}),
        },
        "start > ask, ask > bye, ask.noMatch > bye, ask.noInput > bye, hours > back",
    )
    first = {"id": "close", "phrases": ["when do you close"], "target": "hours", "resume": True}
    alone.publish("desk", {**desk, "handlers": [first]})
    page = tabs.open(f"{alone.address}/flows/desk")
    side = page.get_by_role("complementary", name="Flow settings")
    side.get_by_role("button", name="Add handler").click()
    added = side.locator('[data-field=\'["handlers","1"]\']')
    added.get_by_role("button", name="Add phrase").click()
    added.get_by_label("Phrases: phrase 1").fill("what are your hours")
    added.get_by_label("Leads to").select_option("hours")
    added.get_by_label("Come back to the open question").check()
    drawn = page.get_by_role("group", name="Handler: “what are your hours”. Leads to hours.")
    expect(drawn).to_be_visible()
    expect(page.locator(".react-flow__edge-path[data-handler]")).to_have_count(2)
    assert not (found := axe.violations(page)), "\n".join(found)

    # A press on the first one in the picture opens it in the form.
    page.get_by_role("group", name="Handler: “when do you close”").click()
    expect(side.locator('[data-field=\'["handlers","0"]\'] details').first).to_have_attribute("open", "")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    saved = alone.api.get("/flows/desk", params={"version": "draft"}).json()["definition"]["handlers"]
    assert saved == [first, {"id": "handler-1", "phrases": ["what are your hours"], "target": "hours", "resume": True}]
    reply = alone.api.post("/flows/desk/publish")
    assert reply.status_code == 201
    room = {"roomName": "desk-1", "turnId": "1", "userInput": "what are your hours"}
    assert "from nine to five" in alone.api.post("/flows/desk/process", json=room).json()["response"]


def test_a_line_from_the_lane_to_a_node_adds_a_handler(tabs: Tabs, alone: Calls) -> None:
    alone.publish("line", LINE)
    page = tabs.open(f"{alone.address}/flows/line")
    place = page.get_by_role("group", name="New handler")
    expect(place).to_have_accessible_description(re.compile("to add a handler"))
    _draw(page, place, "hours")
    side = page.get_by_role("complementary", name="Flow settings")
    added = side.locator('[data-field=\'["handlers","0"]\']')
    expect(added.get_by_label("Leads to")).to_have_value("hours")
    added.get_by_role("button", name="Add phrase").click()
    added.get_by_label("Phrases: phrase 1").fill("what are your hours")
    drawn = page.get_by_role("group", name="Handler: “what are your hours”. Leads to hours.")
    expect(drawn).to_have_accessible_description(re.compile("edit this handler among the flow's settings"))

    # Another line moves its end, and the keyboard adds a second one.
    _draw(page, drawn, "bye")
    expect(added.get_by_label("Leads to")).to_have_value("bye")
    place.focus()
    page.keyboard.press("Enter")
    expect(side.locator('[data-field=\'["handlers","1"]\']').get_by_label("Leads to")).to_have_value("")
    assert not (found := axe.violations(page)), "\n".join(found)
    side.get_by_role("button", name="Remove handler 2").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    saved = alone.api.get("/flows/line", params={"version": "draft"}).json()["definition"]["handlers"]
    assert saved == [{"id": "handler-1", "phrases": ["what are your hours"], "target": "bye"}]


def _draw(page: Page, start: Locator, node_id: str) -> None:
    """Draw a line with the mouse from a part of the lane to a node."""
    start.locator(".react-flow__handle").hover()
    page.mouse.down()
    page.locator(f'.react-flow__node[data-id="{node_id}"] .react-flow__handle.target').hover()
    page.mouse.up()


def test_a_tool_of_a_model_is_written_in_the_form_and_called_from_it(
    tabs: Tabs, alone: Calls, orders: Loopback
) -> None:
    talk = flow(
        "talking",
        {
            "start": ("start", {}),
            "talk": ("llm", {"instructions": "Help.", "label": "Talk"}),
            "bye": ("end", {"message": "Goodbye."}),
        },
        "start > talk, talk > bye",
    )
    alone.publish("talking", {**talk, "onFailure": "bye"})
    page, form = opened(tabs, alone, "talking", "talk")
    form.get_by_role("button", name="Add tool").click()
    tool = form.locator('[data-field=\'["tools","0"]\']').first
    tool.get_by_label("Name", exact=False).first.fill("find_order")
    tool.get_by_label("Description").fill("Finds an order.")
    schema = {"type": "object", "properties": {"number": {"type": "string"}}, "required": ["number"]}
    tool.get_by_label("JSON schema of the arguments").fill(json.dumps(schema))
    tool.get_by_label("URL").fill(f"{orders.origin}/orders/{{{{ arguments.number }}}}")
    tool.get_by_label("Argument number").fill("20 02")
    tool.get_by_role("button", name="Call now").click()
    expect(tool.get_by_label("What the model reads")).to_have_value(re.compile('"number": "20%2002"'))
    assert orders.received[-1].target == "/orders/20%2002"
    assert not (found := axe.violations(page)), "\n".join(found)
    saved_tool = saved(page, alone, "talking", "talk")["tools"][0]
    assert saved_tool["parameters"] == schema
    assert saved_tool["request"]["url"].endswith("/orders/{{ arguments.number }}")


def test_a_tool_of_an_mcp_server_is_chosen_from_its_list_and_called(tabs: Tabs, alone: Calls) -> None:
    talk = flow(
        "listing",
        {
            "start": ("start", {}),
            "talk": ("llm", {"instructions": "Help.", "label": "Talk"}),
            "bye": ("end", {"message": "Goodbye."}),
        },
        "start > talk, talk > bye",
    )
    alone.publish("listing", {**talk, "onFailure": "bye"})
    page, form = opened(tabs, alone, "listing", "talk")
    form.get_by_role("button", name="Add tool").click()
    tool = form.locator('[data-field=\'["tools","0"]\']').first
    tool.get_by_label("Sent to").select_option(label="An MCP server")
    lists = tool.get_by_role("button", name="List the server's tools")
    expect(lists).to_have_count(0)
    tool.get_by_label("URL of the server").fill(f"http://127.0.0.1:{free_port()}/mcp")
    lists.click()
    expect(tool).to_contain_text("There is no list: the MCP server could not be reached")
    with serving() as (server, _):
        tool.get_by_label("URL of the server").fill(server)
        lists.click()
        find = tool.get_by_role("listitem", name="find_order")
        expect(find).to_contain_text("Finds an order.")
        expect(find).to_contain_text("number string, required")
        expect(find).to_contain_text("May be repeated")
        tool.get_by_role("button", name="Choose find_order").click()
        expect(find).to_contain_text("Chosen")
        assert not (found := axe.violations(page)), "\n".join(found)
        tool.get_by_label("Argument number").fill("1001")
        tool.get_by_role("button", name="Call now").click()
        expect(tool.get_by_label("What the model reads")).to_have_value(re.compile('"state": "shipped"'))
    # The draft has what the author chose; publishing takes the rest from the server.
    assert saved(page, alone, "listing", "talk")["tools"] == [
        {"name": "find_order", "mcp": {"server": server, "tool": "find_order"}}
    ]
    actions = [entry["action"] for entry in alone.api.get("/audit").json()["entries"]]
    assert actions.count("tools.listed") == 2


def test_a_message_is_added_and_written(tabs: Tabs, alone: Calls) -> None:
    alone.publish("line", LINE)
    page = tabs.open(f"{alone.address}/flows/line")
    page.get_by_role("button", name="Add node").click()
    page.get_by_role("menuitem", name="Message").click()
    form = page.get_by_role("complementary", name="Selected node")
    expect(form.get_by_role("heading", name="message-1")).to_be_visible()
    form.get_by_label("Message").fill("We close at five.")
    form.get_by_label("The caller can interrupt").uncheck()
    form.get_by_label("next").select_option("bye")
    expect(page.locator('.react-flow__node[data-id="message-1"]')).to_contain_text("We close at five.")
    assert not (found := axe.violations(page)), "\n".join(found)
    data = saved(page, alone, "line", "message-1")
    assert (data["message"], data["interruptible"]) == ("We close at five.", False)
