"""Writes docs/cost.md and prints it: `python -m infra.cost`."""

from __future__ import annotations

import sys

from infra.cost.calculation import ROOT, measured
from infra.cost.page import page

if __name__ == "__main__":
    written = page(measured((ROOT / "docs" / "benchmarks.md").read_text()))
    (ROOT / "docs" / "cost.md").write_text(written)
    sys.stdout.write(written)
