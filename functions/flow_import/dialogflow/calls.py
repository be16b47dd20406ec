"""Which flows of an agent run inside others, and which are left without a way back.

An agent's flows may call each other in circles; the flows of Callflow may not. The start flow is the outermost one. A
flow that cannot lead back to its caller runs at a subflow node. Within a circle, a flow ends by an outcome, and the
outermost flow goes on with the next one.
"""

from __future__ import annotations

from collections.abc import Iterator

from flow_core.check.walks import components
from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.dialogflow.agent import Agent
from functions.flow_import.draft import Draft, id_of
from functions.flow_import.parts import Jump


class Calls:
    """The flows of an agent as drafts.

    Args:
        root: The draft of the start flow.
        agent: The agent.
    """

    def __init__(self, root: Draft, agent: Agent) -> None:
        self._root = root
        self._agent = agent
        self.drafts = {name: root if name == agent.start else root.open(name) for name in agent.flows}
        """Name of a flow -> its draft."""
        onward = {name: list(dict.fromkeys(_targets(agent, name))) for name in agent.flows}
        inner = {
            name: [target for target in targets if target != agent.start]
            for name, targets in onward.items()
            if name != agent.start
        }
        self._circle = {name: number for number, group in enumerate(components(inner)) for name in group}
        self.reached = _reached(agent.start, onward)
        """The flows to which a call can come."""
        self._jumps: dict[str, Jump] = {}

    def target(self, flow: str, name: str) -> Draft | Jump | None:
        """Return how a flow goes on with another one.

        Args:
            flow: The name of the flow that leads there.
            name: The name of the other flow.

        Returns:
            The draft that it calls; or where the outermost flow goes on; None if the agent has no such flow.
        """
        if name not in self.drafts:
            return None
        if name == self._agent.start:
            return Jump(("page", name, "", 0), f"to-{id_of(name, 'start')}")
        if flow == self._agent.start or self._circle[flow] != self._circle[name]:
            return self.drafts[name]
        return self._jumps.setdefault(name, Jump(("enter", name), f"to-{self.drafts[name].id}"))

    def enter(self) -> None:
        """Let the outermost flow go on with the flows that others of their circle lead to."""
        for name, jump in self._jumps.items():
            source = self._agent.flows[name].flow
            chain = Chain(self._root, f"enter {name}", name)
            self._root.enter(jump.key, chain.call(self.drafts[name], source))
            chain.link(("listen", self._agent.start, "", 0), source)
            text = f'the flow "{name}" and those that lead to it call each other; it does not come back to them'
            self._root.changed(source, text)


def _targets(agent: Agent, name: str) -> Iterator[str]:
    """Yield the flows to which a flow leads, by the names of the agent."""
    flow = agent.flows[name]
    sources = [flow.flow, *flow.pages.values(), *flow.groups.values()]
    seen: set[str] = set()
    for source in sources:
        for key, value in _texts(source.value):
            called = agent.called(value)
            if key == "targetFlow" and called in agent.flows and called != name:
                yield called
            elif key == "transitionRouteGroups" and called in agent.groups and called not in seen:
                seen.add(called)
                sources.append(agent.groups[called])


def _texts(value: Json, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts inside of a value, each with the key that it is under."""
    waiting = [(key, value)]
    for name, each in waiting:
        if isinstance(each, str):
            yield name, each
        elif isinstance(each, list):
            waiting.extend((name, item) for item in each)
        elif isinstance(each, dict):
            waiting.extend(each.items())


def _reached(start: str, onward: dict[str, list[str]]) -> set[str]:
    waiting, seen = [start], {start}
    for name in waiting:
        for target in onward.get(name, ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen
