"""What differs between two flows, in lines for a reviewer: nodes, edges, texts, tests and the gate. Pure.

A line begins with `+` (added), `-` (removed) or `~` (changed). A long text that changes has two more lines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final, Literal, TypeAlias

from flow_core.json import Json
from local.commands.flows.folder import FlowFiles
from local.commands.flows.tidy import tidy_flow, tidy_test

_INLINE = 40
"""Characters of a value in the line of its field, at most. A longer one has a line for each of old and new."""
_MAX_SHOWN = 2_000
"""Characters of a value that are shown."""
_MAX_ALIGNED = 1_000
"""Items of a list in which the unchanged ones are found. A longer list is compared item by item."""
_MISSING: Final = "missing"

_Object: TypeAlias = dict[str, Json]
_Value: TypeAlias = tuple[Json] | Literal["missing"]
"""A value in a tuple, or that there is none. A field that is null is another thing than no field."""


def differences(before: FlowFiles, after: FlowFiles, *, positions: bool = False) -> list[str]:
    """Return what differs between two flows.

    Args:
        before: The flow as it is.
        after: The flow as it becomes.
        positions: Whether to compare where an editor draws the nodes, too.

    Returns:
        The lines; none if the two are the same.
    """
    return [
        *differences_in_flow(before.definition, after.definition, positions=positions),
        *differences_in_tests(before.tests, after.tests),
        *differences_in_gate(before.gate, after.gate),
    ]


def differences_in_flow(before: Json, after: Json, *, positions: bool = False) -> list[str]:
    """Return what differs between two definitions. See `differences`."""
    old, new = (tidy_flow(each, positions=positions) for each in (before, after))
    if not isinstance(old, dict) or not isinstance(new, dict):
        return [*_changes("flow", (old,), (new,))]
    parts = frozenset({"nodes", "edges"})
    own = ({name: value for name, value in flow.items() if name not in parts} for flow in (old, new))
    return [
        *_fields("flow", *own),
        *_items("node", _by_id(old.get("nodes")), _by_id(new.get("nodes")), _node_title),
        *_items("edge", _by_exit(old.get("edges")), _by_exit(new.get("edges")), _edge_title),
    ]


def differences_in_tests(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[str]:
    """Return what differs between the tests of two flows. See `differences`."""
    old, new = ({test_id: tidy_test(test) for test_id, test in tests.items()} for tests in (before, after))
    return [*_items("test", old, new, _test_title)]


def differences_in_gate(before: Json, after: Json) -> list[str]:
    """Return what differs between two gates. No gate is one that asks for nothing. See `differences`."""
    nothing: _Object = {"tests": False}
    old, new = ({**nothing, **gate} if isinstance(gate, dict) else nothing for gate in (before, after))
    return [*_fields("gate", old, new)]


def _items(
    subject: str, before: Mapping[str, Json], after: Mapping[str, Json], title: Callable[[str, Json], str]
) -> Iterator[str]:
    """Compare the things of a kind by their ids, in the order of the newer ones."""
    for item_id in dict.fromkeys([*after, *before]):
        if item_id not in before:
            yield f"+ {subject} {title(item_id, after[item_id])}"
        elif item_id not in after:
            yield f"- {subject} {title(item_id, before[item_id])}"
        else:
            yield from _changes(f"{subject} {item_id}", (before[item_id],), (after[item_id],))


def _changes(name: str, before: _Value, after: _Value) -> Iterator[str]:
    """Compare two values, as deep as both have objects or lists."""
    if isinstance(before, str) or isinstance(after, str):
        if not isinstance(before, str):
            yield f"- {name}: {_text(before[0])[:_MAX_SHOWN]}"
        if not isinstance(after, str):
            yield f"+ {name}: {_text(after[0])[:_MAX_SHOWN]}"
        return
    (old,), (new,) = before, after
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _fields(name, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _listed(name, old, new) if _have_ids(old) and _have_ids(new) else _aligned(name, old, new)
    elif _text(old) != _text(new):
        yield from _values(name, _text(old), _text(new))


def _fields(name: str, before: _Object, after: _Object) -> Iterator[str]:
    for field in dict.fromkeys([*after, *before]):
        yield from _changes(_within(name, field), _field(before, field), _field(after, field))
    # The assignments run in order. In other objects the order means nothing.
    if name.endswith(".assign"):
        yield from _order(name, [*before], [*after])


def _listed(name: str, before: Sequence[Json], after: Sequence[Json]) -> Iterator[str]:
    """Compare lists of things with ids, such as conditions."""
    old, new = _by_id([*before]), _by_id([*after])
    yield from _fields(name, old, new)
    yield from _order(name, [*old], [*new])


def _aligned(name: str, before: Sequence[Json], after: Sequence[Json]) -> Iterator[str]:
    """Compare lists of other things, such as turns. A new one in between does not change those behind it."""
    old, new = [_text(each) for each in before], [_text(each) for each in after]
    if max(len(old), len(new)) > _MAX_ALIGNED:
        blocks: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(old), 0, len(new))]
    else:
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, first, last, new_first, new_last in blocks:
        if kind == "equal":
            continue
        pairs = zip_longest(range(first, last), range(new_first, new_last))
        for index, new_index in pairs:
            number = (index if new_index is None else new_index) + 1
            was: _Value = _MISSING if index is None else (before[index],)
            now: _Value = _MISSING if new_index is None else (after[new_index],)
            yield from _changes(_within(name, str(number)), was, now)


def _order(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Report another order of what both have."""
    old, new = ([each for each in one if each in other] for one, other in ((before, after), (after, before)))
    if old != new:
        yield f"~ {name}: the order is now {', '.join(new)}"[:_MAX_SHOWN]


