"""Which flow a session runs at the moment, by the frames of its state.

The id of a node of an inner flow is a path: the ids of the subflow nodes that lead to it, then its own id in that flow,
separated by "/".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flow_core.authored.nodes import Node
from flow_core.flow import Flow
from flow_core.json import Json, Variables
from flow_core.state import Frame, State

SEPARATOR = "/"
"""Separates the ids of a path. No subflow node has it in its id."""


def path_of(frames: Sequence[Frame], node_id: str) -> str:
    """Return the path of a node of the innermost flow.

    Args:
        frames: The flows that wait.
        node_id: The id of the node in its own flow.
    """
    return f"{frames[-1].node_id}{SEPARATOR}{node_id}" if frames else node_id


def own_id(frames: Sequence[Frame], path: str) -> str:
    """Return the id of a node of the innermost flow in that flow. The opposite of `path_of`."""
    return path[len(frames[-1].node_id) + 1 :] if frames else path


def innermost(flow: Flow, frames: Sequence[Frame]) -> Flow:
    """Return the flow that runs.

    Args:
        flow: The outermost flow.
        frames: The flows that wait.
    """
    begin = 0
    for frame in frames:
        flow = flow.inner[frame.node_id[begin:]]
        begin = len(frame.node_id) + 1
    return flow


def current_node(flow: Flow, state: State) -> Node | None:
    """Return the node at which a session is; None before it has begun.

    Args:
        flow: The outermost flow.
        state: The state.
    """
    if state.node_id is None:
        return None
    return innermost(flow, state.frames).node(own_id(state.frames, state.node_id))


def has_way_after_failure(flow: Flow, state: State, exit: str) -> bool:
    """Return whether a session goes on after a failure exit of its current node.

    Args:
        flow: The outermost flow.
        state: The state.
        exit: The exit.
    """
    if state.node_id is None:
        return False
    waiting = [innermost(flow, state.frames[:depth]) for depth in range(len(state.frames) + 1)]
    if waiting.pop().target(own_id(state.frames, state.node_id), exit) is not None:
        return True
    return any(outer.on_failure is not None for outer in waiting)


def every_flow(flow: Flow) -> Iterator[Flow]:
    """Yield a flow and all flows within it, each once."""
    seen: set[int] = set()
    ahead = [flow]
    while ahead:
        one = ahead.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            ahead.extend(one.inner.values())


def outermost_variables(state: State) -> Variables:
    """Return the variables of the outermost flow."""
    return state.frames[0].variables if state.frames else state.variables


def variables_by_path(state: State) -> Variables:
    """Return the variables of all flows that run. A variable of an inner flow has the path of that flow before it."""
    if not state.frames:
        return state.variables
    found: dict[str, Json] = dict(state.frames[0].variables)
    inner = [frame.variables for frame in state.frames[1:]] + [state.variables]
    for frame, variables in zip(state.frames, inner, strict=True):
        found.update((f"{frame.node_id}{SEPARATOR}{name}", value) for name, value in variables.items())
    return found
