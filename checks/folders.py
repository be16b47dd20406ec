"""Full folders: `python -m checks.folders` fails if a folder holds more than fifteen files side by side.

What the files contain is not judged here.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from checks.tracked import ROOT, tracked

LIMIT = 15
"""Files in one folder."""
EXCEPTIONS = {
    "docs/decisions": "One file for each decision, read by number; its README is the index.",
}
"""Folders that may hold more, each with the reason."""


def full_folders(paths: Iterable[PurePosixPath]) -> dict[str, int]:
    """Count the files of each folder.

    A package's `__init__.py` is not counted. In the dashboard neither are a style sheet and a test: they lie beside the
    source file that they belong to and have its name.

    Args:
        paths: Files, relative to the repository's root.

    Returns:
        The folders with more than `LIMIT` files and without an exception, with their number of files.
    """
    counts: defaultdict[str, int] = defaultdict(int)
    for path in paths:
        if path.name != "__init__.py" and not _belongs_to_a_source(path):
            counts[str(path.parent)] += 1
    return {folder: count for folder, count in counts.items() if count > LIMIT and folder not in EXCEPTIONS}


def _belongs_to_a_source(path: PurePosixPath) -> bool:
    return path.parts[0] == "dashboard" and (path.suffix == ".css" or ".test" in path.suffixes)


def main(root: Path = ROOT) -> int:
    """Print each folder that is too full.

    Args:
        root: The top folder of a git work tree.

    Returns:
        The exit status: 1 if there is such a folder.
    """
    full = full_folders(tracked(root))
    for folder, count in sorted(full.items()):
        print(f"{folder}: {count} files side by side, {LIMIT} are allowed: group them by subject (checks/folders.py)")
    return 1 if full else 0


if __name__ == "__main__":
    sys.exit(main())
