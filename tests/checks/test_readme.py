"""The README's figures are those of the benchmarks page."""

import re

from checks.tracked import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BENCHMARKS = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
COST = (ROOT / "docs/cost.md").read_text(encoding="utf-8")


def measured(row: str) -> str:
    """The first figure of the row that begins with these words."""
    found = re.search(rf"^\| {row}[^|]*\| ([\d.,]+)", BENCHMARKS, re.MULTILINE)
    assert found is not None, f"docs/benchmarks.md has no row {row!r}"
    return found[1]


def test_the_figures_of_the_readme_are_measured() -> None:
    assert f"turn 1,000 takes {measured('turn 1,000 to turn 10')} times turn 10" in README
    assert f"{measured('fastest other that saves its state')} times as fast" in README
    beside_hanging_turns = measured("a turn beside 6 turns that hang")
    assert f"{beside_hanging_turns} times as long while six turns of another organization hang" in README
    assert f"{measured('turns answered right')} turns of 1,000 sessions" in README


def test_the_price_and_the_write_units_are_those_of_the_cost_page() -> None:
    for row, told in (
        ("Callflow, infrastructure alone", "{} $ a minute of a call"),
        ("Callflow with Transcribe and Polly generative", "{} $ with speech on AWS"),
    ):
        price = re.search(rf"^\| \*\*{row}\*\* \| \*\*([\d.]+)\*\*", COST, re.MULTILINE)
        assert price is not None, row
        assert told.format(price[1]) in README
    units = re.search(r"^\| DynamoDB, ([\d.]+) write units", COST, re.MULTILINE)
    assert units is not None
    assert f"{units[1]} write units a turn" in README


def test_the_readme_counts_the_recordings() -> None:
    count = len(list((ROOT / "tests/recordings").rglob("*.json")))

    assert f"{count} recorded calls" in README
