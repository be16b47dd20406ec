"""The event of a gate that let a version not pass. Nothing is sent here."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence

from flow_core.timestamp import iso
from functions.gate.judge import Refusal

_MAX_PROBLEMS = 50
"""Problems that an event names."""


def refusal_json(
    organization_id: str, flow_id: str, label: int | str, refusals: Sequence[Refusal], *, by: str, at: int
) -> str:
    """Write the event.

    Args:
        organization_id: The organization.
        flow_id: The flow.
        label: The number of the version, or `draft`.
        refusals: Why it did not pass.
        by: Who asked for it.
        at: Milliseconds since the epoch.

    Returns:
        JSON in ASCII.
    """
    return json.dumps(
        {
            # A refused request that is repeated is refused again: another event.
            "eventId": f"event_{secrets.token_hex(16)}",
            "type": "gate.refused",
            "organizationId": organization_id,
            "flowId": flow_id,
            "flowVersion": label,
            "by": by,
            "at": iso(at),
            "problems": [{"field": each.field, "message": each.message} for each in refusals[:_MAX_PROBLEMS]],
        },
        separators=(",", ":"),
    )
