"""`callflow check` reads the flows that a flow calls from the files beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from local.commands.check import called_beside, check_file, flow_beside
from testing.flows import Document, call, line, node


def written(folder: Path, **flows: Document) -> Path:
    for flow_id, document in flows.items():
        (folder / f"{flow_id}.json").write_text(json.dumps(document))
    return folder / "outer.json"


def test_the_flows_in_files_of_the_same_folder_are_looked_through(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, outer=line(call("who", "inner", {"nmae": "1"})), inner=line(node("elicitation")))
    assert check_file(path) == 0
    assert 'which the flow "inner" neither declares nor sets' in capsys.readouterr().out


def test_a_cycle_over_several_files_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, outer=line(call("x", "b")), b=line(call("x", "outer")))
    assert check_file(path) == 1
    assert '"outer" → "b" → "outer"' in capsys.readouterr().out


def test_a_flow_without_a_file_has_no_problem(tmp_path: Path) -> None:
    path = written(tmp_path, outer=line(call("x", "elsewhere")))
    assert called_beside(path, json.loads(path.read_text())).found == {}
    assert check_file(path) == 0


def test_a_file_that_is_no_json_is_no_flow(tmp_path: Path) -> None:
    path = written(tmp_path, outer=line(call("x", "inner")))
    (tmp_path / "inner.json").write_text("{")
    assert check_file(path) == 0
    assert flow_beside(tmp_path / "inner.json") is None


def test_a_flow_is_read_with_all_levels(tmp_path: Path) -> None:
    path = written(tmp_path, outer=line(call("a", "b")), b=line(call("c", "d")), d=line(node("message")))
    read = flow_beside(path)
    assert read is not None
    assert read.inner["a"].inner["c"].node("message").type == "message"


def in_folders(folder: Path, **flows: Document) -> Path:
    for flow_id, document in flows.items():
        (folder / flow_id).mkdir()
        (folder / flow_id / "flow.json").write_text(json.dumps(document))
    return folder / "outer" / "flow.json"


def test_a_file_named_flow_json_has_the_id_of_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = in_folders(tmp_path, outer=line(call("x", "b")), b=line(call("x", "outer")))
    assert check_file(path) == 1
    assert '"outer" → "b" → "outer"' in capsys.readouterr().out


def test_flows_in_folders_are_read_with_all_levels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = in_folders(tmp_path, outer=line(call("a", "b")), b=line(call("c", "d")), d=line(node("message")))
    monkeypatch.chdir(path.parent)
    for given in (path, Path("flow.json")):
        read = flow_beside(given)
        assert read is not None
        assert read.inner["a"].inner["c"].node("message").type == "message"
