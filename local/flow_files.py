"""Where the files of flows are: `<folder>/<flowId>/flow.json`. A single flow may be in `<folder>/<flowId>.json`.

A test of a flow is in `<folder>/<flowId>/tests/<testId>.json`.
"""

from __future__ import annotations

from pathlib import Path

FLOW_FILE = "flow.json"
"""The name of a flow's file in the folder that has the flow's id as its name."""


def flow_id_of(path: Path) -> str:
    """Return the id of the flow in a file."""
    return path.resolve().parent.name if path.name == FLOW_FILE else path.stem


def flow_file_beside(path: Path, flow_id: str) -> Path:
    """Return where the file of another flow is, in the layout of the file of one flow."""
    if path.name == FLOW_FILE:
        return path.resolve().parent.parent / flow_id / FLOW_FILE
    return path.parent / f"{flow_id}.json"


def flow_files(folder: Path) -> dict[str, Path]:
    """Return the flows of a folder: flow id -> file, by id."""
    return {path.parent.name: path for path in sorted(folder.glob(f"*/{FLOW_FILE}"))}


def files_of_tests(folder: Path) -> list[Path]:
    """List the files of the tests in the folder of a flow, by id. The name of a file is the id of its test."""
    return sorted(folder.glob("tests/*.json"))
