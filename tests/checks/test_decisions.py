"""The index of decisions and the files of the decisions say the same."""

import re
from dataclasses import dataclass
from pathlib import Path

from checks.tracked import ROOT

FOLDER = ROOT / "docs/decisions"
ROW = re.compile(r"^\| (\d+) \| (?:\[(.+?)\]\((\d{4}-[\w-]+\.md)\)|([^|\[]+?)) \| (.+?) \| (\d{4}-\d\d-\d\d) \|$")
KNOWN = re.compile(r"(accepted|superseded by \[\d+\]\(|moved to \[)")


@dataclass(frozen=True)
class Decision:
    number: int
    title: str
    status: str
    date: str


def index() -> dict[str, Decision]:
    """Read the rows of the index: file name (or number, for a decision that moved) -> decision."""
    rows = [ROW.match(line) for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()]
    return {
        row[3] or row[1]: Decision(int(row[1]), row[2] or row[4], row[5], row[6]) for row in rows if row is not None
    }


def decision(path: Path) -> Decision:
    text = path.read_text(encoding="utf-8")
    found = re.match(r"# (\d+)\. (.+)\n\nStatus: (.+)\nDate: (\d{4}-\d\d-\d\d)\n\n", text)
    assert found is not None, f"{path.name}: write `# N. Title`, `Status:` and `Date:` first"
    return Decision(int(found[1]), found[2], found[3], found[4])


def files() -> list[Path]:
    return sorted(FOLDER.glob("[0-9]*.md"))


def test_the_index_lists_each_file_with_its_title_status_and_date() -> None:
    listed = {name: row for name, row in index().items() if name.endswith(".md")}

    assert listed == {path.name: decision(path) for path in files()}


def test_a_files_name_has_the_number_of_its_decision() -> None:
    assert [int(path.name[:4]) for path in files()] == [decision(path).number for path in files()]


def test_every_number_stands_once_and_in_order() -> None:
    numbers = [row.number for row in index().values()]

    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1


def test_a_status_is_known_and_its_links_lead_to_files() -> None:
    for row in index().values():
        assert KNOWN.match(row.status), row
        for target in re.findall(r"\]\(([^)#]+)", row.status):
            assert (FOLDER / target).is_file(), row


def test_what_supersedes_a_decision_is_later() -> None:
    for row in index().values():
        if newer := re.match(r"superseded by \[(\d+)\]", row.status):
            assert int(newer[1]) > row.number
