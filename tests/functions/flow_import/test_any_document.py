"""For any JSON, a reader gives a flow that can be saved, or its own error. Nothing of an export is lost in silence."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.flow_import import Imported, UnreadableExportError, read, read_document, recognise
from functions.flow_import.source import pointer
from tests.functions.flow_import.exports import ALL, errors_of, zipped

_LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        ["{{", "{{ x }}", "{{{a}}}", "$session.params.x", "default", "__proto__", "hello", "t1", "a" * 9000]
    ),
)
_KEYS = st.sampled_from(
    [
        "nodes",
        "edges",
        "id",
        "type",
        "data",
        "name",
        "text",
        "target",
        "instruction",
        "functions",
        "diagrams",
        "version",
        "x",
    ]
)
_JSON = st.recursive(
    _LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=8
)
_SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in inside for found in _paths(each, (*path, key)))]


def _set(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    document = copy.deepcopy(document)
    place = document
    for key in path[:-1]:
        place = place[key]
    if value is _GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


_TRANSLATED = ("content", "expressions", "body")
"""Fields that are read as a whole: styled words and trees of conditions of Voiceflow, bodies of requests."""
_LEADS = (
    "destination_node_id",
    "to",
    "target",
    "targetPage",
    "targetFlow",
    "transition_to",
    "next_node_id",
    "default_next_node_id",
    "component_id",
    "diagramID",
)
"""Fields that lead to another thing of an export."""
_GONE = object()
_PATHS = {name: [path for path in _paths(document) if path] for name, document in ALL.items()}


def _read(document: Any) -> Imported | None:
    try:
        return read(document)
    except UnreadableExportError:
        return None


@given(document=_JSON)
@_SETTINGS
def test_any_json_is_read_or_refused(document: Any) -> None:
    _read(document)


@pytest.mark.parametrize("name", ALL)
@given(data=st.data())
@_SETTINGS
def test_an_export_with_any_value_changed_is_a_flow_that_can_be_saved_or_is_refused(name: str, data: Any) -> None:
    document: Any = ALL[name]
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(_PATHS[name]))
        try:
            document = _set(document, path, data.draw(st.just(_GONE) | _JSON))
        except (KeyError, IndexError, TypeError):
            continue
    imported = _read(document)
    if imported is not None:
        assert errors_of(imported) == []


@pytest.mark.parametrize("name", ALL)
def test_a_value_that_nobody_knows_is_noted_with_its_place(name: str) -> None:
    lost = [path for path in _PATHS[name] if isinstance(_at(ALL[name], path), dict) and _is_silent(name, path)]
    assert lost == []


def _is_silent(name: str, path: tuple[Any, ...]) -> bool:
    """Return whether a new field at a place is neither in the flow nor in a note."""
    if any(key in _TRANSLATED for key in path):
        return False
    imported = _read(_set(ALL[name], (*path, "quiteUnknown"), {"a": 1}))
    if imported is None:
        return False
    place = pointer((*path, "quiteUnknown"))
    noted = any(
        f"{note.place}/".startswith(f"{place}/") or place.startswith(f"{note.place}/")
        for note in imported.notes
        if note.place
    )
    return not noted and not any("quiteUnknown" in json.dumps(flow.definition) for flow in imported.flows)


def _at(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


@pytest.mark.parametrize("name", ALL)
def test_every_node_of_an_export_is_in_the_flow_or_in_a_note(name: str) -> None:
    imported = read(ALL[name])
    known = {place for flow in imported.flows for places in flow.origins.values() for place in places}
    known |= {note.place for note in imported.notes}
    for path in _nodes(name):
        place = pointer(path)
        assert any(each == place or each.startswith(f"{place}/") for each in known), place


def _nodes(name: str) -> list[tuple[Any, ...]]:
    document = ALL[name]
    match name:
        case "retell":
            graphs: dict[tuple[Any, ...], Any] = {(): document["conversationFlow"]}
            graphs |= {("components", n): each for n, each in enumerate(document["conversationFlow"]["components"])}
            return [
                ("conversationFlow", *place, "nodes", n)
                for place, graph in graphs.items()
                for n in range(len(graph["nodes"]))
            ]
        case "vapi" | "pipecat-editor":
            return [("nodes", n) for n in range(len(document["nodes"]))]
        case "pipecat":
            return [("nodes", key) for key in document["nodes"]]
        case "voiceflow":
            return [
                ("diagrams", diagram, "nodes", key)
                for diagram, value in document["diagrams"].items()
                for key, node in value["nodes"].items()
                if node["type"] != "block"
            ]
        case _:
            return [(key,) for key in document if key.startswith("flows/")]


@pytest.mark.parametrize("name", ALL)
def test_every_edge_of_an_export_is_in_the_flow_or_in_a_note(name: str) -> None:
    imported = read(ALL[name])
    edges = [path for path in _PATHS[name] if path[-1] in _LEADS and isinstance(_at(ALL[name], path), str)]
    assert len(edges) >= 2
    for path in edges:
        without = _read(_set(ALL[name], path, "a-node-that-nobody-has"))
        # An edge that is never taken, as its condition cannot be said, has a note of its own.
        noted = any(note.place in (pointer(path[:-1]), pointer(path[:-2])) for note in imported.notes)
        assert without != imported or noted, pointer(path)


@pytest.mark.parametrize("name", ALL)
def test_an_export_is_recognised_and_becomes_a_flow_that_can_be_saved(name: str) -> None:
    assert recognise(ALL[name]) == name.removesuffix("-editor")
    assert errors_of(read(ALL[name])) == []


def test_a_zip_file_gives_the_same_as_its_files() -> None:
    assert read(read_document(zipped(ALL["dialogflow-cx"]))) == read(ALL["dialogflow-cx"])
