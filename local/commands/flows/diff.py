"""`callflow diff`: what a push would change on the server."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from local.commands.flows.as_written import as_written
from local.commands.flows.counted import counted
from local.commands.flows.differences import differences, differences_in_flow
from local.commands.flows.folder import FlowFiles, Folder
from local.commands.flows.server import Server


def diff(server: Server, folder: Folder, chosen: Iterable[str], *, version: str, positions: bool) -> int:
    """Print what differs between the server and the files: nodes, edges, texts, tests and the gate.

    Args:
        server: The API.
        folder: The folder with the files.
        chosen: The ids of the flows. None: all flows of the folder.
        version: The version to compare with: a number, `latest` or `draft`. Only a draft has tests and a gate.
        positions: Whether to compare where the editor draws the nodes, too.

    Returns:
        The exit status: 1 if something differs.

    `CommandError` is raised if a file cannot be read, or the server does not answer.
    """
    flow_ids = folder.flow_ids(chosen)
    status = 0
    for flow_id in flow_ids:
        lines = _lines(server, folder.read(flow_id), version, positions=positions)
        if lines:
            status = 1
            sys.stdout.write("".join(f"{line}\n" for line in [flow_id, *(f"  {line}" for line in lines)]))
    if not chosen:
        others = sorted({*server.flow_ids()} - {*flow_ids})
        sys.stdout.writelines(f"only on the server: {flow_id}\n" for flow_id in others)
    sys.stdout.write("" if status else "no differences\n")
    return status


def _lines(server: Server, files: FlowFiles, version: str, *, positions: bool) -> list[str]:
    if version == "draft":
        there = server.files(files.flow_id)
        return [_new(files)] if there is None else differences(there, files, positions=positions)
    published = server.definition(files.flow_id, version)
    if published is None:
        return [_new(files)]
    return differences_in_flow(as_written(published, files.definition), files.definition, positions=positions)


def _new(files: FlowFiles) -> str:
    return f"+ the whole flow, with {counted(len(files.tests), 'test')}"
