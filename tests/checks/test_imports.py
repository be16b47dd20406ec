"""The import graph: what is drawn, and that the page shows the code as it is."""

import pytest

from checks.imports import BEGIN, END, PAGE, cycles, drawn, part_of, reached, read_graph, reduced, written

A_CHAIN = {"a": frozenset({"b", "c"}), "b": frozenset({"c"}), "c": frozenset[str]()}
A_CYCLE = {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset({"a"}), "d": frozenset({"a"})}


def test_a_part_is_a_folder_of_functions_or_a_package() -> None:
    names = ["functions.adapters.http.tools", "functions.records", "flow_core.values.number", "local"]

    assert [part_of(name) for name in names] == ["functions/adapters", "functions/records", "flow_core", "local"]


def test_an_import_that_follows_from_others_is_not_drawn() -> None:
    assert reduced(A_CHAIN) == {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset()}
    assert 'a["a"] --> c["c"]' not in drawn(A_CHAIN)
    assert "| `a` | `b`, `c` |" in drawn(A_CHAIN)


def test_a_cycle_is_found() -> None:
    assert cycles(A_CHAIN) == frozenset()
    assert cycles(A_CYCLE) == {"a", "b", "c"}
    assert reached(A_CYCLE, "d") == {"a", "b", "c"}


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="put the graph between"):
        written("# Architecture\n", A_CHAIN)
    assert written(f"x\n{BEGIN}\nold\n{END}\ny\n", A_CHAIN) == f"x\n{BEGIN}\n\n{drawn(A_CHAIN)}\n\n{END}\ny\n"


def test_no_part_of_the_code_imports_itself_through_others() -> None:
    assert cycles(read_graph()) == frozenset()


def test_the_page_shows_the_imports_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert written(page, read_graph()) == page, "run `python -m checks.imports`"
