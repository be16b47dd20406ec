"""Exports of other products through the API."""

from __future__ import annotations

import json
from base64 import encodebytes
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.cli import main
from testing.api.stack import Stack, assert_problem
from tests.functions.flow_import.exports import ALL, CX, zipped


@pytest.mark.parametrize("name", ALL)
def test_an_export_becomes_a_definition_that_can_be_saved_and_published(stack: Stack, fresh: str, name: str) -> None:
    response = stack.client.post("/api/flows/import", json=ALL[name])
    assert response.status_code == 200
    imported = response.json()
    assert imported["kind"] == name.removesuffix("-editor")
    assert [problem for problem in imported["problems"] if problem["severity"] == "error"] == []
    assert imported["notes"]
    assert all({"place", "kind", "message"} <= set(note) for note in imported["notes"])
    for flow in imported["inner"]:
        assert flow["flowId"].startswith(f"{imported['flowId']}-")
        assert [problem for problem in flow["problems"] if problem["severity"] == "error"] == []
        assert stack.save(flow["flowId"], flow["definition"])["revision"] == 1
        assert stack.client.post(f"/api/flows/{flow['flowId']}/publish").status_code == 201
    definition = _without_mcp(imported["definition"])
    assert stack.save(fresh, definition)["revision"] == 1
    assert stack.client.post(f"/api/flows/{fresh}/publish").status_code == 201


def _without_mcp(definition: Any) -> Any:
    """Return a definition without the tools of MCP servers, which a publication asks for their parameters."""
    for node in definition["nodes"]:
        if "tools" in node["data"]:
            node["data"]["tools"] = [tool for tool in node["data"]["tools"] if "mcp" not in tool]
    return definition


def test_the_command_publishes_all_flows_of_an_agent_and_a_call_runs_through_them(
    stack: Stack, fresh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(httpx, "Client", lambda **options: nullcontext(stack.client))
    file = tmp_path / "hotel.zip"
    file.write_bytes(zipped(CX))
    assert main(["import", str(file), "--id", "hotel", "--publish"]) == 0
    assert stack.process("hotel", fresh, turnId="1")["response"] == "Welcome!"
    paid = stack.process("hotel", fresh, turnId="2", userInput="I want to pay, please")
    assert paid["response"] == "Paid."
    assert stack.process("hotel", fresh, turnId="3", userInput="nonsense")["response"] == "Once more, please?"
    assert stack.process("hotel", fresh, turnId="4", userInput="book a room")["response"] == "Good. Which day?"


def test_an_import_saves_nothing(stack: Stack) -> None:
    before = stack.client.get("/api/flows").json()
    stack.client.post("/api/flows/import", json=ALL["retell"])
    assert stack.client.get("/api/flows").json() == before


def test_a_zip_file_is_a_body_too(stack: Stack) -> None:
    headers = {"content-type": "application/zip"}
    response = stack.client.post("/api/flows/import", content=zipped(CX), headers=headers)
    assert response.json()["kind"] == "dialogflow-cx"


def test_a_zip_file_in_base64_is_the_same(stack: Stack) -> None:
    plain = stack.client.post("/api/flows/import", content=zipped(CX))
    assert stack.client.post("/api/flows/import", content=encodebytes(zipped(CX))).json() == plain.json()
    assert_problem(stack.client.post("/api/flows/import", content=b"UEsDB!"), 422)


def test_a_body_that_cannot_be_imported_is_refused_with_its_place(stack: Stack) -> None:
    wrong = {"initial_node": "a", "nodes": {"a": {"functions": 7}}}
    problem = assert_problem(stack.client.post("/api/flows/import", json=wrong), 422)
    assert problem["problems"] == [
        {"field": "/nodes/a/functions", "message": "must be a list, but is 7. Export the file again."}
    ]
    assert_problem(stack.client.post("/api/flows/import", content=b"{"), 422)
    assert_problem(stack.client.post("/api/flows/import"), 422)


def test_more_than_four_mebibytes_are_refused(stack: Stack) -> None:
    large = json.dumps({**ALL["pipecat"], "more": "x" * 5_000_000})
    assert_problem(stack.client.post("/api/flows/import", content=large), 413)


def test_more_than_a_flow_may_have_is_accepted_up_to_four_mebibytes(stack: Stack) -> None:
    large = json.dumps({**ALL["pipecat"], "more": "x" * 3_000_000})
    assert stack.client.post("/api/flows/import", content=large).status_code == 200
