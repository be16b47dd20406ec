"""Waits for the replay that the gate of a flow asks for, if it takes longer than a request."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from time import sleep
from typing import Any

from functions.deadline import Deadline
from local.commands.flows.counted import counted
from local.commands.flows.server import Server

POLL_SECONDS = 3.0
"""Seconds between two looks at a replay."""


def awaited_replay(refusal: Mapping[str, Any]) -> str | None:
    """Return the id of the replay that a publication needs. None if the draft is refused for another reason, too.

    Args:
        refusal: The answer of `POST …/publish`.
    """
    if any(problem["field"] != "replayLast" for problem in refusal.get("problems", [])):
        return None
    job: str | None = refusal.get("gate", {}).get("replay", {}).get("job")
    return job


def wait_for_replay(server: Server, flow_id: str, job: str, deadline: Deadline) -> bool:
    """Wait for a replay, and print how far it has come.

    Args:
        server: The API.
        flow_id: The id of the flow.
        job: The id of the replay.
        deadline: The end of the wait.

    Returns:
        Whether the replay has ended with all its results. If not, the reason is printed. `ServerError` is raised if
        the server does not answer.
    """
    told = -1
    while (left := deadline.remaining()) > 0:
        sleep(min(POLL_SECONDS, left))
        replay = server.replay(flow_id, job)
        if replay["state"] == "failed":
            sys.stderr.write(f"{flow_id}: The replay of the gate failed: {replay['why']}.\n")
            return False
        total, done = replay["total"], replay["done"]
        tenth = 10 * done // total if total else 0
        if total is not None and tenth > told:
            told = tenth
            sys.stdout.write(f"{flow_id}: {done} of {counted(total, 'call')} replayed\n")
            sys.stdout.flush()
        if replay["state"] == "done":
            return True
    sys.stderr.write(f"{flow_id}: The replay of the gate goes on. Publish again later, or with a longer --wait.\n")
    return False
