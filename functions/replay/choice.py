"""Chooses the calls of a replay from the newest sessions of a flow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, zip_longest

from functions.deadline import Deadline
from functions.ports.changes.replays import Choice
from functions.ports.sessions import Sessions, SessionSummary

MAX_LISTED = 20_000
"""Sessions that are looked at for a choice. A choice that few sessions match does not read all that a flow has."""
LISTED = 100
"""Sessions in a page of the list."""


def chosen_calls(
    sessions: Sessions, organization_id: str, flow_id: str, choice: Choice, deadline: Deadline
) -> list[str] | None:
    """Choose calls. A session that has not begun is none.

    Args:
        sessions: The store.
        organization_id: The organization.
        flow_id: The flow.
        choice: The calls.
        deadline: The end of the time.

    Returns:
        The ids of the sessions, the newest first; None if the time did not suffice.
    """
    found: list[SessionSummary] = []
    cursor: str | None = None
    for _ in range(MAX_LISTED // LISTED):
        if deadline.expired():
            return None
        page = sessions.of_flow(organization_id, flow_id, status=None, cursor=cursor, limit=LISTED)
        found += [each for each in page.sessions if _matches(choice, each)]
        cursor = page.cursor
        if cursor is None or len(found) >= choice.last:
            break
    newest = found[: choice.last]
    if choice.sample is not None and choice.sample < len(newest):
        newest = sampled(newest, choice.sample)
    return [each.session_id for each in newest]


def sampled(sessions: Sequence[SessionSummary], count: int) -> list[SessionSummary]:
    """Take sessions of each version and status in turn, so that a rare way of a call is among them.

    Args:
        sessions: The sessions, the newest first.
        count: How many to take, at most.

    Returns:
        The sessions that were taken, the newest first. Of each kind they are the newest.
    """
    kinds: dict[object, list[SessionSummary]] = {}
    for each in sessions:
        kinds.setdefault((each.flow_version, each.status), []).append(each)
    in_turn = (each for turn in zip_longest(*kinds.values()) for each in turn if each is not None)
    taken = {each.session_id for each in islice(in_turn, count)}
    return [each for each in sessions if each.session_id in taken]


def _matches(choice: Choice, session: SessionSummary) -> bool:
    if session.status.value == "pending":
        return False
    if choice.versions and session.flow_version not in choice.versions:
        return False
    return not choice.statuses or session.status in choice.statuses
