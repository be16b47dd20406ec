"""The operator's page lists exactly the failures of the log."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from functions.errors import Port, Reason, UnavailableError
from functions.failures.codes import Failure, failure_of

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "operations.md"
FAILURES = ROOT / "functions" / "failures" / "codes.py"


def test_each_failure_has_a_row_and_each_row_has_a_failure() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|(.*)\|$", PAGE.read_text(), re.MULTILINE)
    listed = {code: cells for code, cells in rows if "-" in code}
    assert set(listed) == set(get_args(Failure))
    for code, cells in listed.items():
        what, remedy = [cell.strip() for cell in cells.split("|")][-2:]
        assert what, code
        assert remedy, code


def test_every_failure_code_occurs_in_the_source() -> None:
    folders = (ROOT / "functions", ROOT / "local")
    sources = [path for folder in folders for path in folder.rglob("*.py") if path != FAILURES]
    source = "\n".join(path.read_text() for path in sources)
    by_port = {
        failure_of(UnavailableError(port, "get", reason)) for port in get_args(Port) for reason in get_args(Reason)
    }
    for code in set(get_args(Failure)) - by_port:
        assert f'"{code}"' in source, code
