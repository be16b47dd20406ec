"""`callflow pull`: writes the drafts of a server, with their tests and gates, to files."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from functions.api.http.ids import is_valid_id
from local.commands.flows.counted import counted
from local.commands.flows.failures import ServerError
from local.commands.flows.folder import FlowFiles, Folder
from local.commands.flows.server import Server
from local.commands.flows.tidy import tidy_flow, tidy_test


def pull(server: Server, folder: Folder, chosen: Iterable[str], *, positions: bool, delete: bool) -> int:
    """Write flows to files, and print the files that change.

    Args:
        server: The API.
        folder: The folder for the files.
        chosen: The ids of the flows. None: all flows of the server.
        positions: Whether the files say where the editor draws the nodes.
        delete: Whether to delete the files of tests that the server does not have.

    Returns:
        The exit status.

    `CommandError` is raised if a file cannot be written, or the server does not answer.

    Raises:
        ServerError: If there is no such flow.
    """
    changed = 0
    flow_ids = list(dict.fromkeys(chosen)) or server.flow_ids()
    for flow_id in flow_ids:
        files = server.files(flow_id) if is_valid_id(flow_id) else None
        if files is None:
            raise ServerError(f"There is no flow {flow_id[:200]} on the server. Correct its id, or pull all.")
        gate = files.gate
        if gate is None and folder.gate_file(flow_id).exists():
            gate = {"tests": False}
        tidy = FlowFiles(
            flow_id,
            tidy_flow(files.definition, positions=positions),
            {test_id: tidy_test(test) for test_id, test in files.tests.items()},
            gate,
        )
        written = folder.write(tidy)
        changed += len(written)
        sys.stdout.writelines(f"wrote {path}\n" for path in written)
        changed += _left_over(folder, flow_id, files.tests, delete=delete)
    sys.stdout.write(f"{counted(len(flow_ids), 'flow')}, {counted(changed, 'file')} changed\n")
    return 0


def _left_over(folder: Folder, flow_id: str, kept: Iterable[str], *, delete: bool) -> int:
    """Delete, or only name, the tests that only files have. Return the number of the deleted files."""
    others = sorted({*folder.test_ids(flow_id)} - {*kept})
    if delete:
        folder.delete_tests(flow_id, others)
    told = "deleted" if delete else "not on the server, --delete deletes it:"
    sys.stdout.writelines(f"{told} {folder.test_file(flow_id, test_id)}\n" for test_id in others)
    return len(others) if delete else 0
