"""The graph algorithms of graph.py and pace.py."""

from __future__ import annotations

from flow_core.check.walks import shortest_cycle


def test_a_shortest_cycle_is_found_past_joining_ways() -> None:
    targets = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["a"]}
    assert shortest_cycle("a", targets) == ["a", "b", "d"]


def test_without_a_way_back_there_is_no_cycle() -> None:
    assert shortest_cycle("a", {"a": ["b"], "b": []}) == []
