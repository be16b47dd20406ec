"""The turn protocol reads from top to bottom: a turn enters few files, and seldom jumps between them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checks.trace_turn import Trace, turn_with_expressions, turn_with_tool, turn_without_tool


@pytest.mark.parametrize(
    ("trace", "files", "changes"),
    [(turn_without_tool, 21, 6), (turn_with_expressions, 21, 8), (turn_with_tool, 27, 25)],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_turn_enters_few_files_and_seldom_jumps(trace: Callable[[], Trace], files: int, changes: int) -> None:
    traced = trace()
    assert len(traced.files) <= files, traced.files
    assert traced.changes <= changes
