"""Signs the capabilities of the calls that the API begins or continues."""

from __future__ import annotations

from functions.call_capability import CallCapability, sign
from functions.records import Head
from functions.services import Services


def signed(services: Services, head: Head) -> str | None:
    """Sign the right to act for a session.

    Args:
        services: The services, for the keys and the clock.
        head: The session.

    Returns:
        The capability; None if this installation has no key. UnavailableError is raised if the key cannot be read.
    """
    keys = services.call_keys.accepted()
    if not keys:
        return None
    call = CallCapability(head.organization_id, head.flow_id, head.room_name, head.session_id, head.agent_id)
    return sign(call, keys[0], services.now())
