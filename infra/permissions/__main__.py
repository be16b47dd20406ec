"""Prints the rights of each role, and fails if a role has a right too many or too few."""

from __future__ import annotations

import contextlib
import io
import sys

from infra.permissions.allowed import allowed
from infra.permissions.called import called
from infra.permissions.compare import differences


def main() -> int:
    """Print the rights and the differences.

    Returns:
        The exit status: 1 if there is a difference.
    """
    with contextlib.redirect_stdout(io.StringIO()):  # the functions' own lines
        may, does = allowed(), called()
    for role in sorted(may):
        sys.stdout.write(f"{role}\n")
        for right in sorted(may[role] | does.get(role, set())):
            mark = "  " if right in may[role] & does.get(role, set()) else "! "
            sys.stdout.write(f"  {mark}{right.action:38} {right.thing}\n")
    found = differences(may, does)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
