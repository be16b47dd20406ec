"""Decides, when a session begins, whether it is judged after its end: by its flow, its channel and its id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flow_core.authored.judging import Judging
from functions.ports.flows import PinnedFlows
from functions.records import Head
from functions.turn.rollout import place_of


def is_chosen(judging: Judging, head: Head) -> bool:
    """Return whether a session is one of those that a flow has judged. The same session always gets the same answer."""
    if head.is_simulated or head.state.session.channel not in judging.channels:
        return False
    # A place may be 1 itself.
    return judging.share >= 1 or place_of("judging", head.session_id) < judging.share


@dataclass(frozen=True, slots=True)
class WithJudge:
    """Completes the first head of a session.

    Args:
        flows: The flows.
        begun: Completes it first.
    """

    flows: PinnedFlows
    begun: Callable[[Head], Head]

    def __call__(self, head: Head) -> Head:
        """Return the first head of a session, marked if it is judged. It raises what `flows` and `begun` raise."""
        head = self.begun(head)
        judging = self.flows(head.organization_id, head.flow_id, head.pin).judging
        return head if judging is None or not is_chosen(judging, head) else replace(head, judge=True)
