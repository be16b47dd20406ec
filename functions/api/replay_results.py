"""The results of a replay, as responses have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flow_core.state import Status
from functions.api.schemas.responses import replay as responses
from functions.records import FlowPin
from functions.replay.call import Replayed
from functions.replay.causes import Group, groups
from functions.replay.turns import Did


def shown(pin: FlowPin, results: Sequence[Replayed | None], left: int) -> responses.Replay:
    """Return results as responses have them.

    Args:
        pin: The definition that the calls were folded through.
        results: The results; None for a session that has been erased.
        left: The calls for which the time did not suffice.

    Returns:
        The response.
    """
    found = [result for result in results if result is not None]
    counts = Counter(result.verdict for result in found)
    return {
        "version": pin.label,
        "revision": pin.revision,
        "same": counts["same"],
        "differ": counts["differs"],
        "cannot": counts["cannot"],
        "left": left,
        "groups": [shown_group(group) for group in groups(found)],
        "results": [shown_result(result) for result in found],
    }


def shown_result(result: Replayed) -> responses.ReplayedCall:
    """Return the result of a call as responses have it. A kept result has no turns."""
    shown: responses.ReplayedCall = {"sessionId": result.session_id, "verdict": result.verdict}
    if result.turn is not None:
        shown["turn"] = result.turn
        shown["nodeId"] = result.node_id
    if result.verdict == "differs":
        shown["parts"] = list(result.parts)
        shown["mild"] = result.mild
    if result.recorded is not None and result.now is not None:
        shown["recorded"] = _turn(result.recorded)
        shown["now"] = _turn(result.now)
    if result.why is not None:
        shown["why"] = result.why
    return shown


def shown_group(group: Group) -> responses.ReplayGroup:
    """Return a group as responses have it."""
    first = group.first
    shown: responses.ReplayGroup = {
        "verdict": "cannot" if first.verdict == "cannot" else "differs",
        "nodeId": first.node_id,
        "count": group.count,
        "parts": sorted(group.parts),
        "mild": first.mild,
        "sessions": group.sessions,
    }
    if first.turn is not None:
        shown["turn"] = first.turn
    if first.recorded is not None and first.now is not None:
        shown["recorded"] = _turn(first.recorded)
        shown["now"] = _turn(first.now)
    if first.why is not None:
        shown["why"] = first.why
    return shown


def _turn(did: Did) -> responses.ReplayedTurn:
    return {
        "node": did.node,
        "words": did.words,
        "variables": dict(did.variables),
        "action": did.action,  # type: ignore[typeddict-item]  # as the reply has it
        "status": Status(did.status),
        "tools": list(did.tools),
    }
