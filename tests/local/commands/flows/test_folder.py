"""The files of flows: what is read and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.commands.flows.failures import FilesError
from local.commands.flows.folder import MAX_BYTES, FlowFiles, Folder, read_json


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "flow.json:1: invalid JSON: Expecting property name"),
        (b'{\n  "a": 1,\n  "a": 2\n}', 'an object has the field "a" twice'),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[" * 100 + b"]" * 100, "has lists or objects nested"),
        (b"[" * 100_000 + b"]" * 100_000, "nested"),
        (b"1" * 5_000, "invalid JSON"),
        (b" " * (MAX_BYTES + 1), "has more than 16 MiB"),
        (b'{\n<<<<<<< HEAD\n  "a": 1\n}', "flow.json:2: invalid JSON"),
    ],
    ids=["unfinished", "twice", "no-utf-8", "deep", "very-deep", "number", "large", "conflict-of-git"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "flow.json"
    file.write_bytes(content)
    with pytest.raises(FilesError) as raised:
        read_json(file)
    assert str(raised.value).startswith(str(file))
    assert told in str(raised.value)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "flow.json"
    file.write_bytes(b'\xef\xbb\xbf{"a": 1}')
    assert read_json(file) == {"a": 1}


def test_a_missing_file_and_a_folder_in_its_place_are_named(tmp_path: Path) -> None:
    with pytest.raises(FilesError, match="cannot be read: No such file"):
        read_json(tmp_path / "none.json")
    folder = Folder(tmp_path)
    folder.flow_file("x").mkdir(parents=True)
    with pytest.raises(FilesError, match="cannot be written"):
        folder.write(FlowFiles("x", {}))


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".hidden", "a" * 200, "ä", "a\0b"])
def test_no_id_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = Folder(tmp_path / "flows")
    for files in (FlowFiles(name, {}), FlowFiles("x", {}, {name: {}})):
        with pytest.raises(FilesError, match="cannot be the name of a file"):
            folder.write(files)
    with pytest.raises(FilesError, match="which must be 1 to 128 letters"):
        folder.read(name)
    assert not folder.has(name)
    assert [*tmp_path.rglob("*")] == []


def test_the_file_of_a_test_must_have_an_id_as_its_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(FlowFiles("x", {}))
    file = folder.test_file("x", "a test")
    file.parent.mkdir()
    file.write_text("{}")
    with pytest.raises(FilesError, match="the name of a test's file is its id"):
        folder.read("x")


def test_only_files_that_change_are_written(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    files = FlowFiles("x", {"name": "x"}, {"t": {}}, {"tests": True})
    assert folder.write(files) == [folder.flow_file("x"), folder.test_file("x", "t"), folder.gate_file("x")]
    assert folder.write(files) == []
    assert folder.write(FlowFiles("x", {"name": "y"})) == [folder.flow_file("x")]
    assert folder.read("x") == FlowFiles("x", {"name": "y"}, {"t": {}}, {"tests": True})
    assert sorted(file.name for file in tmp_path.rglob("*") if file.is_file()) == ["flow.json", "gate.json", "t.json"]


def test_a_folder_without_flows_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FilesError, match="Name the folder with --folder"):
        Folder(tmp_path / "none").flow_ids()
    with pytest.raises(FilesError, match="Run `callflow pull other`"):
        Folder(tmp_path).flow_ids(["other"])