def _values(name: str, old: str, new: str) -> Iterator[str]:
    if len(old) <= _INLINE and len(new) <= _INLINE:
        yield f"~ {name}: {old} → {new}"
    else:
        yield from (f"~ {name}:", f"    - {old[:_MAX_SHOWN]}", f"    + {new[:_MAX_SHOWN]}")


def _field(value: _Object, name: str) -> _Value:
    return (value[name],) if name in value else _MISSING


def _within(name: str, field: str) -> str:
    return f"{name}{'.' if ': ' in name else ': '}{field}"


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def _node_title(node_id: str, node: Json) -> str:
    """Return a node's id, type and first words."""
    if not isinstance(node, dict):
        return node_id
    data = node.get("data")
    words = (
        [data.get(name) for name in ("message", "prompt", "instructions", "label")] if isinstance(data, dict) else []
    )
    first = next((text for text in words if isinstance(text, str) and text), None)
    said = "" if first is None else f": {_text(first)[:_MAX_SHOWN]}"
    return f"{node_id} ({node.get('type')}){said}"


def _edge_title(exit: str, edge: Json) -> str:
    return f"{exit} → {edge.get('target')}" if isinstance(edge, dict) else exit


def _test_title(test_id: str, test: Json) -> str:
    return f"{test_id}: {test.get('name')}" if isinstance(test, dict) else test_id


def _by_id(value: Json) -> _Object:
    """Return the items of a list by id. One without an own id has its place as its id."""
    found: _Object = {}
    for index, item in enumerate(value if isinstance(value, list) else (), 1):
        item_id = item.get("id") if isinstance(item, dict) else None
        found[item_id if isinstance(item_id, str) and item_id not in found else f"#{index}"] = item
    return found


def _by_exit(value: Json) -> _Object:
    """Return edges by the exit that they leave: an edge that is drawn again has another id and means the same."""
    found: _Object = {}
    for index, edge in enumerate(value if isinstance(value, list) else (), 1):
        exit = f"{edge.get('source')}/{edge.get('sourceHandle') or 'default'}" if isinstance(edge, dict) else ""
        found[exit if exit and exit not in found else f"#{index}"] = edge
    return found


def _have_ids(value: Sequence[Json]) -> bool:
    ids = [item.get("id") for item in value if isinstance(item, dict)]
    return len(ids) == len(value) and all(isinstance(each, str) for each in ids) and len({*map(str, ids)}) == len(ids)
