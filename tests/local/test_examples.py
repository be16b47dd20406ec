"""Missing examples are published. An example that a user has edited is not replaced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from flow_core.json import Json
from functions.adapters.javascript.engine import JavaScript
from functions.ports.flows import Definition
from functions.records import FlowPin
from functions.services import Services
from functions.wiring.api import build
from local import examples
from local.examples import EXAMPLES, EXAMPLES_ADDRESS, inner_first, publish_examples
from local.processes.dynamodb import EmbeddedDynamoDB
from local.tables import make_tables
from testing.api.stack import LOCAL, Observed
from testing.flows import call, line

ADDRESS = "http://127.0.0.1:8130"
NAME = "order-status"


@dataclass
class World:
    services: Services
    folder: Path

    def starts(self, address: str = ADDRESS) -> None:
        publish_examples(self.services, "demo", address)

    @property
    def versions(self) -> int:
        summary = self.services.flows.summary("demo", NAME)
        assert summary is not None
        assert summary.published is not None
        return summary.published.version or 0

    @property
    def latest(self) -> dict[str, Json]:
        found = self.services.flows.version("demo", NAME, self.versions)
        assert found is not None
        assert isinstance(found.written, dict)
        return found.written

    @property
    def draft(self) -> dict[str, Json]:
        found = self.services.flows.draft("demo", NAME)
        assert found is not None
        assert isinstance(found.written, dict)
        return found.written

    def edits(self, definition: Json, *, publish: bool) -> None:
        revision = self.services.flows.save_draft("demo", NAME, "edited", definition, 1)
        if publish:
            self.services.flows.publish("demo", Definition(NAME, FlowPin(None, revision), definition), "edited", 1)

    def release(self, name: str) -> None:
        """Replace the example by that of another release, under the same id."""
        path = self.folder / f"{NAME}.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "name": name}))


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    (tmp_path / f"{NAME}.json").write_text((EXAMPLES / f"{NAME}.json").read_text())
    monkeypatch.setattr(examples, "EXAMPLES", tmp_path)
    with EmbeddedDynamoDB() as store:
        settings = replace(LOCAL, dynamodb_endpoint=store.endpoint)
        make_tables(settings)
        services = build(settings, Observed())
        yield World(services, tmp_path)
        engine = services.run_turn.engine.javascript
        assert isinstance(engine, JavaScript)
        engine.close()


def test_the_first_start_publishes_and_the_next_changes_nothing(world: World) -> None:
    world.starts()
    assert world.versions == 1
    assert EXAMPLES_ADDRESS not in json.dumps(world.latest)
    assert ADDRESS in json.dumps(world.latest)
    before = world.services.flows.summary("demo", NAME)
    world.starts()
    assert world.services.flows.summary("demo", NAME) == before


def test_another_port_or_release_publishes_unedited_examples_again(world: World) -> None:
    world.starts()
    world.starts("http://127.0.0.1:8131")
    assert world.versions == 2
    assert "8131" in json.dumps(world.latest)
    world.release("newer")
    world.starts()
    assert (world.versions, world.latest["name"], world.draft["name"]) == (3, "newer", "newer")
    world.starts("http://127.0.0.1:8131")
    assert world.versions == 4


@pytest.mark.parametrize("publish", [False, True], ids=["a draft", "published"])
def test_an_edited_example_is_not_replaced(world: World, publish: bool) -> None:
    world.starts()
    mine = {**world.draft, "name": "mine"}
    world.edits(mine, publish=publish)
    versions = world.versions
    world.release("newer")
    for address in (ADDRESS, "http://127.0.0.1:8131"):
        world.starts(address)
    assert (world.versions, world.draft) == (versions, mine)


def test_a_flow_of_a_user_under_an_examples_id_stays(world: World) -> None:
    mine: Json = {"name": "mine", "nodes": [], "edges": []}
    world.edits(mine, publish=False)
    world.starts()
    assert world.draft == mine


@pytest.mark.parametrize("lost", ["save_draft", "publish"])
def test_the_next_start_completes_an_interrupted_start(
    world: World, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for number in (1, 2):
        world.release(f"release {number}")
        with monkeypatch.context() as broken:
            broken.setattr("functions.adapters.dynamodb.flows.flows.DynamoFlows." + lost, breaks)
            with pytest.raises(KeyboardInterrupt):
                world.starts()
        world.starts()
        assert (world.versions, world.latest["name"]) == (number, f"release {number}")


def test_inner_flows_are_published_before_the_flows_that_call_them(world: World) -> None:
    for name in ("card-lock", "verify-caller"):
        (world.folder / f"{name}.json").write_text((EXAMPLES / f"{name}.json").read_text())
    assert inner_first({"b": line(call("x", "c")), "a": line(call("x", "b")), "c": line()}) == ["c", "b", "a"]

    def versions() -> list[int | None]:
        found = [world.services.flows.summary("demo", name) for name in ("verify-caller", "card-lock")]
        return [each.published.version if each is not None and each.published is not None else None for each in found]

    world.starts()
    assert versions() == [1, 1]
    world.starts()
    assert versions() == [1, 1]
    inner = world.folder / "verify-caller.json"
    inner.write_text(json.dumps({**json.loads(inner.read_text()), "name": "newer"}))
    world.starts()
    assert versions() == [2, 2]
    outer = world.services.flows.version("demo", "card-lock", 2)
    assert outer is not None
    assert set(outer.subflows) == {"verify-caller@2"}


def test_an_example_with_an_mcp_tool_is_published_as_its_server_lists_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (world.folder / "parcel-desk.json").write_text((EXAMPLES / "parcel-desk.json").read_text())
    flows = world.services.flows

    def version() -> int | None:
        summary = flows.summary("demo", "parcel-desk")
        return None if summary is None or summary.published is None else summary.published.version

    def published() -> None:
        raise AssertionError("nothing has changed")

    world.starts()
    found = flows.version("demo", "parcel-desk", 1)
    assert found is not None
    assert "Finds out where a parcel is" in json.dumps(found.written)
    draft = flows.draft("demo", "parcel-desk")
    assert draft is not None
    assert "Finds out where a parcel is" not in json.dumps(draft.written)
    with monkeypatch.context() as unused:
        # A start that publishes nothing loads no SDK of MCP.
        unused.setattr(examples, "_publish", lambda *_: published())
        world.starts()
    world.starts("http://127.0.0.1:8131")
    assert version() == 2
    world.starts()
    assert version() == 3
    edited: Json = {**json.loads(json.dumps(draft.written)), "name": "mine"}
    flows.save_draft("demo", "parcel-desk", "mine", edited, 1)
    world.starts("http://127.0.0.1:8131")
    assert version() == 3


def test_the_next_start_completes_the_interrupted_publication_of_an_example_with_an_mcp_tool(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    path = world.folder / f"{NAME}.json"
    written = (EXAMPLES / "parcel-desk.json").read_text()
    for number in (1, 2):
        path.write_text(json.dumps({**json.loads(written), "name": f"release {number}"}))
        with monkeypatch.context() as broken:
            broken.setattr("functions.adapters.dynamodb.flows.flows.DynamoFlows.publish", breaks)
            with pytest.raises(KeyboardInterrupt):
                world.starts()
        world.starts()
        assert (world.versions, world.latest["name"]) == (number, f"release {number}")
