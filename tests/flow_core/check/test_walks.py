"""The walks over a graph that graph.py and pace.py are made of."""

from __future__ import annotations

from flow_core.check.walks import shortest_cycle


def test_a_shortest_cycle_is_found_past_ways_that_meet_again() -> None:
    targets = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["a"]}
    assert shortest_cycle("a", targets) == ["a", "b", "d"]


def test_there_is_no_round_where_nothing_leads_back() -> None:
    assert shortest_cycle("a", {"a": ["b"], "b": []}) == []
