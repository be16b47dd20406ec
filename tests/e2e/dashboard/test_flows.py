"""The list of flows, and the editing of a flow: draw, correct, save, publish, compare, export and import."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from testing.browser import axe
from testing.browser.browser import Tabs
from testing.browser.past import FAULTY, held
from testing.browser.pictures import picture
from testing.calls.calls import Calls, Json
from testing.calls.flows import BOATS
from tests.functions.flow_import.exports import PIPECAT

SHOP = "shop"
BROKEN = "order.total >"
MENDED = "httpStatus === 404 || httpStatus === 410"
A_TEST: Json = {"name": "A boat", "turns": [{"say": "a boat"}]}
GREETING = "Welcome to the order line of our shop."


def definition(calls: Calls, flow_id: str, version: str = "draft") -> Json:
    answer = calls.api.get(f"/flows/{flow_id}", params={"version": version})
    assert answer.status_code == 200
    found: Json = answer.json()["definition"]
    return found


@pytest.fixture
def shop(alone: Calls) -> str:
    """Copy order-status to another id and publish it. Its draft equals the version."""
    flow = definition(alone, "order-status", "latest")
    assert alone.api.put(f"/flows/{SHOP}", json={**flow, "name": "Order line"}).status_code == 200
    if alone.api.get(f"/flows/{SHOP}").json()["latestVersion"] is None:
        assert alone.api.post(f"/flows/{SHOP}/publish").status_code == 201
    return SHOP


def row(page: Page, flow_id: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_text(flow_id, exact=True))


def node(page: Page, node_id: str) -> Locator:
    return page.locator(f'.react-flow__node[data-id="{node_id}"]')


def choose(page: Page, node_id: str) -> Locator:
    """Select a node, and return its form."""
    node(page, node_id).click()
    return page.get_by_role("complementary", name="Selected node")


def test_the_list_shows_the_state_of_each_flow(tabs: Tabs, alone: Calls) -> None:
    for name in ("Returns", "Returns and refunds"):
        alone.publish("returns", {**FAULTY, "name": name})
    alone.api.put("/flows/returns", json={**FAULTY, "name": "Returns, refunds and repairs"})
    for room in ("returns-1", "returns-2"):
        held(alone, "returns", room, None, "a boat")
    lonely = {"id": "lonely", "type": "end", "data": {"message": "Nobody comes here."}}
    alone.api.put("/flows/harbour", json={**BOATS, "name": "Harbour office", "nodes": [*BOATS["nodes"], lonely]})

    page = tabs.open(f"{alone.address}/flows")
    expect(page.get_by_role("heading", level=1)).to_have_text("Flows")
    returns = row(page, "returns")
    expect(returns.get_by_role("link", name="Returns, refunds and repairs", exact=True)).to_be_visible()
    expect(returns).to_contain_text("v2")
    expect(returns).to_contain_text("Draft changed since v2")
    returns.scroll_into_view_if_needed()
    expect(returns.locator('[data-label="Sessions today"]')).to_have_text("2")
    expect(row(page, "customer-support")).to_contain_text("Published, no changes")
    expect(row(page, "harbour")).to_contain_text("Not published")
    expect(row(page, "harbour").get_by_role("link", name="1 warning")).to_be_visible()
    picture(page, "flows")


def test_a_node_is_edited_checked_corrected_saved_and_published(tabs: Tabs, alone: Calls, shop: str) -> None:
    page = tabs.open(f"{alone.address}/flows/{shop}")
    form = choose(page, "start")
    form.get_by_label("Message").fill(GREETING)
    expect(node(page, "start")).to_contain_text(GREETING)

    # The defect is reported at the node, at the field and in the list. The flow is not saved.
    form = choose(page, "unknown")
    expression = form.get_by_label("Expression")
    expression.fill(BROKEN)
    expect(node(page, "unknown")).to_contain_text("1 error")
    expect(expression).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name=re.compile("^Error"))).to_have_count(1)
    picture(page, "problems")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved: the flow has 1 error")
    assert definition(alone, shop)["nodes"] == definition(alone, "order-status", "latest")["nodes"]

    # The edits survive a reload of the page.
    page.reload()
    expect(page.get_by_text("Your unsaved changes were restored.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Error")).click()
    expect(expression).to_be_focused()
    expression.fill(MENDED)
    expect(node(page, "unknown")).not_to_contain_text("1 error")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    nodes = {each["id"]: each["data"] for each in definition(alone, shop)["nodes"]}
    assert nodes["start"]["message"] == GREETING
    assert nodes["unknown"]["conditions"][0]["expression"] == MENDED

    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog", name="Publish version 2")
    dialog.get_by_label("Note").fill("Says what it does not know")
    dialog.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2 published.")).to_be_visible()
    assert alone.api.get(f"/flows/{shop}/versions").json()["versions"][0]["note"] == "Says what it does not know"
    picture(page, "flow")
    page.get_by_role("link", name="See changes").click()
    expect(page).to_have_url(f"{alone.address}/flows/{shop}/compare?from=1&to=2")
    expect(page.get_by_role("main")).to_contain_text(GREETING)
    expect(page.get_by_role("main")).to_contain_text(MENDED)
    changed = page.locator('.react-flow__node [data-change="changed"]')
    expect(changed).to_have_count(2)
    picture(page, "compare")


def test_an_exported_flow_is_the_same_when_it_is_imported(tabs: Tabs, alone: Calls, tmp_path: Path) -> None:
    page = tabs.open(f"{alone.address}/flows/appointment-booking")
    page.get_by_role("button", name="More").click()
    with page.expect_download() as downloaded:
        page.get_by_role("menuitem", name="Export JSON").click()
    file = tmp_path / downloaded.value.suggested_filename
    downloaded.value.save_as(file)
    assert file.suffix == ".json"

    page.goto(f"{alone.address}/flows")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog", name="Import a flow")
    dialog.get_by_label("File").set_input_files(file)
    dialog.get_by_label("ID").fill("taken-along")
    dialog.get_by_role("button", name="Import").click()
    expect(page).to_have_url(f"{alone.address}/flows/taken-along")
    assert definition(alone, "taken-along") == definition(alone, "appointment-booking")


def test_an_export_of_another_product_is_imported_and_what_is_lost_is_listed(
    tabs: Tabs, alone: Calls, tmp_path: Path
) -> None:
    file = tmp_path / "orders.json"
    file.write_text(json.dumps(PIPECAT))
    page = tabs.open(f"{alone.address}/flows")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog", name="Import a flow")
    dialog.get_by_label("File").set_input_files(file)
    expect(dialog).to_contain_text("Pipecat flow. Nodes: ")
    expect(dialog.get_by_role("listitem").filter(has_text="Not taken over").first).to_be_visible()
    assert not (found := axe.violations(page)), "\n".join(found)
    dialog.get_by_label("ID").fill("from-pipecat")
    dialog.get_by_role("button", name="Import").click()
    expect(page).to_have_url(f"{alone.address}/flows/from-pipecat")
    imported = alone.api.post("/flows/import", json=PIPECAT).json()
    assert definition(alone, "from-pipecat") == imported["definition"]
    for each in imported["definition"]["nodes"]:
        expect(node(page, each["id"])).to_be_visible()


def test_a_flow_without_positions_is_laid_out(tabs: Tabs, alone: Calls) -> None:
    alone.publish("unplaced", BOATS)
    page = tabs.open(f"{alone.address}/flows/unplaced")
    places = []
    for node_id in ("start", "wish", "name", "bye"):
        expect(node(page, node_id)).to_be_visible()
        box = node(page, node_id).bounding_box()
        assert box is not None
        places.append(box)
    # Each node is completely to the right of the previous one.
    assert all(one["x"] + one["width"] < other["x"] for one, other in pairwise(places))


def test_the_list_searches_duplicates_renames_and_deletes_flows_by_keyboard(tabs: Tabs, alone: Calls) -> None:
    alone.publish("lost-parcels", {**BOATS, "name": "Lost parcels"})
    assert alone.api.put("/flows/lost-parcels/tests/boat", json=A_TEST).status_code == 200
    page = tabs.open(f"{alone.address}/flows")
    search = page.get_by_role("searchbox", name="Search by name or ID")
    search.press_sequentially("parcels")
    expect(page.get_by_role("status").filter(has_text="1 flow found")).to_be_visible()
    expect(row(page, "order-status")).to_have_count(0)

    _choose(page, "Lost parcels", "Rename…")
    dialog = page.get_by_role("dialog", name="Rename flow")
    dialog.get_by_label("Name").fill("Found parcels")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The flow is now called Found parcels.")).to_be_visible()
    assert definition(alone, "lost-parcels")["name"] == "Found parcels"
    assert definition(alone, "lost-parcels", "1")["name"] == "Lost parcels"

    _choose(page, "Found parcels", "Duplicate…")
    dialog = page.get_by_role("dialog", name="Duplicate Found parcels")
    assert not (found := axe.violations(page)), "\n".join(found)
    dialog.get_by_label("Name").fill("Parcels two")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{alone.address}/flows/parcels-two")
    assert definition(alone, "parcels-two") == {**definition(alone, "lost-parcels"), "name": "Parcels two"}
    assert alone.api.get("/flows/parcels-two/tests/boat").json()["name"] == A_TEST["name"]

    agent = {"name": "Parcel line", "flowId": "parcels-two", "flowVersion": "latest"}
    assert alone.api.post("/flows/parcels-two/publish").status_code == 201
    assert alone.api.put("/agents/parcel-line", json=agent).status_code == 200
    page.goto(f"{alone.address}/flows?search=parcels")
    _choose(page, "Parcels two", "Delete…")
    expect(page.get_by_role("dialog")).to_contain_text("parcel-line")
    expect(page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True)).to_be_disabled()
    assert not (found := axe.violations(page)), "\n".join(found)
    page.keyboard.press("Escape")
    assert alone.api.delete("/agents/parcel-line").status_code == 204
    _choose(page, "Parcels two", "Delete…")
    delete = page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True)
    expect(delete).to_be_enabled()
    delete.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Parcels two was deleted.")).to_be_visible()
    expect(row(page, "parcels-two")).to_have_count(0)
    assert alone.api.get("/flows/parcels-two").status_code == 404

    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Parcels two is back.")).to_be_visible()
    expect(row(page, "parcels-two")).to_be_visible()
    assert definition(alone, "parcels-two")["name"] == "Parcels two"
    assert alone.api.get("/flows/parcels-two/tests/boat").status_code == 200
    for flow_id in ("parcels-two", "lost-parcels"):
        assert alone.api.delete(f"/flows/{flow_id}").status_code == 204


def _choose(page: Page, flow: str, item: str) -> None:
    """Choose an entry of a flow's menu by keyboard."""
    page.get_by_role("button", name=f"More: {flow}", exact=True).press("Enter")
    page.get_by_role("menuitem", name=item).press("Enter")
