"""Commands with a share of a processor, as Lambda gives a function of some size. Needs cgroups (Linux) and root."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

MEGABYTES_OF_A_PROCESSOR = 1769
"""The memory at which Lambda gives a function one processor, according to AWS."""
_PERIOD = 20_000
"""Microseconds of the quota's period, as on Lambda."""
_VERSION_2, _VERSION_1 = Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/cpu")


@contextmanager
def share_of(megabytes: int) -> Iterator[Sequence[str] | None]:
    """Yield the prefix of a command, or None if this system has no cgroups or the user may not make one."""
    quota = _PERIOD * megabytes // MEGABYTES_OF_A_PROCESSOR
    first = (_VERSION_1 / "cpu.cfs_quota_us").exists()
    group = (_VERSION_1 if first else _VERSION_2) / f"callflow-bench-{os.getpid()}-{megabytes}"
    try:
        group.mkdir()
        if first:
            (group / "cpu.cfs_period_us").write_text(str(_PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
        else:
            (group / "cpu.max").write_text(f"{quota} {_PERIOD}")
    except OSError:
        with suppress(OSError):
            group.rmdir()
        yield None
        return
    try:
        yield ("sh", "-c", f'echo $$ > {group}/cgroup.procs && exec "$0" "$@"')
    finally:
        _remove(group)


def _remove(group: Path) -> None:
    """Remove the group after its last process has ended. A function's children end shortly after it."""
    for _ in range(100):
        with suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.05)
