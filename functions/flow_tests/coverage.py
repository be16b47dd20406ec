"""The nodes and exits that tests reach. Pure: it runs nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from flow_core.authored.handlers import RESUME
from flow_core.flow import Flow
from flow_core.trace import NodeRun

_ENDS = frozenset({"listen", "continue", "hangup", "transfer", "failed", "enter", RESUME})
"""Outcomes of a run of a node that are no exits, if the node has no edge of this name."""
_HANDLERS = "handlers."
"""Begins an outcome that is a handler: the caller left the open question."""


@dataclass(slots=True)
class Coverage:
    """Counts the tests that reach a node or an exit of a flow.

    Args:
        flow: The flow. Its own nodes and edges are what tests can miss; nodes of inner flows are counted by their path.
    """

    flow: Flow
    _nodes: Counter[str] = field(default_factory=Counter)
    _exits: Counter[str] = field(default_factory=Counter)

    def add(self, runs: Iterable[NodeRun]) -> None:
        """Count the runs of one test."""
        nodes: set[str] = set()
        exits: set[str] = set()
        for run in runs:
            nodes.add(run.node_id)
            is_exit = run.outcome not in _ENDS and not run.outcome.startswith(_HANDLERS)
            if is_exit or (run.node_id, run.outcome) in self.flow.targets:
                exits.add(exit_name(run.node_id, run.outcome))
                if self._follows_default(run):
                    exits.add(exit_name(run.node_id, "default"))
        self._nodes.update(nodes)
        self._exits.update(exits)

    def _follows_default(self, run: NodeRun) -> bool:
        """Return whether a node of the flow was left by an exit that has no edge of its own, by that of "default"."""
        flow = self.flow
        if run.node_id not in flow.nodes_by_id or (run.node_id, run.outcome) in flow.targets:
            return False
        return flow.rules < 2 or not flow.is_failure(run.node_id, run.outcome)

    @property
    def nodes(self) -> dict[str, int]:
        """Node id -> tests that reach it. Every node of the flow is there."""
        return {**dict.fromkeys(self.flow.nodes_by_id, 0), **self._nodes}

    @property
    def exits(self) -> dict[str, int]:
        """`node/exit` -> tests that leave by it. Every exit with an edge is there."""
        return {**dict.fromkeys((exit_name(*exit) for exit in self.flow.targets), 0), **self._exits}

    @property
    def missed(self) -> list[str]:
        """The nodes, then the exits with an edge, that no test reaches."""
        return [name for reached in (self.nodes, self.exits) for name, count in reached.items() if count == 0]


def exit_name(node_id: str, exit: str) -> str:
    """Return the name of an exit in a coverage."""
    return f"{node_id}/{exit}"
