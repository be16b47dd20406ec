"""The ids that callers choose for what they make."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends

from functions.api.identity import Organization
from functions.api.problems import not_found, unfit

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}\Z")
_TAKEN = frozenset({"sessions"})
"""`/api/flows/sessions/…` reads a session."""
FIT = "must be 1 to 128 letters, digits or . _ ~ -, the first a letter or digit"


def fits(name: str) -> bool:
    """Whether `name` can stand in an address, and in a key of the store."""
    return _NAME.match(name) is not None


def check_name(field: str, name: str) -> None:
    """422 unless something can be made under `name`."""
    if not fits(name):
        raise unfit(field, FIT)
    if name in _TAKEN:
        raise unfit(field, f"{name} is taken by the API itself; choose another")


# What nothing can be named is not there: the store, which refuses long keys, is not even asked.
async def _flow_id(flow_id: str, organization: Organization) -> str:
    return possible("flow", flow_id)


async def _agent_id(agent_id: str, organization: Organization) -> str:
    return possible("agent", agent_id)


async def _session_id(session_id: str, organization: Organization) -> str:
    return possible("session", session_id)


def possible(kind: str, name: str) -> str:
    """The name; ProblemError, 404, for one that nothing can have."""
    if not fits(name):
        raise not_found(f"{kind} {name[:200]}")
    return name


FlowId = Annotated[str, Depends(_flow_id)]
AgentId = Annotated[str, Depends(_agent_id)]
SessionId = Annotated[str, Depends(_session_id)]
