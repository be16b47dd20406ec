"""`callflow publish`: publishes drafts that are what the files have, through the gate of each flow."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from functions.deadline import Deadline
from local.commands.flows.counted import counted
from local.commands.flows.differences import differences_in_flow
from local.commands.flows.failures import ServerError
from local.commands.flows.folder import FlowFiles, Folder
from local.commands.flows.gate_replay import awaited_replay, wait_for_replay
from local.commands.flows.push import inner_first
from local.commands.flows.server import Server

_MAX_LISTED = 20
"""Lines about one part of a gate's result."""


def publish(
    server: Server, folder: Folder, chosen: Iterable[str], *, note: str | None, override: str | None, wait: float
) -> int:
    """Publish drafts, each flow before those that run it.

    Args:
        server: The API.
        folder: The folder with the files. A chosen flow without a file is published as the server has it.
        chosen: The ids of the flows. None: all flows of the folder.
        note: What is new in the versions.
        override: Why a draft is published that its gate refuses.
        wait: Seconds that all flows together wait for the replays of their gates.

    Returns:
        The exit status: 1 if a draft is not what the file has, or is refused. No further flow is published then.

    `CommandError` is raised if a file cannot be read, or the server does not answer.
    """
    wanted = [*dict.fromkeys(chosen)] or folder.flow_ids()
    drafts = inner_first(FlowFiles(flow_id, server.required(flow_id)) for flow_id in wanted)
    for draft in drafts:
        if not folder.has(draft.flow_id):
            continue
        lines = differences_in_flow(draft.definition, folder.read(draft.flow_id).definition)
        if lines:
            sys.stdout.writelines(f"{line}\n" for line in [draft.flow_id, *(f"  {line}" for line in lines)])
            text = f"The draft of {draft.flow_id} on the server is not what its file has. Nothing was published."
            sys.stderr.write(f"{text} Run `callflow push`, or `callflow pull` to take the draft.\n")
            return 1
    deadline = Deadline.after(wait)
    return 0 if all(_publish(server, draft, note, override, deadline) for draft in drafts) else 1


def _publish(server: Server, draft: FlowFiles, note: str | None, override: str | None, deadline: Deadline) -> bool:
    flow_id = draft.flow_id
    before = server.latest_version(flow_id)
    version = _version(server, draft, note, override, deadline)
    if version is None:
        return False
    told = f"version {version} is the draft already" if version == before else f"published version {version}"
    sys.stdout.write(f"{flow_id}: {told}\n")
    return True


def _version(
    server: Server, draft: FlowFiles, note: str | None, override: str | None, deadline: Deadline
) -> int | None:
    """Publish a draft, if need be after the replay of its gate. Return the version; None if it is not published."""
    flow_id = draft.flow_id
    while True:
        try:
            return server.publish(flow_id, note, override)
        except ServerError as error:
            if error.status not in (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT):
                raise
            job = awaited_replay(error.body)
            if job is None or not wait_for_replay(server, flow_id, job, deadline):
                sys.stderr.write(f"{flow_id}: {error}\n")
                sys.stderr.writelines(f"  {line}\n" for line in _reasons(error.body))
                return None
        if differences_in_flow(draft.definition, server.required(flow_id)):
            text = f"The draft of {flow_id} was changed while its gate replayed calls. It was not published."
            sys.stderr.write(f"{text} Read `callflow diff`, then publish again.\n")
            return None


def _reasons(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield why a draft is refused: the problems, and the results of its gate."""
    yield from (f"{problem['field']}: {problem['message']}" for problem in body.get("problems", [])[:_MAX_LISTED])
    gate = body.get("gate", {})
    for failed in gate.get("tests", {}).get("failures", [])[:_MAX_LISTED]:
        yield f"test {failed['testId']}: turn {failed['turn']}: {failed['field']}"
    for group in gate.get("replay", {}).get("groups", [])[:_MAX_LISTED]:
        calls, sessions = counted(group["count"], "call"), ", ".join(group["sessions"][:3])
        said = "would go another way" if group["verdict"] == "differs" else "cannot be told"
        yield f"{calls} {said} from the node {group['nodeId']} on: {sessions}"
