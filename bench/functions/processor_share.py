"""Commands that get a part of a processor, as a Lambda function of some size does: by a cgroup (Linux, as root)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

MEGABYTES_OF_A_PROCESSOR = 1769
"""AWS: at this size a function has the equivalent of one."""
_PERIOD = 20_000
"""Microseconds; that of Lambda's own quota."""
_SECOND, _FIRST = Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/cpu")


@contextmanager
def share_of(megabytes: int) -> Iterator[Sequence[str] | None]:
    """What to put before a command; None where this system has no such groups, or lets nobody make one."""
    quota = _PERIOD * megabytes // MEGABYTES_OF_A_PROCESSOR
    first = (_FIRST / "cpu.cfs_quota_us").exists()
    group = (_FIRST if first else _SECOND) / f"callflow-bench-{os.getpid()}-{megabytes}"
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
    """Once the last process in it is gone: the children of a function end a moment after it."""
    for _ in range(100):
        with suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.05)
