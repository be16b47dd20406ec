"""The files of the repository, as git lists them."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
GENERATED = ("dashboard/src/api/generated/", "dashboard/package-lock.json", "requirements/")
"""Prefixes of files that a command writes. No check reads them."""


def tracked(root: Path) -> list[PurePosixPath]:
    """List the files that are in git, or would be with the next `git add`.

    Args:
        root: The top folder of a git work tree.

    Returns:
        Paths relative to `root`, sorted, without generated files.
    """
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 (git is on the path)
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return sorted(
        PurePosixPath(name)
        for name in set(listed)
        if name and not name.startswith(GENERATED) and (root / name).is_file()
    )
