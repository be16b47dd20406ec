"""`callflow test`: runs tests of flows, in memory from files or on a server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from functions.adapters.javascript.engine import JavaScript
from local.commands.flows.failures import FilesError
from local.commands.flows.folder import Folder
from local.commands.flows.run.files import run_files
from local.commands.flows.run.junit import junit_of
from local.commands.flows.run.report import lines_of, total_of
from local.commands.flows.run.results import Covered, Failed, FlowOutcome, TestOutcome, last_way
from local.commands.flows.run.simulated import Simulate, run_on_models, simulating
from local.commands.flows.server import Server


def run_in_memory(
    folder: Folder, chosen: Iterable[str], tests: Sequence[str], *, junit: Path | None, missed: bool
) -> int:
    """Run the tests in files, in memory.

    Args:
        folder: The folder with the files.
        chosen: The ids of the flows. None: all flows of the folder.
        tests: The ids of the tests. None: all tests.
        junit: The file for the results as JUnit XML; None for no file.
        missed: Whether to list the nodes and the exits that no test reaches.

    Returns:
        The exit status: 1 if a test fails, a flow has errors, or the tests reach less than the gate asks for.

    `CommandError` is raised if a file cannot be read or written.
    """
    flow_ids = _with_tests(folder, folder.flow_ids(chosen), tests)
    with JavaScript() as javascript:
        return _run(lambda flow_id: run_files(folder, flow_id, tests, javascript), flow_ids, folder, junit, missed)


def run_on_server(
    server: Server,
    folder: Folder,
    chosen: Iterable[str],
    tests: Sequence[str],
    *,
    version: str,
    asked: Simulate | None,
    junit: Path | None,
    missed: bool,
) -> int:
    """Run the tests that a server has, on one of its versions.

    Args:
        server: The API.
        folder: The folder with the files. It names the flows if none is chosen.
        chosen: The ids of the flows.
        tests: The ids of the tests. None: all tests.
        version: The version: a number, `latest` or `draft`.
        asked: What simulated callers are asked for: then only they run. None for the other tests.
        junit: The file for the results as JUnit XML; None for no file.
        missed: Whether to list the nodes and the exits that no test reaches.

    Returns:
        The exit status: 1 if a test fails.
    """
    flow_ids = [*dict.fromkeys(chosen)] or folder.flow_ids()
    if asked is not None:
        calling = simulating(server, flow_ids, tests)
        return _run(
            lambda flow_id: run_on_models(server, flow_id, version, tests, asked), calling, folder, junit, missed
        )
    return _run(lambda flow_id: _on_server(server, flow_id, version, tests), flow_ids, folder, junit, missed)


def _with_tests(folder: Folder, flow_ids: list[str], tests: Sequence[str]) -> list[str]:
    """Return the flows that have one of the chosen tests; all flows if none is chosen."""
    if not tests:
        return flow_ids
    having = {flow_id: {*folder.test_ids(flow_id)} for flow_id in flow_ids}
    for test_id in tests:
        if not any(test_id in own for own in having.values()):
            raise FilesError(f"None of the flows has a file tests/{test_id}.json. Correct --test.")
    return [flow_id for flow_id in flow_ids if having[flow_id] & {*tests}]


def _run(
    run: Callable[[str], FlowOutcome], flow_ids: Sequence[str], folder: Folder, junit: Path | None, missed: bool
) -> int:
    outcomes: list[FlowOutcome] = []
    for flow_id in flow_ids:
        outcomes.append(run(flow_id))
        sys.stdout.writelines(f"{line}\n" for line in lines_of(outcomes[-1], missed=missed))
        sys.stdout.flush()
    sys.stdout.write(f"{total_of(outcomes)}\n")
    if junit is not None:
        try:
            junit.parent.mkdir(parents=True, exist_ok=True)
            junit.write_bytes(junit_of(outcomes, folder.path.as_posix()))
        except OSError as error:
            raise FilesError(f"{junit} cannot be written: {error.strerror}. Correct --junit.") from error
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _on_server(server: Server, flow_id: str, version: str, tests: Sequence[str]) -> FlowOutcome:
    ran: dict[str, Any] = server.run_tests(flow_id, version, [*tests] or None)
    coverage = ran["coverage"]
    covered = Covered(coverage["nodes"], coverage["exits"], tuple(coverage["missed"]))
    return FlowOutcome(flow_id, tuple(_outcome(result) for result in ran["results"]), covered)


def _outcome(result: dict[str, Any]) -> TestOutcome:
    failures = [Failed(each["turn"], each["field"], each["expected"], each["actual"]) for each in result["failures"]]
    requests = [(turn["turnId"], [node["nodeId"] for node in turn["nodes"]]) for turn in result["turns"]]
    return TestOutcome(result["testId"], result["name"], tuple(failures), result["millis"], last_way(requests))
