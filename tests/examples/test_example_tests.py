"""The tests of each example pass, leave each node by each of its exits, and fail if the flow takes another way."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flow_core.authored.nodes import exits_of
from flow_core.flow import Flow
from functions.adapters.javascript.engine import JavaScript
from functions.api.http.ids import is_valid_id
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.run import RunTests
from functions.ports.javascript import JavaScriptEngine
from functions.remembered import Remembered
from local.commands.check import flow_beside
from local.examples import EXAMPLES
from local.flow_files import FLOW_FILE, files_of_tests, flow_files
from tests.functions.turn.faults.scripts import as_published

FLOWS = flow_files(EXAMPLES)
FILES = [path for flow in FLOWS.values() for path in files_of_tests(flow.parent)]


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScriptEngine]:
    with JavaScript() as engine:
        # Kept for the whole module: the same flows run many times, with one change each.
        yield Remembered(engine)


def read(path: Path) -> Flow:
    flow = flow_beside(path)
    assert flow is not None
    return flow


@cache
def written_tests(flow_id: str) -> tuple[tuple[str, FlowTest], ...]:
    files = files_of_tests(FLOWS[flow_id].parent)
    return tuple((path.stem, FlowTest.model_validate_json(path.read_bytes())) for path in files)


def exits_in(flow: Flow) -> set[str]:
    """Return the exits of a flow's own nodes. A failure without an edge leads to `onFailure`, or ends the call."""
    drawn = flow.targets
    return {
        f"{node.id}/{exit}"
        for node in flow.nodes
        for exit in exits_of(node)
        if flow.on_failure is not None or (node.id, exit) in drawn or not flow.is_failure(node.id, exit)
    }


def reached_in(run: RunTests) -> set[str]:
    return {exit for exit, count in run.coverage.exits.items() if count}


@pytest.mark.parametrize("flow_id", FLOWS)
def test_the_tests_pass_and_reach_every_exit_and_every_handler(flow_id: str, javascript: JavaScriptEngine) -> None:
    flow = read(FLOWS[flow_id])
    run = RunTests(flow, javascript, "demo", 0)
    results = list(run(written_tests(flow_id)))
    assert {result.test_id: result.failures for result in results if not result.passed} == {}
    assert run.coverage.missed == []
    # `missed` has only the exits with an edge.
    assert exits_in(flow) - reached_in(run) == set()
    outcomes = {node.outcome for result in results for record in result.turns for node in record.nodes}
    assert {f"handlers.{handler.id}" for handler in flow.handlers} <= outcomes


def test_the_tests_of_the_callers_reach_every_exit_of_an_inner_flow(javascript: JavaScriptEngine) -> None:
    missed: dict[str, set[str]] = {}
    reached: defaultdict[str, set[str]] = defaultdict(set)
    for flow_id, path in FLOWS.items():
        flow = read(path)
        if not flow.inner:
            continue
        run = RunTests(flow, javascript, "demo", 0)
        list(run(written_tests(flow_id)))
        for node_id, inner in flow.inner.items():
            all_exits = {f"{node.id}/{exit}" for node in inner.nodes for exit in exits_of(node)}
            reached[inner.name] |= {name.removeprefix(f"{node_id}/") for name in reached_in(run)}
            missed[inner.name] = all_exits - reached[inner.name]
    assert missed == {"verify-caller": set()}


def test_the_tests_of_a_model_with_tools_pass_on_what_its_server_lists(javascript: JavaScriptEngine) -> None:
    run = RunTests(as_published("parcel-desk"), javascript, "demo", 0)
    assert [result.failures for result in run(written_tests("parcel-desk")) if not result.passed] == []


def turned_round(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield what is changed, and the document with one condition turned round or one edge that leads elsewhere."""
    for index, node in enumerate(document["nodes"]):
        for place, condition in enumerate(node.get("data", {}).get("conditions", [])):
            if "expression" in condition:
                changed = json.loads(json.dumps(document))
                wrong = changed["nodes"][index]["data"]["conditions"][place]
                wrong["expression"] = f"!({condition['expression']})"
                yield f"{node['id']}/{condition['id']}", changed
    ids = [node["id"] for node in document["nodes"] if node["type"] in ("end", "transfer")]
    for index, edge in enumerate(document["edges"]):
        changed = json.loads(json.dumps(document))
        others = [each for each in ids if each not in (edge["target"], edge["source"])]
        changed["edges"][index]["target"] = others[index % len(others)]
        yield edge["id"], changed


@pytest.mark.parametrize("flow_id", FLOWS)
def test_the_tests_find_each_condition_turned_round_and_each_edge_that_leads_elsewhere(
    flow_id: str, javascript: JavaScriptEngine, tmp_path: Path
) -> None:
    for other, path in FLOWS.items():
        (tmp_path / other).mkdir()
        (tmp_path / other / FLOW_FILE).write_text(path.read_text())
    path = tmp_path / flow_id / FLOW_FILE
    unseen = []
    for change, document in turned_round(json.loads(path.read_text())):
        path.write_text(json.dumps(document))
        results = RunTests(read(path), javascript, "demo", 0)(written_tests(flow_id))
        if all(result.passed for result in results):
            unseen.append(change)
    assert unseen == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_a_file_is_written_as_flows_are_pulled(path: Path) -> None:
    assert is_valid_id(path.stem)
    test = FlowTest.model_validate_json(path.read_bytes())
    assert path.read_text() == json.dumps(test.written(), indent=2, ensure_ascii=False) + "\n"
    # A test that expects nothing at its end would pass wherever the call goes.
    last = test.turns[-1].expect
    assert last is not None
    assert last.model_fields_set & {"node", "says", "status"}


def test_the_names_of_the_tests_of_an_example_differ() -> None:
    for flow_id in FLOWS:
        names = [test.name for _, test in written_tests(flow_id)]
        assert names
        assert len(set(names)) == len(names)
