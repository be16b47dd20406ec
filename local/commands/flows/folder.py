"""The files of flows: `<folder>/<flowId>/flow.json`, `tests/<testId>.json` and `gate.json` beside it.

Reads and writes files only. What they have is not checked here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from flow_core.json import MAX_DEPTH, Json, Unsound, sound
from functions.api.http.ids import ID_RULE, is_valid_id
from local.commands.flows.failures import FilesError
from local.commands.flows.tidy import text_of
from local.flow_files import FLOW_FILE, files_of_tests, flow_files

MAX_BYTES = 16 * 1024 * 1024
"""Bytes of a file, at most. The API takes less; this bounds what is read."""
_GATE_FILE = "gate.json"
_TESTS = "tests"


@dataclass(frozen=True, slots=True)
class FlowFiles:
    """A flow with all that belongs to it."""

    flow_id: str
    definition: Json
    tests: dict[str, Json] = field(default_factory=dict)
    """Test id -> the test, by id."""
    gate: Json = None
    """None for no gate."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with flows."""

    path: Path

    def flow_ids(self, chosen: Iterable[str] = ()) -> list[str]:
        """Return the ids of the chosen flows; by default of all flows in the folder, sorted.

        Raises:
            FilesError: If a chosen flow has no file, or the folder has no flow.
        """
        wanted = list(dict.fromkeys(chosen))
        if wanted:
            for flow_id in wanted:
                if not self.has(flow_id):
                    raise FilesError(f"There is no file {self.flow_file(flow_id)}. Run `callflow pull {flow_id}`.")
            return wanted
        found = [*flow_files(self.path)]
        if not found:
            text = f"There is no flow in the folder {self.path}: a flow is a file <flow id>/{FLOW_FILE}."
            raise FilesError(f"{text} Name the folder with --folder, or run `callflow pull`.")
        return found

    def has(self, flow_id: str) -> bool:
        """Return whether there is a file of the flow."""
        return is_valid_id(flow_id) and self.flow_file(flow_id).is_file()

    def flow_file(self, flow_id: str) -> Path:
        """Return the path of a flow's definition."""
        return self.path / flow_id / FLOW_FILE

    def test_file(self, flow_id: str, test_id: str) -> Path:
        """Return the path of a test."""
        return self.path / flow_id / _TESTS / f"{test_id}.json"

    def gate_file(self, flow_id: str) -> Path:
        """Return the path of a gate."""
        return self.path / flow_id / _GATE_FILE

    def test_ids(self, flow_id: str) -> list[str]:
        """Return the ids of the tests that have a file, sorted."""
        return [file.stem for file in files_of_tests(self.path / flow_id)]

    def read(self, flow_id: str) -> FlowFiles:
        """Read the files of a flow.

        Returns:
            The flow, with all of its tests.

        Raises:
            FilesError: If one of them cannot be read, is no JSON, or has a name that is no id.
        """
        if not is_valid_id(flow_id):
            raise FilesError(f"{self.path / flow_id}: the name of a flow's folder is its id, which {ID_RULE}.")
        definition = read_json(self.flow_file(flow_id))
        tests: dict[str, Json] = {}
        for test_id in self.test_ids(flow_id):
            file = self.test_file(flow_id, test_id)
            if not is_valid_id(test_id):
                raise FilesError(f"{file}: the name of a test's file is its id, which {ID_RULE}.")
            tests[test_id] = read_json(file)
        gate_file = self.gate_file(flow_id)
        return FlowFiles(flow_id, definition, tests, read_json(gate_file) if gate_file.exists() else None)

    def write(self, files: FlowFiles) -> list[Path]:
        """Write the files of a flow. Files of other tests stay.

        Returns:
            The files that have changed.

        Raises:
            FilesError: If a file cannot be written, or an id is no name of a file.
        """
        for each in (files.flow_id, *files.tests):
            if not is_valid_id(each):
                raise FilesError(f"{each[:200]!r} cannot be the name of a file: an id {ID_RULE}.")
        wanted = {self.flow_file(files.flow_id): files.definition}
        wanted |= {self.test_file(files.flow_id, test_id): test for test_id, test in files.tests.items()}
        if files.gate is not None:
            wanted[self.gate_file(files.flow_id)] = files.gate
        return [path for path, value in wanted.items() if _write(path, text_of(value))]

    def delete_tests(self, flow_id: str, test_ids: Iterable[str]) -> None:
        """Delete the files of tests.

        Raises:
            FilesError: If a file cannot be deleted.
        """
        for test_id in test_ids:
            file = self.test_file(flow_id, test_id)
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise FilesError(f"{file} cannot be deleted: {error.strerror}.") from error


def read_json(path: Path) -> Json:
    """Read a file as JSON.

    Returns:
        The value.

    Raises:
        FilesError: If the file cannot be read, is too large or nested too deep, or is no JSON.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FilesError(f"{path} cannot be read: {error.strerror}.") from error
    if len(content) > MAX_BYTES:
        raise FilesError(f"{path} has more than {MAX_BYTES >> 20} MiB. Make it smaller.")
    try:
        value = sound(json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object))
    except UnicodeDecodeError as error:
        raise FilesError(f"{path} is not UTF-8. Save it as UTF-8.") from error
    except RecursionError as error:
        raise FilesError(f"{path} is nested more than {MAX_DEPTH} levels deep. Make it flatter.") from error
    except json.JSONDecodeError as error:
        raise FilesError(f"{path}:{error.lineno}: invalid JSON: {error.msg}. Correct it.") from error
    except ValueError as error:
        raise FilesError(f"{path}: invalid JSON: {error}. Correct it.") from error
    if isinstance(value, Unsound):
        raise FilesError(f"{path} has {value.error}. Correct it.")
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Read an object. A merge in git can leave a field twice, and JSON would silently take the last one."""
    read = dict(pairs)
    if len(read) < len(pairs):
        twice = next(name for index, (name, _) in enumerate(pairs) if name in dict(pairs[:index]))
        raise ValueError(f'an object has the field "{twice[:100]}" twice')
    return read


def _write(path: Path, text: str) -> bool:
    """Write a file as a whole, or leave it as it was. Return whether it has changed."""
    content = text.encode()
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(path)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise FilesError(f"{path} cannot be written: {error.strerror}.") from error
    return True
