"""The arithmetic of docs/cost.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.cost import WRITE_UNIT, Measured, measured, minute, turns

ROOT = Path(__file__).parents[2]


def test_the_benchmarks_page_has_the_input_of_the_costs() -> None:
    found = measured((ROOT / "docs" / "benchmarks.md").read_text())
    assert found.read_units == 1
    assert 2 < found.write_units <= 4
    assert found.turn_bytes > 0
    assert found.added_millis > 0


def test_a_page_without_the_input_is_an_error() -> None:
    with pytest.raises(ValueError, match="make bench"):
        measured("# Benchmarks")


def test_one_more_write_unit_adds_its_price() -> None:
    few, many = (turns(Measured(units, 1, 1500, 2.0)) for units in (6, 7))
    assert sum(many.values()) - sum(few.values()) == pytest.approx(1000 * WRITE_UNIT)


def test_a_minute_includes_its_turns() -> None:
    of = Measured(6, 1, 1500, 2.0)
    assert minute(of)["6 turns"] == pytest.approx(6 * sum(turns(of).values()) / 1000)
