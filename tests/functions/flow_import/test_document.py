"""Hostile files: each is refused with an error that names the place and the remedy, in bounded time and memory."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from functions.flow_import import MAX_BYTES, UnreadableExportError, document, read, read_document
from functions.flow_import.document import MAX_FILES, MAX_VALUES
from tests.functions.flow_import.exports import PIPECAT, RETELL, errors_of, zipped


def _refused(content: bytes) -> str:
    with pytest.raises(UnreadableExportError) as refused:
        read(read_document(content))
    return str(refused.value)


def test_a_file_that_is_too_large_is_refused() -> None:
    assert "more than 16 MiB" in _refused(b" " * (MAX_BYTES + 1))


def test_what_is_not_json_is_refused_with_the_place() -> None:
    assert "is not JSON" in _refused(b"{")
    assert "is not UTF-8" in _refused(b'"\xff"')
    assert _refused(zipped({"a.txt": 1})) == "The zip file has no JSON file. Export the agent in the JSON format."


def test_a_document_that_is_nested_too_deep_is_refused() -> None:
    assert "nested more than 64 levels deep" in _refused(b"[" * 100_000 + b"]" * 100_000)
    assert "nested more than 64 levels deep" in _refused(b"[" * 70 + b"]" * 70)


def test_a_document_with_too_many_values_is_refused() -> None:
    assert "more than 500,000 values" in _refused(json.dumps([0] * (MAX_VALUES + 1)).encode())


def test_a_zip_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.json", b"1" + b" " * (MAX_BYTES // 2))
    assert len(buffer.getvalue()) < 100_000
    assert "unpacks to more than 16 MiB" in _refused(buffer.getvalue())


def test_a_zip_file_with_too_many_files_is_refused() -> None:
    assert "more than 5,000 files" in _refused(zipped({f"{number}.txt": 1 for number in range(MAX_FILES + 1)}))


def test_a_broken_zip_file_is_refused() -> None:
    whole = zipped({"agent.json": {"defaultLanguageCode": "en"}})
    assert "cannot be read" in _refused(whole[:40])
    assert "cannot be read" in _refused(whole[:45] + b"\x00" * 8 + whole[53:])


def test_a_file_in_a_zip_file_that_is_not_json_is_named() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a/b.json", "{")
    assert _refused(buffer.getvalue()).startswith("/a~1b.json: is not JSON")


def test_a_document_of_another_product_is_refused_with_the_names_of_those_that_are_known() -> None:
    values: tuple[object, ...] = ({}, [], 1, None, {"nodes": []}, {"nodes": [{"id": 1}]}, {"diagrams": []})
    for value in values:
        assert "Known are: Retell conversation flow" in _refused(json.dumps(value).encode())


def test_a_value_of_a_wrong_type_is_named_by_its_place() -> None:
    wrong = {**PIPECAT, "nodes": {"start": {"functions": 7}}}
    assert _refused(json.dumps(wrong).encode()).startswith("/nodes/start/functions: must be a list, but is 7.")


def test_a_flow_with_more_nodes_than_a_flow_may_have_is_refused() -> None:
    nodes = [{"id": f"n{number}", "type": "end"} for number in range(1100)]
    export = {"start_node_id": "n0", "nodes": nodes}
    assert "more than 1,000 nodes" in _refused(json.dumps(export).encode())


def test_a_circle_that_never_listens_is_cut_and_noted() -> None:
    def lost(name: str, following: str) -> dict[str, object]:
        return {"id": name, "type": "sms", "success_edge": {"destination_node_id": following}}

    imported = read(
        read_document(json.dumps({"start_node_id": "a", "nodes": [lost("a", "b"), lost("b", "a")]}).encode())
    )
    assert errors_of(imported) == []
    assert any("go round without listening" in note.message for note in imported.notes)


def test_a_very_long_way_without_the_caller_is_cut_and_noted() -> None:
    nodes = [
        {"id": f"n{number}", "type": "sms", "success_edge": {"destination_node_id": f"n{number + 1}"}}
        for number in range(120)
    ]
    imported = read(read_document(json.dumps({"start_node_id": "n0", "nodes": nodes}).encode()))
    assert errors_of(imported) == []
    assert any("more nodes in a row" in note.message for note in imported.notes)


def test_very_many_notes_are_counted_and_not_told_one_by_one() -> None:
    export = {**RETELL, "more": {}, **{f"unknown{number}": number for number in range(3000)}}
    notes = read(read_document(json.dumps(export).encode())).notes
    assert len(notes) == 2000
    assert "further things that are not listed" in notes[-1].message


def test_a_byte_order_mark_and_half_a_surrogate_do_no_harm() -> None:
    text = json.dumps({**PIPECAT, "initial_node": "start"}).encode()
    assert read(read_document(b"\xef\xbb\xbf" + text)) == read(PIPECAT)
    assert document.bounded({"a": "\ud800"}) == {"a": "�"}
