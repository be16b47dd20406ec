"""The check of folders finds a full one, and its exceptions are needed."""

from collections import Counter
from pathlib import PurePosixPath

from checks.folders import EXCEPTIONS, LIMIT, full_folders, main
from checks.tracked import ROOT, tracked


def files(folder: str, count: int, suffix: str = ".py") -> list[PurePosixPath]:
    return [PurePosixPath(folder) / f"module_{number}{suffix}" for number in range(count)]


def test_a_sixteenth_file_is_found() -> None:
    assert full_folders(files("functions/turn", LIMIT)) == {}
    assert full_folders(files("functions/turn", LIMIT + 1)) == {"functions/turn": LIMIT + 1}


def test_a_packages_init_is_not_counted() -> None:
    assert full_folders([*files("functions/turn", LIMIT), PurePosixPath("functions/turn/__init__.py")]) == {}


def test_a_style_sheet_and_a_test_beside_their_source_are_not_counted() -> None:
    folder = "dashboard/src/ui"
    beside = [*files(folder, 9, ".module.css"), *files(folder, 9, ".test.tsx"), *files(folder, 9, ".test.ts")]

    assert full_folders([*files(folder, LIMIT, ".tsx"), *beside]) == {}
    assert full_folders([*files("tests/functions", LIMIT, ".py"), *files("tests/functions", 1, ".css")]) != {}


def test_an_exception_is_a_folder_that_needs_it_and_has_a_reason() -> None:
    counts = Counter(str(path.parent) for path in tracked(ROOT))

    assert all(counts[folder] > LIMIT and len(reason) > 20 for folder, reason in EXCEPTIONS.items())
    assert full_folders(files("docs/decisions", 40, ".md")) == {}


def test_no_folder_of_the_repository_is_too_full() -> None:
    assert main() == 0
