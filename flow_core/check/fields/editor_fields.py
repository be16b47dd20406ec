"""The fields that an editor built on React Flow stores in a flow, its nodes and its edges. Nothing else reads them.

Source: the types `ReactFlowJsonObject`, `Node` and `Edge` of React Flow 11 and 12.
"""

from __future__ import annotations

from pydantic import BaseModel

from flow_core.flow import Edge, Flow

_OF_BOTH = frozenset(
    "ariaLabel ariaRole className class style hidden selected selectable deletable focusable zIndex "
    "domAttributes width height measured dragging draggable positionAbsolute sourcePosition "
    "targetPosition animated markerStart markerEnd".split()
)
_OF_A_NODE = _OF_BOTH | frozenset(
    "dragHandle resizing parentId parentNode extent expandParent connectable initialWidth initialHeight "
    "origin handles handleBounds internals computed initialized isParent events".split()
)
_OF_AN_EDGE = _OF_BOTH | frozenset(
    "type data label labelStyle labelShowBg labelBgStyle labelBgPadding labelBgBorderRadius targetHandle "
    "pathOptions interactionWidth reconnectable updatable sourceNode targetNode sourceX sourceY targetX "
    "targetY".split()
)
_OF_A_FLOW = frozenset({"viewport"})
_NONE: frozenset[str] = frozenset()


def editor_fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the fields of an editor that an object may have.

    Args:
        model: The model of the object.

    Returns:
        The names of the fields. Only a flow, a node and an edge may have such fields.
    """
    if model is Flow:
        return _OF_A_FLOW
    if model is Edge:
        return _OF_AN_EDGE
    return _OF_A_NODE if model.model_config.get("extra") == "ignore" else _NONE
