"""`callflow import`: what it prints, writes and saves."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from local.cli import main
from tests.functions.flow_import.exports import CX, PIPECAT, RETELL, zipped


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "Food Order.json"
    file.write_text(json.dumps(PIPECAT))
    return file


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """An API that saves and publishes, and refuses ids with spaces."""
    seen: list[httpx.Request] = []
    real = httpx.Client

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if " " in request.url.path:
            return httpx.Response(422, json={"detail": "flowId: must have no spaces"})
        if request.method == "PUT":
            return httpx.Response(200, json={"revision": 1})
        return (
            httpx.Response(201, json={"version": 7}) if "food" in request.url.path else httpx.Response(500, text="no")
        )

    monkeypatch.setattr(httpx, "Client", lambda **options: real(transport=httpx.MockTransport(answer), **options))
    return seen


def test_the_notes_are_printed_and_the_definition_is_written(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "flow.json"
    assert main(["import", str(export), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert 'lost: /nodes/start/pre_actions/1: the action "function" before the node\n' in printed
    assert "nodes, 2 things lost, 0 changed, 0 errors, 0 warnings.\n" in printed
    assert main(["check", str(out)]) == 0


def test_the_draft_is_saved_under_the_name_of_the_file_and_published(
    export: Path, requests: list[httpx.Request], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLFLOW_TOKEN", "token-1")
    assert main(["import", str(export), "--publish", "--organization", "acme"]) == 0
    assert "Saved the draft food-order.\nPublished version 7 of food-order.\n" in capsys.readouterr().out
    assert [(each.method, each.url.path) for each in requests] == [
        ("PUT", "/api/flows/food-order"),
        ("POST", "/api/flows/food-order/publish"),
    ]
    assert requests[0].headers["x-organization-id"] == "acme"
    assert requests[0].headers["authorization"] == "Bearer token-1"
    assert json.loads(requests[0].content)["name"] == "Pipecat flow"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An export with a component."""
    file = tmp_path / "desk food.json"
    file.write_text(json.dumps(RETELL))
    return file


def test_a_component_becomes_a_draft_of_its_own_that_is_saved_and_published_first(
    desk: Path, requests: list[httpx.Request], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(desk), "--id", "food", "--publish"]) == 0
    assert [(each.method, each.url.path) for each in requests] == [
        ("PUT", "/api/flows/food-ask-for-a-name"),
        ("POST", "/api/flows/food-ask-for-a-name/publish"),
        ("PUT", "/api/flows/food"),
        ("POST", "/api/flows/food/publish"),
    ]
    (call,) = [node for node in json.loads(requests[2].content)["nodes"] if node["type"] == "subflow"]
    assert call["data"]["flowId"] == "food-ask-for-a-name"
    assert "nodes in 2 flows, " in capsys.readouterr().out


def test_the_definition_of_a_component_is_written_beside_that_of_the_flow(desk: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "desk.json"
    out.parent.mkdir()
    assert main(["import", str(desk), "--id", "desk", "--out", str(out)]) == 0
    assert {file.name for file in out.parent.iterdir()} == {"desk.json", "desk-ask-for-a-name.json"}
    assert main(["check", str(out)]) == 0


@pytest.mark.usefixtures("requests")
def test_what_the_api_refuses_is_an_error(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(export), "--id", "a b"]) == 1
    assert capsys.readouterr().err == "flowId: must have no spaces\n"
    assert main(["import", str(export), "--id", "other", "--publish"]) == 1
    assert "answered with HTTP status 500" in capsys.readouterr().err


def test_the_folder_of_an_agent_is_read_like_its_zip_file(tmp_path: Path) -> None:
    folder, archive = tmp_path / "agent", tmp_path / "agent.zip"
    for name, value in CX.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value))
    archive.write_bytes(zipped(CX))
    outs = [tmp_path / "one.json", tmp_path / "two.json"]
    for source, out in zip((folder, archive), outs, strict=True):
        assert main(["import", str(source), "--out", str(out)]) == 0
    one, two = (json.loads(out.read_text()) for out in outs)
    assert sorted(node["id"] for node in one["nodes"]) == sorted(node["id"] for node in two["nodes"])


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "missing.json")]) == 1
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    assert main(["import", str(wrong)]) == 1
    assert "Known are: Retell conversation flow" in capsys.readouterr().err


def test_an_api_that_does_not_answer_is_an_error(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(export), "--url", "http://127.0.0.1:9"]) == 1
    assert "No answer from http://127.0.0.1:9" in capsys.readouterr().err
