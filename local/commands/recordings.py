"""`callflow record` writes a session's recording. `callflow replay` checks that recordings take the same path today."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.javascript.engine import JavaScript
from functions.history.conversation import every_turn
from functions.history.recording import RECORDING, UnreadableFlowError, differences, make_recording
from local.dev import local_settings
from local.processes.dynamodb import credentials_for_embedded


def record_session(session_id: str, dynamodb_endpoint: str | None) -> int:
    """Write a session's recording to standard output. It contains the caller's words: protect it like a transcript.

    Args:
        session_id: The session.
        dynamodb_endpoint: The URL of the store. None: AWS.

    Returns:
        The exit status: 1 if the session or its flow does not exist.
    """
    if dynamodb_endpoint:
        credentials_for_embedded()
    settings = local_settings(dynamodb_endpoint)
    sessions = DynamoSessions(Table(settings.sessions_table, settings.region, dynamodb_endpoint), keep_days=1)
    flows = DynamoFlows(Table(settings.flows_table, settings.region, dynamodb_endpoint), keep_days=1)
    head = sessions.head(session_id)
    definition = None if head is None else flows.definition(head.organization_id, head.flow_id, head.pin)
    if head is None or definition is None:
        sys.stderr.write(f"No session {session_id} in the table {settings.sessions_table}, or its flow was deleted.\n")
        return 1
    turns = every_turn(sessions, head)
    with JavaScript() as javascript:
        recording = make_recording(
            definition.written, definition.rules, head.state.session, turns, javascript, definition.subflows
        )
    sys.stdout.write(RECORDING.dump_json(recording, indent=1).decode() + "\n")
    return 0


def replay(files: Sequence[Path]) -> int:
    """Replay recordings and print the differences.

    Args:
        files: The recordings.

    Returns:
        The exit status: 1 if a recording takes another path.
    """
    status = 0
    with JavaScript() as javascript:
        for file in files:
            try:
                found = differences(RECORDING.validate_json(file.read_bytes()), javascript)
            except (OSError, ValidationError, UnreadableFlowError) as error:
                found = [f"not a recording that can be replayed: {error}"]
            status |= bool(found)
            sys.stdout.write(f"{file}: {'the same' if not found else 'DIFFERENT'}\n")
            sys.stdout.writelines(f"    {difference}\n" for difference in found)
    return status
