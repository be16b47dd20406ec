"""Runs the tests of flows in files: in memory, with the real JavaScript engine. No server is asked."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterator

import yaml
from pydantic import ValidationError

from flow_core.check import check
from flow_core.flow import Flow
from flow_core.subflows.frozen import calls_of
from flow_core.transfer.rules import TransferRules
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.names import JavaScriptInspect
from functions.api.schemas.requests.gate import GateBody
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.run import RunTests
from functions.gate.judge import judge_coverage
from functions.json_schema.check import schema_problem
from functions.ports.flows import Gate
from local.commands.check import called_beside, flow_beside, line_of
from local.commands.flows.failures import FilesError
from local.commands.flows.folder import FlowFiles, Folder, read_json
from local.commands.flows.run.results import Covered, FlowOutcome, TestOutcome, outcome_in_memory

FLOW_SECONDS = 600.0
"""Seconds in which the tests of one flow begin a turn."""
_ORGANIZATION = "files"
"""The organization for which the JavaScript engine works."""
_SIMULATED = "it has a simulated caller alone, which runs on a server"


def run_files(folder: Folder, flow_id: str, chosen: Collection[str], javascript: JavaScript) -> FlowOutcome:
    """Run tests of a flow.

    Args:
        folder: The folder with the flow, and with the flows that it calls.
        flow_id: The flow.
        chosen: The ids of the tests. None: all tests, and what the gate asks of them.
        javascript: The engine.

    Returns:
        What they led to. A flow with errors runs no test.

    `FilesError` is raised if a file cannot be read.
    """
    files = folder.read(flow_id)
    wanted = [test_id for test_id in files.tests if not chosen or test_id in chosen]
    tests = {test_id: _read(folder, flow_id, test_id, files) for test_id in wanted}
    errors = tuple(_errors(folder, files, javascript))
    flow = None if errors else flow_beside(folder.flow_file(flow_id))
    if flow is None:
        return FlowOutcome(flow_id, problems=errors or (f"{folder.flow_file(flow_id)}: the flow cannot be read",))
    run = RunTests(flow, javascript, _ORGANIZATION, time.time_ns() // 1_000_000, TransferRules())
    outcomes = {test_id: _skipped(test_id, test) for test_id, test in tests.items() if not test.turns}
    fixed = [(test_id, test) for test_id, test in tests.items() if test_id not in outcomes]
    for result in run(fixed, FLOW_SECONDS):
        outcomes[result.test_id] = outcome_in_memory(result, tests[result.test_id].name)
    covered = Covered(run.coverage.nodes, run.coverage.exits, tuple(run.coverage.missed))
    problems = () if chosen else tuple(_gate_problems(folder, files, flow, covered))
    return FlowOutcome(flow_id, tuple(outcomes[test_id] for test_id in tests), covered, problems)


def _read(folder: Folder, flow_id: str, test_id: str, files: FlowFiles) -> FlowTest:
    try:
        return FlowTest.model_validate(files.tests[test_id])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the test"
        said = str(first["msg"]).removeprefix("Value error, ")
        raise FilesError(f"{folder.test_file(flow_id, test_id)}: {place}: {said}. Correct it.") from error


def _errors(folder: Folder, files: FlowFiles, javascript: JavaScript) -> Iterator[str]:
    """Yield the errors of a definition, each with its line."""
    path = folder.flow_file(files.flow_id)
    inspect = JavaScriptInspect(javascript.syntax_errors)
    checked = check(files.definition, inspect, schema_problem, called_beside(path, files.definition))
    if checked.errors:
        document = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader)
        for problem in checked.errors:
            yield f"{path}:{line_of(document, problem.path)}: {problem.message} {problem.remedy}"
        return
    for missing in _missing(folder, files):
        file = folder.flow_file(missing)
        yield f"{path}: it runs the flow {missing}, and there is no file {file}. Run `callflow pull {missing}`."


def _missing(folder: Folder, files: FlowFiles) -> list[str]:
    """Return the ids of the flows that a flow runs, at any depth, and that have no file."""
    known, missing = {files.flow_id}, list[str]()
    waiting = [files.definition]
    while waiting:
        for call in calls_of(waiting.pop()):
            if call.flow_id in known:
                continue
            known.add(call.flow_id)
            if folder.has(call.flow_id):
                waiting.append(read_json(folder.flow_file(call.flow_id)))
            else:
                missing.append(call.flow_id)
    return missing


def _gate_problems(folder: Folder, files: FlowFiles, flow: Flow, covered: Covered) -> Iterator[str]:
    """Yield what the gate in the file asks of the tests and does not get. It asks for replays on a server only."""
    if files.gate is None:
        return
    path = folder.gate_file(files.flow_id)
    try:
        body = GateBody.model_validate_json(json.dumps(files.gate))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the gate"
        raise FilesError(f"{path}: {place}: {first['msg']}. Correct it.") from error
    missed = [node_id for node_id in flow.nodes_by_id if covered.nodes[node_id] == 0]
    gate = Gate(body.tests, least_node_coverage=body.least_node_coverage)
    for refusal in judge_coverage(gate, len(flow.nodes_by_id) - len(missed), missed):
        yield f"{path}: {refusal.message}"


def _skipped(test_id: str, test: FlowTest) -> TestOutcome:
    return TestOutcome(test_id, test.name, (), 0.0, skipped=_SIMULATED)
