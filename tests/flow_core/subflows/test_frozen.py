"""The calls of a document, and what is frozen of them."""

from __future__ import annotations

import pytest

from flow_core.check import read_flow
from flow_core.flow import RULES
from flow_core.json import Json
from flow_core.subflows.frozen import calls_of, digest_of, without_versions
from flow_core.subflows.published import MAX_CALLED, Called, Missing, Published, frozen, look_up
from testing.flows import Document, call, line, node


def latest(node_id: str, flow_id: str) -> Document:
    return {"id": node_id, "type": "subflow", "data": {"flowId": flow_id}}


def test_the_calls_of_a_document_are_its_subflow_nodes() -> None:
    found = list(calls_of(line(call("one", "a"), node("message"), latest("two", "b"))))
    assert [(each.index, each.node_id, each.flow_id, each.version) for each in found] == [
        (1, "one", "a", 1),
        (3, "two", "b", None),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {"nodes": None},
        {"nodes": [None, 1, "x"]},
        {"nodes": [{"type": "subflow"}]},
        {"nodes": [{"id": "a", "type": "subflow", "data": []}]},
        {"nodes": [{"id": "a", "type": "subflow", "data": {"flowId": 1}}]},
        {"nodes": [{"id": "a", "type": "subflow", "data": {"flowId": "x" * 129}}]},
        {"nodes": [{"id": "a", "type": "subflow", "data": {"flowId": "a#b"}}]},
        {"nodes": [{"id": "a", "type": "subflow", "data": {"flowId": "a\n"}}]},
        {"nodes": [{"id": "a", "type": "subflow", "data": {"flowId": "a", "version": 10**400}}]},
        {"nodes": [{"id": 1, "type": "subflow", "data": {"flowId": "a"}}]},
        {"nodes": [{"id": "a", "type": "subflow", "data": {"flowId": "a", "version": 0}}]},
        {"nodes": [{"id": "a", "type": "subflow", "data": {"flowId": "a", "version": True}}]},
        {"nodes": [{"id": "a", "type": "subflow", "data": {"flowId": "a", "version": "1"}}]},
    ],
)
def test_a_malformed_document_has_no_calls(wrong: Json) -> None:
    assert list(calls_of(wrong)) == []
    assert frozen(wrong, Called()).document == wrong


def test_each_flow_is_looked_up_once() -> None:
    asked: list[tuple[str, int | None]] = []

    def lookup(flow_id: str, version: int | None) -> Published:
        asked.append((flow_id, version))
        return Published(4, {}, RULES)

    document = line(call("a", "x"), call("b", "x"), latest("c", "x"), latest("d", "y"))
    called = look_up(document, lookup)
    assert asked == [("x", 1), ("x", None), ("y", None)]
    assert {each.target: called.published(each) is not None for each in calls_of(document)} == dict.fromkeys(
        asked, True
    )


def test_no_more_flows_are_looked_up_than_a_flow_may_call() -> None:
    document = line(*(call(f"c{number}", f"f{number}") for number in range(MAX_CALLED + 5)))
    called = look_up(document, lambda *_: Published(1, {}, RULES))
    assert len(called.found) == MAX_CALLED
    assert called.published(list(calls_of(document))[-1]) is None


def test_publishing_names_a_version_in_each_call_and_keeps_the_rest() -> None:
    document: Document = {**line(latest("a", "x"), call("b", "y"), node("message")), "viewport": {"zoom": 2}}
    called = look_up(document, lambda flow_id, version: Published(version or 7, {"of": flow_id}, RULES))
    whole = frozen(document, called)
    assert [(each.flow_id, each.version) for each in calls_of(whole.document)] == [("x", 7), ("y", 1)]
    assert isinstance(whole.document, dict)
    assert whole.document["viewport"] == {"zoom": 2}
    assert whole.subflows == {
        "x@7": {"definition": {"of": "x"}, "rules": RULES},
        "y@1": {"definition": {"of": "y"}, "rules": RULES},
    }
    assert next(iter(calls_of(document))).version is None


def test_a_document_without_versions_is_the_one_that_was_published() -> None:
    document = line(latest("a", "x"), node("message"))
    called = look_up(document, lambda *_: Published(7, {}, RULES))
    assert without_versions(frozen(document, called).document) == document
    assert without_versions([]) == []


def test_the_flows_of_all_levels_are_frozen_and_each_is_stored_once() -> None:
    deeper: Json = {"definition": {}, "rules": 1}
    called = look_up(line(call("a", "x"), call("b", "y")), lambda *_: Published(1, {}, RULES, {"z@3": deeper}))
    assert list(frozen(line(call("a", "x"), call("b", "y")), called).subflows) == ["x@1", "y@1", "z@3"]


def test_nothing_is_frozen_if_a_flow_is_missing() -> None:
    missing = Missing("it is not there.", "Publish it.")
    document = line(call("a", "x"))
    whole = frozen(document, look_up(document, lambda *_: missing))
    assert (whole.document, whole.subflows, whole.missing) == (document, {}, missing)


def test_the_digest_tells_one_set_of_flows_from_another() -> None:
    assert digest_of({}) is None
    assert digest_of({"a@1": {}, "b@1": {}}) == digest_of({"b@1": {}, "a@1": {}})
    assert digest_of({"a@1": {}}) != digest_of({"a@2": {}})


def test_a_flow_is_read_with_the_flows_that_are_frozen_with_it() -> None:
    inner = line(node("message", "hi"))
    read, problems = read_flow(line(call("a", "x")), RULES, {"x@1": {"definition": inner, "rules": 1}})
    assert problems == ()
    assert read is not None
    assert read.inner["a"].node("hi").type == "message"
    assert (read.inner["a"].rules, read.inner["a"].called, read.called, read.rules) == (1, "x", None, RULES)


@pytest.mark.parametrize(
    "damaged", [{}, {"x@1": None}, {"x@1": {}}, {"x@1": {"definition": {}, "rules": 1}}, {"x@1": {"definition": {}}}]
)
def test_a_node_stays_without_its_flow_if_that_cannot_run(damaged: dict[str, Json]) -> None:
    read, _ = read_flow(line(call("a", "x"), latest("b", "x")), RULES, damaged)
    assert read is not None
    assert dict(read.inner) == {}
