"""`callflow push`: saves flows of files as drafts on a server, with their tests and gates."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from flow_core.subflows.frozen import calls_of
from local.commands.flows.counted import counted
from local.commands.flows.differences import differences_in_flow, differences_in_gate, differences_in_tests
from local.commands.flows.failures import FilesError
from local.commands.flows.folder import FlowFiles, Folder
from local.commands.flows.server import Server
from local.commands.flows.tidy import with_layout


def push(server: Server, folder: Folder, chosen: Iterable[str], *, delete: bool) -> int:
    """Save what differs, and print it. A flow is saved before those that run it.

    Args:
        server: The API.
        folder: The folder with the files.
        chosen: The ids of the flows. None: all flows of the folder.
        delete: Whether to delete the tests on the server that have no file.

    Returns:
        The exit status.

    `CommandError` is raised if a file cannot be read, or the server refuses one. The flows before it are saved.
    """
    flows = inner_first(folder.read(flow_id) for flow_id in folder.flow_ids(chosen))
    saved = sum(_push(server, files, delete=delete) for files in flows)
    sys.stdout.write(f"{counted(len(flows), 'flow')}, {counted(saved, 'change')} saved\n")
    return 0


def inner_first(flows: Iterable[FlowFiles]) -> list[FlowFiles]:
    """Sort flows.

    Returns:
        The flows, each after those that it runs.

    Raises:
        FilesError: If flows run each other.
    """
    by_id = {files.flow_id: files for files in flows}
    calls = {
        flow_id: {call.flow_id for call in calls_of(files.definition) if call.flow_id in by_id}
        for flow_id, files in by_id.items()
    }
    try:
        return [by_id[flow_id] for flow_id in TopologicalSorter(calls).static_order()]
    except CycleError as error:
        raise FilesError(
            f"These flows run each other: {' → '.join(error.args[1])}. Remove one of the calls."
        ) from error


def _push(server: Server, files: FlowFiles, *, delete: bool) -> int:
    """Save what differs of one flow. Return the number of saved things."""
    flow_id, saved = files.flow_id, 0
    draft = server.definition(flow_id)
    # The file has no positions, and the editor's must not be lost.
    definition = with_layout(files.definition, draft)
    if draft is None or differences_in_flow(draft, definition, positions=True):
        warnings = server.save_flow(flow_id, definition)
        saved += _told(f"saved {flow_id}{' (new)' if draft is None else ''}")
        sys.stdout.writelines(f"  warning: {warning}\n" for warning in warnings)
    stored = server.tests(flow_id)
    for test_id, test in files.tests.items():
        own = {test_id: stored[test_id]} if test_id in stored else {}
        if differences_in_tests(own, {test_id: test}):
            server.save_test(flow_id, test_id, test)
            saved += _told(f"saved {flow_id}/tests/{test_id}{'' if own else ' (new)'}")
    for test_id in sorted({*stored} - {*files.tests}):
        if delete:
            server.delete_test(flow_id, test_id)
            saved += _told(f"deleted {flow_id}/tests/{test_id}")
        else:
            sys.stdout.write(f"no file, --delete deletes it: {flow_id}/tests/{test_id}\n")
    if files.gate is not None and differences_in_gate(server.gate(flow_id), files.gate):
        server.save_gate(flow_id, files.gate)
        saved += _told(f"saved {flow_id}/gate")
    return saved


def _told(line: str) -> int:
    sys.stdout.write(f"{line}\n")
    return 1
