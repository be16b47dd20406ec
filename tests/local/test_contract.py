"""`python -m local.contract FOLDER` writes the OpenAPI document and the schema of a flow. The bytes never vary."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

from flow_core.json import Json
from local.contract import main
from testing.api.documents import CALL, SURVEY

ROOT = Path(__file__).parents[2]


def _run(folder: Path, seed: str) -> None:
    # The environment has no credentials, no region and no home, because the command sends no request to AWS.
    environment = {"PYTHONHASHSEED": seed, "PATH": "", "HOME": "/nonexistent"}
    command = [sys.executable, "-m", "local.contract", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=60)


def test_the_command_writes_the_same_bytes_each_time(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        _run(tmp_path / seed / "made" / "here", seed)
    for name in ("openapi.json", "flow.schema.json"):
        first, second = ((tmp_path / seed / "made" / "here" / name).read_bytes() for seed in ("1", "2"))
        assert first == second
    document = json.loads((tmp_path / "1/made/here/openapi.json").read_text())
    assert document["paths"]["/api/flows/sessions/{sessionId}"]["get"]["operationId"] == "getSession"
    assert "servers" not in document


def test_the_schema_accepts_flows_and_refuses_an_unknown_node(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
    judge = Draft202012Validator(json.loads((tmp_path / "flow.schema.json").read_text()))
    for document in (SURVEY, CALL, *(json.loads(path.read_text()) for path in (ROOT / "examples").glob("*/flow.json"))):
        assert judge.is_valid(document)
    dancing: Json = [{"id": "x", "type": "dance", "data": {}}]
    assert not judge.is_valid({**SURVEY, "nodes": dancing})


def test_the_command_needs_a_folder() -> None:
    assert main([]) == 2
