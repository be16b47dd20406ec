"""Missing examples are published with their tests. What a user has edited is not replaced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from flow_core.json import Json
from functions.adapters.javascript.engine import JavaScript
from functions.ports.flows import Definition, StoredTest
from functions.records import FlowPin
from functions.services import Services
from functions.wiring.api import build
from local import examples
from local.examples import EXAMPLES, EXAMPLES_ADDRESS, inner_first, publish_examples
from local.flow_files import FLOW_FILE
from local.processes.dynamodb import EmbeddedDynamoDB
from local.tables import make_tables
from testing.api.stack import LOCAL, Observed
from testing.flows import call, line

ADDRESS = "http://127.0.0.1:8130"
NAME = "order-status"
GREETING: dict[str, Json] = {"name": "a greeting", "turns": [{"expect": {"says": "Welcome"}}]}


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
        path = self.file(NAME)
        path.write_text(json.dumps({**json.loads(path.read_text()), "name": name}))

    def file(self, name: str) -> Path:
        return self.folder / name / FLOW_FILE

    def has(self, *names: str) -> None:
        """Add examples to the folder of this release."""
        for name in names:
            self.file(name).parent.mkdir()
            self.file(name).write_text((EXAMPLES / name / FLOW_FILE).read_text())

    def has_test(self, test_id: str, test: Json) -> None:
        """Add a test to the example, or replace it by that of another release."""
        path = self.folder / NAME / "tests" / f"{test_id}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(test))

    def edits_test(self, test_id: str, test: Json) -> None:
        assert self.services.flow_tests.put("demo", NAME, StoredTest(test_id, 1, test), limit=10)

    @property
    def tests(self) -> dict[str, Json]:
        page = self.services.flow_tests.page("demo", NAME, cursor=None, limit=100)
        return {test.test_id: test.written for test in page.tests}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setattr(examples, "EXAMPLES", tmp_path)
    with EmbeddedDynamoDB() as store:
        settings = replace(LOCAL, dynamodb_endpoint=store.endpoint)
        make_tables(settings)
        services = build(settings, Observed())
        made = World(services, tmp_path)
        made.has(NAME)
        yield made
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
    world.has("card-lock", "verify-caller")
    assert inner_first({"b": line(call("x", "c")), "a": line(call("x", "b")), "c": line()}) == ["c", "b", "a"]

    def versions() -> list[int | None]:
        found = [world.services.flows.summary("demo", name) for name in ("verify-caller", "card-lock")]
        return [each.published.version if each is not None and each.published is not None else None for each in found]

    world.starts()
    assert versions() == [1, 1]
    world.starts()
    assert versions() == [1, 1]
    inner = world.file("verify-caller")
    inner.write_text(json.dumps({**json.loads(inner.read_text()), "name": "newer"}))
    world.starts()
    assert versions() == [2, 2]
    outer = world.services.flows.version("demo", "card-lock", 2)
    assert outer is not None
    assert set(outer.subflows) == {"verify-caller@2"}


def test_an_example_with_an_mcp_tool_is_published_as_its_server_lists_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.has("parcel-desk")
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

    path = world.file(NAME)
    written = (EXAMPLES / "parcel-desk" / FLOW_FILE).read_text()
    for number in (1, 2):
        path.write_text(json.dumps({**json.loads(written), "name": f"release {number}"}))
        with monkeypatch.context() as broken:
            broken.setattr("functions.adapters.dynamodb.flows.flows.DynamoFlows.publish", breaks)
            with pytest.raises(KeyboardInterrupt):
                world.starts()
        world.starts()
        assert (world.versions, world.latest["name"]) == (number, f"release {number}")


def test_a_start_stores_the_tests_of_an_example_and_the_next_changes_nothing(world: World) -> None:
    world.has_test("one", GREETING)
    world.starts()
    assert world.tests == {"one": GREETING}
    before = world.services.flow_tests.get("demo", NAME, "one")
    world.starts()
    assert world.services.flow_tests.get("demo", NAME, "one") == before


def test_another_release_replaces_adds_and_deletes_tests_that_no_user_has_changed(world: World) -> None:
    for name in ("changes", "goes", "edited", "edited-and-goes", "deleted"):
        world.has_test(name, GREETING)
    world.starts()
    mine: Json = {**GREETING, "name": "mine"}
    for name in ("edited", "edited-and-goes"):
        world.edits_test(name, mine)
    world.services.flow_tests.delete("demo", NAME, "deleted")
    newer: Json = {**GREETING, "name": "newer"}
    for name in ("changes", "edited", "deleted", "new"):
        world.has_test(name, newer)
    for name in ("goes", "edited-and-goes"):
        (world.folder / NAME / "tests" / f"{name}.json").unlink()
    for _ in range(2):
        world.starts()
        assert world.tests == {"changes": newer, "edited": mine, "edited-and-goes": mine, "new": newer}


def test_a_test_of_a_user_under_the_id_of_a_new_test_stays(world: World) -> None:
    world.starts()
    mine: Json = {**GREETING, "name": "mine"}
    world.edits_test("one", mine)
    world.has_test("one", GREETING)
    world.starts()
    assert world.tests == {"one": mine}


def test_a_flow_of_a_user_gets_no_tests(world: World) -> None:
    world.has_test("one", GREETING)
    world.edits({"name": "mine", "nodes": [], "edges": []}, publish=False)
    world.starts()
    assert world.tests == {}


def test_an_example_that_was_deleted_comes_back_with_its_tests(world: World) -> None:
    world.has_test("one", GREETING)
    world.starts()
    world.services.flow_tests.delete_all("demo", NAME)
    world.services.flows.delete("demo", NAME, 1)
    world.starts()
    assert world.tests == {"one": GREETING}


def test_the_next_start_completes_an_interrupted_storing_of_tests(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = world.services.flow_tests.put

    def breaks(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    def breaks_at_two(organization: str, flow_id: str, test: StoredTest, *, limit: int) -> bool:
        return breaks() if test.test_id == "two" else put(organization, flow_id, test, limit=limit)

    for release in ("first", "second"):
        expected: Json = {**GREETING, "name": release}
        for name in ("one", "two"):
            world.has_test(name, expected)
        with monkeypatch.context() as broken:
            broken.setattr(world.services.flow_tests, "add", breaks)
            broken.setattr(world.services.flow_tests, "put", breaks_at_two)
            with pytest.raises(KeyboardInterrupt):
                world.starts()
        world.starts()
        assert world.tests == {"one": expected, "two": expected}


def test_a_file_that_is_no_test_stops_the_start_and_is_named(world: World) -> None:
    world.has_test("one", {"name": "x"})
    with pytest.raises(ValueError, match=r"(?s)order-status/tests/one\.json.*turns"):
        world.starts()
